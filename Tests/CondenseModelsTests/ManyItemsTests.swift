import CondenseCore
import CondenseData
import CondenseModels
import Testing

/// Catalogues so large that a step looks at some of the items.
@Suite struct ManyItemsTests {
  @Test func drawsFollowTheRootOfTheCounts() {
    let counts: [Double] = [7, 0, 1, 4, 30, 99]
    let draws = ItemDraws(counts: counts), random = Philox(seed: 5, purpose: "draws")
    let times = 200_000
    var found = [Double](repeating: 0, count: counts.count)
    for place in 0..<times { found[Int(draws.draw(random.block(0, UInt64(place))))] += 1 }
    #expect(found[0] == 0)
    let roots = counts.dropFirst().map { ($0 + 0.5).squareRoot() }, total = roots.reduce(0, +)
    for (item, root) in zip(1..., roots) {
      let chance = root / total, spread = (Double(times) * chance * (1 - chance)).squareRoot()
      #expect(abs(found[item] - Double(times) * chance) < 4 * spread, "item \(item)")
      #expect(abs(Double(draws.logChances[item]) - Elementary.log(chance)) < 1e-6)
    }
    #expect(draws.draw(SIMD4(repeating: 0)) == 1 && draws.draw(SIMD4(repeating: .max)) == 5)
  }

  @Test(arguments: [nil, "time"]) func whatFitsIsFound(order: String?) async throws {
    func trained(threads: Int) async throws -> Recommender {
      try await SmallRecommender.trained(rating: nil) {
        $0.mostItemsOfAStep = 10
        $0.epochs = 60
        $0.orderBy = order
        $0.threads = threads
      }
    }
    let model = try await trained(threads: 2)
    // Two of the ten films of a user's group are left.
    let right = try (0..<30).count { user in
      let left = Set((8..<10).map { "f\(SmallRecommender.film(user, $0))" })
      return try Set(model.recommendations(for: "u\(user)", count: 2).map(\.item)) == left
    }
    #expect(right >= (order == nil ? 30 : 20), "\(right) of 30")
    let vectors = try model.vectors(in: "film").vectors
    let other = try await trained(threads: 3)
    #expect(try vectors == other.vectors(in: "film").vectors, "the same bits on any number of threads")
  }

  @Test func strangersGetWhatIsPopular() async throws {
    // Of 24 films, f0 to f4 are chosen by nearly all.
    let lines = (0..<40).flatMap { user in
      (0..<5).map { "u\(user),f\($0)" } + ["u\(user),f\(5 + user % 19)"]
    }
    let table = SmallRecommender.table(lines, header: "user,film")
    let model = try await SmallRecommender.trained(on: table, rating: nil) { $0.mostItemsOfAStep = 10 }
    let all = try model.recommendations(for: "nobody", count: 24)
    #expect(Set(all.prefix(5).map(\.item)) == ["f0", "f1", "f2", "f3", "f4"])
    // Scores differ as logarithms of how often items are chosen, 40 and 2.1 times: by 2.9.
    func mean(_ part: ArraySlice<Recommendation>) -> Float {
      part.reduce(0) { $0 + $1.score } / Float(part.count)
    }
    let gap = mean(all[..<5]) - mean(all[5...])
    #expect(abs(gap - 2.9) < 0.7, "the chance of being drawn is taken out again: \(gap)")
  }
}
