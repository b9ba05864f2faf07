import CondenseCore
import CondenseModels

/// How far points and their nearest agree in something that is known of them, beside what chance gives.
///
/// Of names, the mean share of a point's neighbours that bear its name; of numbers, the rank correlation (Spearman) of a
/// point's number with the mean rank of its neighbours. What is known is shuffled among the points a thousand times:
/// `p` is the share of shuffles that reach the value, counting the truth as one of them (permutation test; Fisher 1935).
public struct NeighborAgreement: Sendable, Equatable, Encodable {
  static let shuffles = 1000
  /// Asking more points would take long and tell nothing new.
  static let mostPoints = 5000

  /// The share, or the correlation.
  public let value: Double
  /// Its mean over the shuffles.
  public let chance: Double
  /// How probable so high a value is by chance.
  public let p: Double
  /// Points that were asked: those of which something is known, of many some thousands spread over all.
  public let points: Int

  /// - Parameters:
  ///   - codes: which name a point bears; −1 where that is not known.
  ///   - neighbors: for each point its nearest.
  /// - Returns: nil where fewer than two points or names are known.
  public init?(names codes: [Int], neighbors: [[Int32]], seed: UInt64 = 1) {
    let pairs = Pairs(isKnown: codes.map { $0 >= 0 }, neighbors)
    let known = pairs.places.map { codes[$0] }
    guard Set(known).count > 1, !pairs.others.isEmpty else { return nil }
    self.init(pairs, seed) { order in
      pairs.mean { point, others in
        let own = known[Int(order[point])]
        var same = 0
        for other in others where known[Int(order[Int(other)])] == own { same += 1 }
        return Double(same) / Double(others.count)
      }
    }
  }

  /// - Parameter numbers: what is known of a point; NaN where nothing is.
  /// - Returns: nil where fewer than three points are known, or all are the same.
  public init?(numbers: [Double], neighbors: [[Int32]], seed: UInt64 = 1) {
    let pairs = Pairs(isKnown: numbers.map(\.isFinite), neighbors)
    guard pairs.places.count > 2, !pairs.others.isEmpty else { return nil }
    let ranks = Ranks.of(pairs.places.map { numbers[$0] })
    guard ranks.contains(where: { $0 != ranks[0] }) else { return nil }
    self.init(pairs, seed) { order in
      var own: [Double] = [], theirs: [Double] = []
      pairs.forEach { point, others in
        own.append(ranks[Int(order[point])])
        theirs.append(others.reduce(0) { $0 + ranks[Int(order[Int($1)])] } / Double(others.count))
      }
      return Correlation.of(own, theirs)
    }
  }

  private init(_ pairs: Pairs, _ seed: UInt64, _ value: ([Int32]) -> Double) {
    let count = pairs.places.count
    let found = value((0..<Int32(count)).map { $0 }), random = Philox(seed: seed, purpose: "label shuffles")
    var reached = 0, sum = 0.0
    for round in 0..<Self.shuffles {
      let shuffled = value(random.permutation(count: count, round: UInt64(round)))
      sum += shuffled
      if shuffled >= found { reached += 1 }
    }
    self.value = found
    points = pairs.asked.count
    chance = sum / Double(Self.shuffles)
    p = Double(reached + 1) / Double(Self.shuffles + 1)
  }

  /// Known points and the known neighbours of those that are asked, by their places among the known.
  private struct Pairs {
    /// The known points.
    let places: [Int]
    /// Points that have a known neighbour, and where these end in `others`.
    private(set) var asked: [(point: Int, end: Int)] = []
    private(set) var others: [Int32] = []

    init(isKnown: [Bool], _ neighbors: [[Int32]]) {
      places = isKnown.indices.filter { isKnown[$0] }
      var ranks = [Int32](repeating: -1, count: isKnown.count)
      for (rank, place) in places.enumerated() { ranks[place] = Int32(rank) }
      let most = NeighborAgreement.mostPoints, count = places.count
      for turn in 0..<min(count, most) {
        let point = count > most ? turn * count / most : turn, before = others.count
        others += neighbors[places[point]].map { ranks[Int($0)] }.filter { $0 >= 0 }
        if others.count > before { asked.append((point, others.count)) }
      }
    }

    func forEach(_ body: (_ point: Int, _ others: ArraySlice<Int32>) -> Void) {
      var start = 0
      for (point, end) in asked {
        body(point, others[start..<end])
        start = end
      }
    }

    func mean(_ body: (_ point: Int, _ others: ArraySlice<Int32>) -> Double) -> Double {
      var sum = 0.0
      forEach { sum += body($0, $1) }
      return sum / Double(asked.count)
    }
  }
}
