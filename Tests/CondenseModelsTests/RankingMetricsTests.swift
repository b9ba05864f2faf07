import CondenseModels
import Foundation
import Testing

/// Metrics of rankings, by hand and beside those that `make_rankings.py` works out.
@Suite struct RankingMetricsTests {
  private static let most = 1e-12

  private func metrics(
    _ places: [Int], unranked: Int = 0, top: [Int] = [], popularity: [Int64] = [0, 3, 2, 1]
  ) -> [Metric] {
    var sums = RankingMetrics(popularity: popularity)
    sums.add(places: places, unranked: unranked, top: top)
    return sums.metrics
  }

  private func expect(
    _ metrics: [Metric], _ expected: [String: Double], sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (name, value) in expected {
      let found = metrics[name] ?? .nan
      #expect(
        abs(found - value) <= Self.most, "\(name): \(found), not \(value)", sourceLocation: sourceLocation)
    }
  }

  // MARK: by hand

  @Test func twoItemsOfThreeAreFound() {
    // Places 2 and 4 of the first ten; the third item stands far behind.
    // DCG = 1/log₂3 + 1/log₂5, at best 1 + 1/log₂3 + 1/2; precision at the two hits is 1/2 and 2/4.
    expect(
      metrics([2, 4, 50]),
      [
        "hit_rate@10": 1, "recall@10": 2.0 / 3, "precision@10": 0.2, "mrr": 0.5,
        "map@10": (1.0 / 2 + 2.0 / 4) / 3,
        "ndcg@10": (1 / log2(3.0) + 1 / log2(5.0)) / (1 + 1 / log2(3.0) + 0.5),
      ])
  }

  @Test func theFirstPlaceIsAllThatCanBeHad() {
    expect(
      metrics([1]),
      ["hit_rate@10": 1, "ndcg@10": 1, "recall@10": 1, "precision@10": 0.1, "map@10": 1, "mrr": 1])
  }

  @Test func theTenthPlaceCountsAndTheEleventhDoesNot() {
    expect(
      metrics([10]),
      ["hit_rate@10": 1, "ndcg@10": 1 / log2(11.0), "recall@10": 1, "map@10": 0.1, "mrr": 0.1])
    // The reciprocal rank looks at the whole ranking.
    expect(
      metrics([11]),
      ["hit_rate@10": 0, "ndcg@10": 0, "recall@10": 0, "precision@10": 0, "map@10": 0, "mrr": 1.0 / 11])
  }

  @Test func itemsThatCannotBeRankedAreMisses() {
    // One of two is found, in the first place: at best both would stand in front.
    expect(
      metrics([1], unranked: 1),
      ["hit_rate@10": 1, "recall@10": 0.5, "map@10": 0.5, "mrr": 1, "ndcg@10": 1 / (1 + 1 / log2(3.0))])
    expect(
      metrics([], unranked: 2),
      ["hit_rate@10": 0, "ndcg@10": 0, "recall@10": 0, "precision@10": 0, "map@10": 0, "mrr": 0])
  }

  @Test func moreItemsThanTen() {
    // Twelve items in the first twelve places: ten of them are all that ten places can hold.
    expect(
      metrics(Array(1...12)),
      [
        "hit_rate@10": 1, "ndcg@10": 1, "recall@10": 10.0 / 12, "precision@10": 1, "map@10": 1, "mrr": 1,
      ])
  }

  @Test func usersCountAlikeAndThoseWithoutItemsNotAtAll() {
    var sums = RankingMetrics(popularity: [0, 3, 2, 1, 0])
    sums.add(places: [1], unranked: 0, top: [1, 2])
    sums.add(places: [20, 30], unranked: 1, top: [1, 4])
    sums.add(places: [], unranked: 0, top: [3])
    // Shown are 1, 2, 1 and 4: two of the three items that somebody chose, (3 + 2 + 3 + 0) / 4 times each.
    expect(
      sums.metrics,
      [
        "hit_rate@10": 0.5, "ndcg@10": 0.5, "recall@10": 0.5, "precision@10": 0.05, "map@10": 0.5,
        "mrr": (1 + 1.0 / 20) / 2, "coverage@10": 2.0 / 3, "average_popularity@10": 2,
      ])
  }

  @Test func nobodyIsMeasured() {
    let metrics = RankingMetrics(popularity: [0]).metrics
    #expect(metrics.count == 8 && metrics.allSatisfy { $0.value == 0 })
  }

  // MARK: rankings

  @Test func equalScoresGoByPopularity() {
    let ranking = Ranking([9, 1, 2, 1, 2, 0], without: [Int32]())
    #expect(ranking.top(10) == [2, 4, 1, 3, 5])
    #expect(ranking.places(of: [5, 4, 3, 2, 1]) == [1, 2, 3, 4, 5])
    #expect(ranking.places(of: [3]) == [4] && ranking.places(of: [4]) == [2])
    #expect(ranking.top(3) == [2, 4, 1] && ranking.top(2) == [2, 4] && ranking.top(0) == [])
  }

  @Test func whatIsLeftOutTakesNoPlace() {
    let ranking = Ranking([9, 5, 4, 3, 2], without: [1, 3])
    #expect(ranking.top(10) == [2, 4])
    #expect(ranking.places(of: [2, 4]) == [1, 2])
    #expect(Ranking([9, 5], without: [1]).top(10) == [])
    #expect(Ranking([], without: [Int32]()).top(3) == [])
  }

  // MARK: beside Python

  private struct Fixture: Decodable {
    struct User: Decodable {
      let scores: [Float]
      let known: [Int32]
      let wanted: [Int]
      let unranked: Int
    }
    struct Case: Decodable {
      let popularity: [Int64]
      let users: [User]
      let expected: [String: Double]
    }
    let cases: [Case]
  }

  @Test func agreeWithPython() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/metrics/rankings.json")
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    #expect(fixture.cases.count >= 4)
    for item in fixture.cases {
      var sums = RankingMetrics(popularity: item.popularity)
      for user in item.users {
        let ranking = Ranking(user.scores, without: user.known)
        sums.add(places: ranking.places(of: user.wanted), unranked: user.unranked, top: ranking.top(10))
      }
      #expect(sums.metrics.map(\.name).sorted() == item.expected.keys.sorted())
      expect(sums.metrics, item.expected)
    }
  }
}
