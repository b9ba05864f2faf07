import CondenseCore

/// Metrics of rankings: for each user the places, from 1, of the items that were chosen, among all items that
/// were not known for the user.
///
/// An item that cannot be ranked (never trained) counts as chosen and not found. Gains are 1 or 0; DCG takes
/// 1 / log₂(place + 1) (Järvelin and Kekäläinen 2002).
public struct RankingMetrics: Sendable {
  /// How many places of a ranking count.
  public static let depth = 10

  private var users = 0
  private var hits = 0.0, gain = 0.0, recall = 0.0, precision = 0.0, average = 0.0, reciprocal = 0.0
  private var shown: [Bool]
  private let popularity: [Int64]
  private var shownPopularity = 0.0, shownCount = 0.0

  /// - Parameter popularity: how often each item was chosen in training; an item's number is its place here.
  public init(popularity: [Int64]) {
    self.popularity = popularity
    shown = [Bool](repeating: false, count: popularity.count)
  }

  /// Adds a user.
  ///
  /// - Parameters:
  ///   - places: where the chosen items stand, ascending.
  ///   - unranked: chosen items that cannot be ranked.
  ///   - top: the first items of the ranking, at most `depth`.
  public mutating func add(places: [Int], unranked: Int, top: [Int]) {
    require(
      places.allSatisfy { $0 > 0 } && unranked >= 0, "places of a ranking count from 1, and items from 0")
    require(
      top.allSatisfy(popularity.indices.contains), "an item of the ranking is none of \(popularity.count)")
    let relevant = places.count + unranked
    guard relevant > 0 else { return }
    users += 1
    let found = places.filter { $0 <= Self.depth }
    hits += found.isEmpty ? 0 : 1
    recall += Double(found.count) / Double(relevant)
    precision += Double(found.count) / Double(Self.depth)
    let best = min(relevant, Self.depth)
    let ideal = (1...best).reduce(0.0) { $0 + Self.discount($1) }
    gain += found.reduce(0.0) { $0 + Self.discount($1) } / ideal
    var sum = 0.0
    for (index, place) in found.enumerated() { sum += Double(index + 1) / Double(place) }
    average += sum / Double(best)
    if let first = places.first { reciprocal += 1 / Double(first) }
    for item in top {
      shown[item] = true
      shownPopularity += Double(popularity[item])
      shownCount += 1
    }
  }

  private static func discount(_ place: Int) -> Double {
    0.693_147_180_559_945_3 / Elementary.log(Double(place + 1))
  }

  /// `hit_rate@10`, `ndcg@10`, `recall@10`, `precision@10`, `map@10`, `mrr`, each a mean over users;
  /// `coverage@10`, the share of the items chosen in training that stand in any first ten;
  /// `average_popularity@10`, how often items in the first ten were chosen in training.
  public var metrics: [Metric] {
    let count = Double(max(users, 1)), items = Double(max(popularity.count { $0 > 0 }, 1))
    return [
      Metric("hit_rate@10", hits / count), Metric("ndcg@10", gain / count),
      Metric("recall@10", recall / count), Metric("precision@10", precision / count),
      Metric("map@10", average / count), Metric("mrr", reciprocal / count),
      Metric("coverage@10", Double(zip(shown, popularity).count { $0 && $1 > 0 }) / items),
      Metric("average_popularity@10", shownPopularity / max(shownCount, 1)),
    ]
  }
}
