import CondenseCore
import CondenseNetworks
import Testing

/// Whole runs of training beside PyTorch's: losses before each step, weights after the last.
struct TrajectoryTests {
  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
  }

  private func norm(_ a: [Float]) -> Double { distance(a, a.map { _ in 0 }) }

  @Test func allFixturesAreThere() { #expect(Fixture.names.count >= 20) }

  @Test(arguments: Fixture.names, [1, 2]) func agreesWithPyTorch(name: String, threads: Int) throws {
    let fixture = try Fixture(named: name)
    let plan = try NetworkPlan(fixture.makeNetwork())
    let parameters = try Parameters(for: plan, seed: 1)
    for (name, values) in fixture.initial { try parameters.set(values, for: name) }
    let trainer = try Trainer(
      plan.network, parameters: parameters, optimizer: Fixture.optimizer(fixture.optimizer),
      embeddingOptimizer: Fixture.optimizer(fixture.embeddingOptimizer), learningRate: fixture.rate,
      batchSize: fixture.batchSize, threads: threads)
    let examples = try fixture.examples
    #expect(fixture.steps >= 20)
    for step in 0..<fixture.steps {
      let loss = try trainer.step(
        examples, rows: step * fixture.batchSize..<(step + 1) * fixture.batchSize)
      let expected = fixture.losses[step]
      #expect(abs(loss - expected) <= 1e-4 * max(abs(expected), 0.1), "loss of step \(step)")
    }
    let trained = trainer.finish()
    #expect(Set(trained.plans.map(\.name)) == Set(fixture.final.keys))
    for (name, expected) in fixture.final {
      let ours = try trained.values(of: name)
      try #require(ours.count == expected.count)
      #expect(distance(ours, expected) <= 1e-4 * norm(expected), "'\(name)' as a whole")
      let largest = expected.reduce(0) { max($0, abs($1)) }
      for (place, (a, b)) in zip(ours, expected).enumerated() {
        #expect(abs(a - b) <= 1e-4 * largest, "'\(name)' at \(place)")
      }
      // Agreement means something only where training has moved the numbers by much more.
      // (A bias in front of a batch normalisation is taken out again with the mean: nothing can move it.)
      let moves = fixture.network != "regression:batchNormalize" || name != "dense1.bias"
      if moves, let start = fixture.initial[name] {
        #expect(distance(expected, start) >= 0.02 * norm(expected), "'\(name)' has hardly moved")
      }
    }
    if let expected = fixture.evaluation {
      let output = try Inference(plan, parameters: trained).values(
        of: "dense2", examples, rows: 0..<fixture.batchSize)
      #expect(distance(output, expected) <= 1e-4 * norm(expected))
    }
  }

  /// The fixtures hold what they are for: rows that come back after a long time, and rows never read.
  @Test func someRowsAreMissedAndSomeNeverRead() throws {
    let fixture = try Fixture(named: "categories-adam")
    let ids = try #require(fixture.ids["city"])
    let readings = (0..<30).map { id in ids.indices.filter { ids[$0] == Int32(id) }.map { $0 / 8 } }
    #expect(readings[15..<20].allSatisfy { $0.first == 0 && $0.last == 23 && $0[1] + 15 < $0[2] })
    #expect(readings[20...].allSatisfy { $0.isEmpty })
    let start = try #require(fixture.initial["embedding.city"])
    let end = try #require(fixture.final["embedding.city"])
    #expect(start[100...] == end[100...])
    let decayed = try #require(try Fixture(named: "categories-adamW").final["embedding.city"])
    #expect(start[100...] != decayed[100...])
  }
}
