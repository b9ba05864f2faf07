import CondenseCore
import CondenseData
import CondenseModels
import Dispatch
import Testing

/// Thirty users of three kinds: what a recommender answers, how it is measured, what cancels it.
@Suite struct RecommenderTests {
  private static let shared = Task { try await SmallRecommender.trained() }

  private func model() async throws -> Recommender { try await Self.shared.value }

  private func items(_ answer: [Recommendation]) -> [String] { answer.map(\.item) }

  // MARK: answers

  @Test func answersStayInTheGroup() async throws {
    let model = try await model()
    for user in 0..<30 {
      // Two of the ten films of the group are left.
      let best = items(try model.recommendations(for: "u\(user)", count: 2))
      let left = Set((8..<10).map { "f\(SmallRecommender.film(user, $0))" })
      #expect(Set(best) == left, "u\(user)")
    }
  }

  @Test func knownItemsAreNeverNamed() async throws {
    let model = try await model()
    for user in ["u0", "u11", "u29"] {
      let answer = try model.recommendations(for: user, count: 1000)
      let history = model.history(of: user)
      #expect(history.count == 8 && answer.count == 22)
      #expect(Set(items(answer)).isDisjoint(with: history))
      #expect(zip(answer, answer.dropFirst()).allSatisfy { $0.score >= $1.score })
    }
    #expect(
      model.history(of: "u4") == (0..<8).map { "f\(SmallRecommender.film(4, $0))" }, "in the table's order")
  }

  @Test func leavingOutAndAllowing() async throws {
    let model = try await model()
    let free = items(try model.recommendations(for: "u5", count: 5))
    #expect(
      items(try model.recommendations(for: "u5", count: 4, excluding: [free[0], "no such film"]))
        == Array(free[1...]))
    let allowed = [free[3], free[1], model.history(of: "u5")[0], "no such film"]
    #expect(items(try model.recommendations(for: "u5", allowing: allowed)) == [free[1], free[3]])
    #expect(
      items(try model.recommendations(for: "u5", excluding: [free[1]], allowing: allowed)) == [free[3]])
    #expect(try model.recommendations(for: "u5", allowing: []).isEmpty)
    #expect(try model.recommendations(for: "u5", allowing: ["no such film"]).isEmpty)
  }

  @Test func likingAnswersAsAHistoryDoes() async throws {
    let model = try await model()
    let history = model.history(of: "u7")
    #expect(
      try model.recommendations(liking: history) == model.recommendations(for: "u7"),
      "a user is nothing but a history")
    let few = items(try model.recommendations(liking: ["f21", "no such film", "f24"], count: 5))
    #expect(few.allSatisfy { SmallRecommender.kind($0) == 2 })
    #expect(Set(few).isDisjoint(with: ["f21", "f24"]))
    #expect(!items(try model.recommendations(liking: ["f21"], count: 30, excluding: ["f22"])).contains("f22"))
    #expect(
      items(try model.recommendations(liking: ["f21"], allowing: ["f22", "f0"])) == ["f22", "f0"])
  }

  @Test func strangersGetWhatIsPopular() async throws {
    // Of 24 films, f0 to f4 are chosen by nearly all.
    let lines = (0..<40).flatMap { user in
      (0..<5).map { "u\(user),f\($0)" } + ["u\(user),f\(5 + user % 19)"]
    }
    let model = try await SmallRecommender.trained(
      on: SmallRecommender.table(lines, header: "user,film"), rating: nil)
    let popular = try model.recommendations(for: "nobody", count: 5)
    #expect(Set(items(popular)) == ["f0", "f1", "f2", "f3", "f4"])
    #expect(try model.recommendations(liking: ["no such film"], count: 5) == popular)
    #expect(try model.recommendations(liking: [], count: 5) == popular)
    #expect(!model.knows(user: "nobody") && model.history(of: "nobody").isEmpty && model.knows(item: "f7"))
  }

  @Test func manyUsersAreAnsweredAsEachAlone() async throws {
    let model = try await model()
    let users = (0..<30).map { "u\($0)" } + ["nobody"]
    for threads in [1, 3] {
      let answers = try model.recommendations(
        forUsers: users, count: 4, excluding: ["f3"], threads: threads)
      for (user, answer) in zip(users, answers) {
        #expect(try answer == model.recommendations(for: user, count: 4, excluding: ["f3"]), "\(user)")
      }
    }
    #expect(try model.recommendations(forUsers: []).isEmpty)
  }

  @Test func similarItemsAreOfTheGroup() async throws {
    let model = try await model()
    for film in 0..<30 {
      let similar = try #require(try model.similarItems(to: "f\(film)", count: 6))
      #expect(similar.count == 6 && !items(similar).contains("f\(film)"))
      #expect(items(similar).allSatisfy { SmallRecommender.kind($0) == film / 10 }, "f\(film)")
      #expect(similar.allSatisfy { abs($0.score) <= 1.000_01 })
      #expect(zip(similar, similar.dropFirst()).allSatisfy { $0.score >= $1.score })
    }
    #expect(try model.similarItems(to: "no such film") == nil)
  }

  @Test func vectorsAreThoseOfItems() async throws {
    let model = try await model()
    let vectors = try model.vectors(in: "film")
    #expect(vectors.values == model.items.values(prefix: 100) && vectors.values.count == 30)
    #expect(vectors.counts?.reduce(0, +) == 240 && vectors.vectors.count == 30 * vectors.dimension)
    // They say what similar items say.
    func cosine(_ a: Int, _ b: Int) -> Float {
      func product(_ a: Int, _ b: Int) -> Float {
        zip(vectors.vector(a), vectors.vector(b)).reduce(0) { $0 + $1.0 * $1.1 }
      }
      return product(a, b) / (product(a, a) * product(b, b)).squareRoot()
    }
    let best = try #require(try model.similarItems(to: vectors.values[0], count: 1)?.first)
    let place = try #require(vectors.values.firstIndex(of: best.item))
    #expect(abs(cosine(0, place) - best.score) < 1e-5)
    for (column, message) in [
      ("user", "'user' has no vectors: a user is what the user chose; 'film' has some"),
      ("kind", "the model has no vectors of a column 'kind'; it has those of 'film'"),
    ] {
      #expect(throws: CondenseError(.usage, message)) { try model.vectors(in: column) }
    }
  }

  // MARK: ratings

  @Test func ratingsStayInTheirRange() async throws {
    let model = try await model()
    let all = SmallRecommender.lines.compactMap { Double($0.split(separator: ",")[2]) }
    let (least, greatest) = (all.min() ?? 0, all.max() ?? 0)
    for user in ["u0", "u13", "nobody"] {
      for film in ["f0", "f15", "f29", "no such film"] {
        let rating = try #require(try model.rating(of: film, by: user))
        #expect(rating >= least && rating <= greatest)
      }
    }
    #expect(try await SmallRecommender.trained(rating: nil).rating(of: "f0", by: "u0") == nil)
    // The same network in a narrower range: what leaves it is brought back to its ends.
    func said(_ model: Recommender) throws -> [Double] {
      try (0..<30).flatMap { user in
        try (0..<30).compactMap { try model.rating(of: "f\($0)", by: "u\(user)") }
      }
    }
    let free = try said(model), low = free.sorted()[300], high = free.sorted()[600]
    try #require(free.count == 900 && low < high)
    let bytes = try #require(
      SmallModel.rewritten(
        SmallRecommender.bytes(model), #"\"greatest\":4.5"#, #"\"greatest\":\#(high)"#
      ).flatMap { SmallModel.rewritten($0, #"\"least\":1,"#, #"\"least\":\#(low),"#) })
    #expect(try said(SmallRecommender.read(bytes)) == free.map { min(max($0, low), high) })
  }

  @Test func ratingsOfATableAreThoseOfItsPairs() async throws {
    let model = try await model()
    let table = SmallRecommender.table(
      ["u3,f4", "u3,f30", "new,f4", ",f4", "u3,", "u29,f29"], header: "user,film")
    for threads in [1, 2] {
      let ratings = try #require(try model.ratings(for: table, threads: threads))
      let pairs = [("u3", "f4"), ("u3", "?"), ("?", "f4"), ("?", "f4"), ("u3", "?"), ("u29", "f29")]
      #expect(try ratings.numbers == pairs.map { try model.rating(of: $0.1, by: $0.0) ?? .nan })
      #expect((0..<6).map { ratings.unknown(inRow: $0) } == [[], ["film"], ["user"], [], [], []])
    }
    #expect(try await SmallRecommender.trained(rating: nil).ratings(for: table) == nil)
    #expect(
      throws: CondenseError(
        .content,
        "ratings.csv has no column 'film', which the recommender was trained with; did you mean 'films'?")
    ) { try model.ratings(for: SmallRecommender.table(["u1,f1"], header: "user,films")) }
  }

  // MARK: measuring

  @Test func whatIsNotKnownIsMeasured() async throws {
    let model = try await model()
    let evaluation = try model.evaluation(on: SmallRecommender.rest)
    #expect(evaluation.rows == 60 && evaluation.skipped == 0 && evaluation.unknown.isEmpty)
    #expect(evaluation.metrics["hit_rate@10"] == 1 && evaluation.metrics["recall@10"] == 1)
    #expect(evaluation.metrics["ndcg@10"] ?? 0 > (evaluation.baseline["ndcg@10"] ?? 1) + 0.2)
    #expect(evaluation.metrics["rmse"] ?? 9 < evaluation.baseline["rmse"] ?? 0)
    #expect(evaluation.metrics.map(\.name) == Evaluation.recommenderMetricNames(hasRatings: true))
    #expect(try model.evaluation(on: SmallRecommender.rest, threads: 3).metrics == evaluation.metrics)
  }

  @Test func whatIsKnownOrNotWholeIsLeftOut() async throws {
    let model = try await model()
    let new = (0..<4).map { SmallRecommender.line($0, 9) }
    let rows =
      new + SmallRecommender.lines.prefix(5) + [",f3,1,1,a,3", "u3,,1,1,a,3"]  // known, and not whole
      + ["stranger,f3,2,1,a,3", "u0,unheard,2,1,a,3"]  // new users and items
    let evaluation = try model.evaluation(on: SmallRecommender.table(rows))
    #expect(evaluation.rows == 6 && evaluation.skipped == 7)
    #expect(evaluation.unknown == ["user": 1.0 / 6, "film": 1.0 / 6])
    // u0 wants a film that was never trained beside one that is found: five users, a recall of a half for one.
    let hits = try #require(evaluation.metrics["hit_rate@10"])
    let recall = try #require(evaluation.metrics["recall@10"])
    #expect(abs((hits - recall) * 5 - 0.5) < 1e-9)
    #expect(
      throws: CondenseError(
        .content,
        "every pair of ratings.csv is known to the recommender; rows that it did not learn from are needed")
    ) { try model.evaluation(on: SmallRecommender.table) }
    #expect(
      throws: CondenseError(
        .content,
        "ratings.csv has no column 'user', which the recommender was trained with; did you mean 'User'?")
    ) { try model.evaluation(on: SmallRecommender.table(["u1,f1"], header: "User,film")) }
  }

  @Test func tablesWithoutRatingsAreRanked() async throws {
    let pairs = SmallRecommender.table(["u1,f11", "u2,f23"].map { $0 }, header: "user,film")
    let evaluation = try await model().evaluation(on: pairs)
    #expect(evaluation.metrics.map(\.name) == Evaluation.recommenderMetricNames(hasRatings: false))
    #expect(evaluation.baselineName == "popularity")
  }

  // MARK: histories

  @Test func withoutHistoriesEverybodyIsNew() async throws {
    let kept = try await SmallRecommender.trained(rating: nil)
    let bare = try await SmallRecommender.trained(rating: nil) { $0.keepsHistory = false }
    #expect(kept.hasHistory && !bare.hasHistory)
    #expect(bare.history(of: "u3").isEmpty && bare.knows(user: "u3"))
    #expect(try bare.recommendations(for: "u3") == kept.recommendations(for: "nobody"))
    #expect(try bare.recommendations(liking: kept.history(of: "u3")) == kept.recommendations(for: "u3"))
    // Nothing is known of anybody, so that every pair can be measured.
    #expect(try bare.evaluation(on: SmallRecommender.table).rows == 240)
    let copy = try SmallRecommender.read(SmallRecommender.bytes(bare))
    #expect(!copy.hasHistory)
    #expect(try copy.recommendations(for: "u3") == bare.recommendations(for: "u3"))
  }

  // MARK: order

  /// Six series of two films: whoever has seen a first part sees the second next, and then any other series.
  private static func series(_ order: (Int) -> [Int] = { Array(0..<$0) }) -> Table {
    let lines = (0..<60).flatMap { user in
      (0..<5).flatMap { place in
        let first = (user * 5 + place * (user % 2 == 0 ? 1 : 5)) % 6 * 2
        return (0..<2).map { "u\(user),f\(first + $0),\(place * 2 + $0)" }
      }
    }
    return SmallRecommender.table(order(lines.count).map { lines[$0] }, header: "user,film,time")
  }

  @Test func theLastItemMatters() async throws {
    let model = try await SmallRecommender.trained(on: Self.series(), rating: nil) {
      $0.orderBy = "time"
      $0.learningRate = 0.01
    }
    // Of two first parts the one that was seen last counts: in the other order, the answer is the other.
    var right = 0
    for a in 0..<6 {
      for b in 0..<6 where a != b {
        let answer = try model.recommendations(liking: ["f\(a * 2)", "f\(b * 2)"], count: 1)
        if answer[0].item == "f\(b * 2 + 1)" { right += 1 }
      }
    }
    #expect(right >= 28, "\(right) of 30")
  }

  @Test func theColumnPutsRowsInOrder() async throws {
    for order in [{ Array(0..<$0) }, { Array((0..<$0).reversed()) }] as [(Int) -> [Int]] {
      let model = try await SmallRecommender.trained(on: Self.series(order), rating: nil) {
        $0.orderBy = "time"
        $0.epochs = 1
      }
      #expect(model.history(of: "u2") == ["f8", "f9", "f10", "f11", "f0", "f1", "f2", "f3", "f4", "f5"])
    }
  }

  /// A file sorted by items would otherwise say that the film after f3 is f4.
  @Test func rowsOfOneMomentHaveNoOrder() async throws {
    let lines = (0..<30).flatMap { user in (0..<10).map { "u\(user),f\($0 + user % 2 * 10),7" } }
    let model = try await SmallRecommender.trained(
      on: SmallRecommender.table(lines, header: "user,film,time"), rating: nil
    ) {
      $0.orderBy = "time"
      $0.epochs = 1
    }
    let histories = (0..<30).map { model.history(of: "u\($0)") }
    #expect(Set(histories).count == 30)
    #expect(histories.allSatisfy { $0 != $0.sorted() && Set($0).count == 10 })
  }

  @Test func theLastOfEqualPairsCounts() async throws {
    let lines = SmallRecommender.lines + ["u0,f0,1.0,5000,a,20"]
    let remarks = Remarks()
    let model = try await SmallRecommender.trained(on: SmallRecommender.table(lines), rating: nil) {
      $0.orderBy = "time"
      $0.epochs = 1
      $0.onRemark = { remarks.add($0) }
    }
    #expect(model.history(of: "u0").last == "f0" && model.history(of: "u0").count == 8)
    #expect(remarks.all.contains("1 of 241 rows hold a pair that comes again later: the last counts"))
  }

  // MARK: cancelling

  @Test func cancellingKeepsTheBestModel() async throws {
    let cancelled = await cancelledInSecondEpoch(RecommenderCancelled.self) { onEpoch in
      try await SmallRecommender.trained {
        $0.epochs = 1_000_000
        $0.onEpoch = onEpoch
      }
    }
    let best = try #require(cancelled?.best)
    #expect(try best.recommendations(for: "u1", count: 3).count == 3)
    let copy = try SmallRecommender.read(SmallRecommender.bytes(best))
    #expect(try copy.recommendations(for: "u1") == best.recommendations(for: "u1"))
  }

  @Test func cancelledBeforeItStarts() async throws {
    let training = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await SmallRecommender.trained()
    }
    let cancelled = await #expect(throws: RecommenderCancelled.self) { try await training.value }
    #expect(cancelled?.best == nil)
  }
}
