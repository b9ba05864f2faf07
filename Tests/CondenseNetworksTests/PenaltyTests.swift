import CondenseCore
import CondenseNetworks
import Testing

/// Embeddings that are drawn to zero as often as they are read.
struct PenaltyTests {
  private static let penalty: Float = 0.5, rate: Float = 0.1

  /// A table of ones; the output is the vector, its target the vector itself, so that only the penalty pulls.
  private func stepped(_ ids: [Int32], penalty: Float = penalty, target: Float = 1) throws -> [Float] {
    let network = try NeuralNetwork { n in
      let y = n.embedding(n.id("id", vocabularySize: 4), dimension: 2, penalty: penalty)
      n.output(n.add([y], name: "y"), loss: .squaredError)
    }
    let plan = try NetworkPlan(network), parameters = try Parameters(for: plan, seed: 1)
    try parameters.set([Float](repeating: 1, count: 8), for: "embedding.id")
    let trainer = try Trainer(
      network, parameters: parameters, optimizer: .sgd(), learningRate: Self.rate, batchSize: ids.count)
    let examples = try Examples(
      columns: ["id": .ids(try IdColumn(ids, vocabularySize: 4))],
      targets: ["target": try .numbers([Float](repeating: target, count: ids.count * 2), width: 2)])
    let loss = try trainer.step(examples, rows: 0..<ids.count)
    // It is no part of the loss.
    #expect(loss == Double((1 - target) * (1 - target)))
    return try trainer.finish().values(of: "embedding.id")
  }

  private func expectClose(_ a: [Float], _ b: [Float], sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(
      a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) < 1e-6 }, "\(a), not \(b)",
      sourceLocation: sourceLocation)
  }

  @Test func aStepByHand() throws {
    // Row 1 is read by three of four examples, row 2 by one: their gradient is λ · 1 · 3/4 and λ · 1 · 1/4.
    let three = 1 - Self.rate * Self.penalty * 0.75, one = 1 - Self.rate * Self.penalty * 0.25
    expectClose(try stepped([1, 1, 2, 1]), [1, 1, three, three, one, one, 1, 1])
    expectClose(try stepped([1, 1, 2, 1], penalty: 0), [Float](repeating: 1, count: 8))
  }

  @Test func itAddsToTheLoss() throws {
    // Squared errors of two numbers, a mean over examples and numbers: each pulls by 2 · (1 − 3) / 2 = −2.
    let pulled = try stepped([3], penalty: 0, target: 3), both = try stepped([3], target: 3)
    expectClose(pulled, [1, 1, 1, 1, 1, 1, 1 + Self.rate * 2, 1 + Self.rate * 2])
    expectClose(zip(pulled, both).map { $0 - $1 }, [0, 0, 0, 0, 0, 0] + [0.05, 0.05])
  }

  /// A pooled vector is drawn as a whole: each of its two ids gets half of it.
  @Test(arguments: [Embedding.Pooling.sum, .mean]) func bags(pooling: Embedding.Pooling) throws {
    let network = try NeuralNetwork { n in
      let y = n.embedding(
        n.bag("bag", vocabularySize: 4), dimension: 1, pooling: pooling, penalty: Self.penalty)
      n.output(n.add([y], name: "y"), loss: .squaredError)
    }
    let plan = try NetworkPlan(network), parameters = try Parameters(for: plan, seed: 1)
    try parameters.set([1, 2, 3, 4], for: "embedding.bag")
    let trainer = try Trainer(
      network, parameters: parameters, optimizer: .sgd(), learningRate: Self.rate, batchSize: 2)
    let y: Float = pooling == .sum ? 6 : 3, share: Float = pooling == .sum ? 1 : 0.5
    let examples = try Examples(
      columns: ["bag": .bags(try BagColumn(offsets: [0, 2, 2], ids: [1, 3], vocabularySize: 4))],
      targets: ["target": try .numbers([y, 0])])
    try trainer.step(examples, rows: 0..<2)
    let pull = Self.rate * Self.penalty * y * share / 2
    expectClose(try trainer.finish().values(of: "embedding.bag"), [1, 2 - pull, 3, 4 - pull])
  }

  @Test func recordsKeepIt() throws {
    let layer = Embedding(dimension: 3, table: "a", initialBound: 0.05, penalty: 0.2)
    let network = try NeuralNetwork { n in
      n.output(
        n.embedding(n.id("id", vocabularySize: 4), dimension: 3, initialBound: 0.05, penalty: 0.2),
        loss: .squaredError)
    }
    let copy = try NetworkRecord(network).network()
    guard case .layer(let found, _) = copy.nodes[1].content, let embedding = found as? Embedding else {
      Issue.record("no embedding")
      return
    }
    #expect(embedding.penalty == layer.penalty && embedding.initialBound == layer.initialBound)
  }
}
