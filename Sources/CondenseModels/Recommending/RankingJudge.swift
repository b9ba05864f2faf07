import CondenseCore
import CondenseData

/// Rankings of some users held against what they chose and the network did not see.
struct RankingJudge {
  /// What each of the users chose, as the network is told.
  let histories: [[Int32]]
  private let wanted: [[Int32]]
  private let popularity: [Int64]

  init(
    _ interactions: Interactions, _ learned: [[Int32]], _ held: [[Int32]], mostUsers: Int, _ seed: UInt64
  ) {
    let users = held.indices.filter { !held[$0].isEmpty }
    let order = Philox(seed: seed, purpose: "judge").permutation(count: users.count, round: 0)
    let chosen = order.prefix(mostUsers).map { users[Int($0)] }.sorted()
    histories = chosen.map { learned[$0] }
    wanted = chosen.map { held[$0] }
    var counts = [Int64](repeating: 0, count: interactions.items.size)
    for items in learned { for item in items { counts[Int(item)] += 1 } }
    popularity = counts
  }

  /// From the scores of all items, `histories.count × items`.
  func metrics(_ scores: [Float]) -> [Metric] {
    scores.withUnsafeBufferPointer { all in
      metrics { place in
        UnsafeBufferPointer(
          rebasing: all[place * popularity.count..<(place + 1) * popularity.count])
      }
    }
  }

  /// What popularity alone would give.
  func baseline() -> [Metric] {
    popularity.map(Float.init).withUnsafeBufferPointer { scores in metrics { _ in scores } }
  }

  private func metrics(_ scores: (Int) -> UnsafeBufferPointer<Float>) -> [Metric] {
    var sums = RankingMetrics(popularity: popularity)
    for place in histories.indices {
      // An item that only held-out rows have was never trained.
      let ranked = wanted[place].filter { popularity[Int($0)] > 0 }.map(Int.init)
      let ranking = Ranking(scores(place), without: histories[place])
      sums.add(
        places: ranking.places(of: ranked), unranked: wanted[place].count - ranked.count,
        top: ranking.top(RankingMetrics.depth))
    }
    return sums.metrics
  }
}
