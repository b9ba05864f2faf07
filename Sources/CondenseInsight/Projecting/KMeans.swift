import CondenseCore

/// k-means: rows in as many groups as asked for, each row with the mean it is nearest to.
///
/// Starts are drawn far from each other (k-means++), the same for the same seed; of several starts that with the least
/// sum of squared distances is kept. Empty groups keep their mean.
///
/// Source: Lloyd 1982; Arthur and Vassilvitskii 2007, "k-means++: the advantages of careful seeding".
package struct KMeans: Sendable {
  private static let starts = 4, mostRounds = 100

  /// The group of each row; the largest group is 0.
  package let groups: [Int]
  /// The sum of squared distances of rows to their means.
  package let squares: Double

  /// - Parameters:
  ///   - rows: `n × dimension` numbers.
  ///   - count: groups, at most as many as rows.
  package init(rows: [Float], dimension: Int, count: Int, seed: UInt64) {
    let n = dimension > 0 ? rows.count / dimension : 0
    let k = max(0, min(count, n))
    var best: (groups: [Int], squares: Double) = ([Int](repeating: 0, count: n), .infinity)
    if k > 0 {
      for start in 0..<Self.starts {
        let found = Self.run(rows, n, dimension, k, Philox(seed: seed, purpose: "k-means \(start)"))
        if found.squares < best.squares { best = found }
      }
    }
    var sizes = [Int](repeating: 0, count: max(k, 1))
    for group in best.groups { sizes[group] += 1 }
    let order = sizes.indices.sorted { sizes[$0] != sizes[$1] ? sizes[$0] > sizes[$1] : $0 < $1 }
    var rank = [Int](repeating: 0, count: sizes.count)
    for (place, group) in order.enumerated() { rank[group] = place }
    groups = best.groups.map { rank[$0] }
    squares = k > 0 ? best.squares : 0
  }

  private static func run(
    _ rows: [Float], _ n: Int, _ dimension: Int, _ k: Int, _ random: Philox
  ) -> (groups: [Int], squares: Double) {
    func square(_ row: Int, _ mean: [Double]) -> Double {
      var sum = 0.0
      for column in 0..<dimension {
        let difference = Double(rows[row * dimension + column]) - mean[column]
        sum += difference * difference
      }
      return sum
    }
    func numbers(_ row: Int) -> [Double] { rows[row * dimension..<(row + 1) * dimension].map(Double.init) }

    var means = [numbers(random.integer(below: n, 0, 0))]
    var nearest = (0..<n).map { square($0, means[0]) }
    while means.count < k {
      let total = nearest.reduce(0, +)
      var left = total * Double(Philox.unit(random.block(1, UInt64(means.count))[0]))
      let chosen =
        total > 0
        ? nearest.firstIndex {
          left -= $0; return left < 0
        } ?? n - 1 : means.count
      means.append(numbers(chosen))
      for row in 0..<n { nearest[row] = min(nearest[row], square(row, means[means.count - 1])) }
    }

    var groups = [Int](repeating: -1, count: n), squares = 0.0
    for _ in 0..<mostRounds {
      var changed = false
      squares = 0
      var sums = [[Double]](repeating: [Double](repeating: 0, count: dimension), count: k)
      var counts = [Int](repeating: 0, count: k)
      for row in 0..<n {
        var group = 0, least = Double.infinity
        for (place, mean) in means.enumerated() {
          let distance = square(row, mean)
          if distance < least { (group, least) = (place, distance) }
        }
        if groups[row] != group {
          groups[row] = group
          changed = true
        }
        squares += least
        counts[group] += 1
        for column in 0..<dimension { sums[group][column] += Double(rows[row * dimension + column]) }
      }
      guard changed else { break }
      for group in 0..<k where counts[group] > 0 {
        means[group] = sums[group].map { $0 / Double(counts[group]) }
      }
    }
    return (groups, squares)
  }
}
