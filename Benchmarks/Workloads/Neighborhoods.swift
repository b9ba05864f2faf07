import Condense
import CondenseInsight

/// The ten nearest of each of some rows, and how many of them are the nearest in another model, too.
///
/// Rows whose tenth and eleventh are equally far have no ten nearest; they are left out.
struct Neighborhoods: Sendable {
  /// How far two agree.
  struct Overlap {
    /// The mean share of a row's ten nearest that are among the ten nearest in the other.
    let value: Double
    /// How often a shuffle of the rows agrees as much; the truth counts as one.
    let p: Double
  }

  static let count = 10
  private static let shuffles = 1000

  private let ids: [Int32]
  private let isSure: [Bool]
  /// Which row is near which: `rows × rows`.
  private let isNear: [Bool]

  var rows: Int { isSure.count }
  /// Rows that are left out.
  var tied: Int { isSure.count { !$0 } }
  /// The overlap of nearest rows drawn at random.
  var chance: Double { Double(Self.count) / Double(rows - 1) }

  /// - Parameter byCosine: whether the angle between rows counts, not their distance.
  init(_ numbers: [Float], dimension: Int, byCosine: Bool) throws {
    var numbers = numbers
    let rows = numbers.count / dimension
    if byCosine {
      for row in 0..<rows {
        let places = row * dimension..<(row + 1) * dimension
        let length = numbers[places].reduce(0) { $0 + $1 * $1 }.squareRoot()
        if length > 0 { for place in places { numbers[place] /= length } }
      }
    }
    let found = try NearestNeighbors(rows: numbers, dimension: dimension, count: Self.count + 1)
    var near = [Bool](repeating: false, count: rows * rows)
    ids = (0..<rows).flatMap { row -> ArraySlice<Int32> in
      let nearest = found.ids[row * found.count..<row * found.count + Self.count]
      for other in nearest { near[row * rows + Int(other)] = true }
      return nearest
    }
    isNear = near
    isSure = (0..<rows).map { row in
      let last = (row + 1) * found.count - 1
      return found.squaredDistances[last - 1] < found.squaredDistances[last]
    }
  }

  /// Orders of so many rows, for `overlap`.
  static func orders(of rows: Int) -> [[Int32]] {
    let random = Philox(seed: 1, purpose: "overlap shuffles")
    return (0..<shuffles).map { random.permutation(count: rows, round: UInt64($0)) }
  }

  /// - Parameter orders: shuffles of the rows.
  func overlap(with other: Neighborhoods, orders: [[Int32]]) -> Overlap {
    let value = share(other, Array(0..<Int32(rows)))
    let reached = orders.count { share(other, $0) >= value }
    return Overlap(value: value, p: Double(reached + 1) / Double(orders.count + 1))
  }

  /// - Parameter order: for each row the one that it is taken for in the other.
  private func share(_ other: Neighborhoods, _ order: [Int32]) -> Double {
    var same = 0, all = 0
    for row in 0..<rows {
      let theirs = Int(order[row])
      guard isSure[row], other.isSure[theirs] else { continue }
      all += Self.count
      for place in row * Self.count..<(row + 1) * Self.count
      where other.isNear[theirs * rows + Int(order[Int(ids[place])])] { same += 1 }
    }
    return Double(same) / Double(max(all, 1))
  }
}
