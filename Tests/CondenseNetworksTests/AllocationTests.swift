import CAllocations
import CondenseCore
import CondenseNetworks
import Testing

/// A step plans its memory once.
struct AllocationTests {
  @Test(.enabled(if: callocations_count() >= 0), arguments: [Optimizer.adam(), .sgd(), .adagrad()])
  func aStepAllocatesNothingAfterTheFirst(optimizer: Optimizer) throws {
    let examples = try ReproducibilityTests.examples()
    let trainer = try Trainer(
      NetworkRecordTests.everything(), optimizer: optimizer, batchSize: 400, threads: 1)
    for _ in 0..<3 { try trainer.step(examples, rows: 0..<400) }
    let before = callocations_count()
    for _ in 0..<100 { try trainer.step(examples, rows: 0..<400) }
    // Adam keeps the numbers of every step, in memory that doubles now and then.
    let most = optimizer == .adam() ? 50 : 0
    #expect(callocations_count() - before <= most, "allocations in 100 steps")
  }

  /// Large vocabularies and wide targets need more room to work in.
  @Test(.enabled(if: callocations_count() >= 0)) func norWithManyIdsAndWideTargets() throws {
    let network = try NeuralNetwork { n in
      let vector = n.embedding(n.id("word", vocabularySize: 50_000), dimension: 100)
      n.output(n.dense(vector, units: 40), loss: .squaredError, name: "numbers")
      n.output(n.dense(vector, units: 200), loss: .softmaxCrossEntropy, name: "classes")
    }
    let examples = try Examples(
      columns: ["word": .ids(try IdColumn((0..<128).map { $0 * 331 }, vocabularySize: 50_000))],
      targets: [
        "numbers": .numbers((0..<128 * 40).map { Float($0 % 7) }, width: 40),
        "classes": .classes((0..<128).map { $0 }),
      ])
    let trainer = try Trainer(network, optimizer: .adagrad(), batchSize: 128, threads: 1)
    let order = (0..<128).map { Int32($0 * 5 % 128) }
    for _ in 0..<2 {
      try trainer.step(examples, rows: 0..<128)
      try trainer.step(examples, order: order, range: 0..<128)
    }
    let before = callocations_count()
    for _ in 0..<20 {
      try trainer.step(examples, rows: 0..<128)
      try trainer.step(examples, order: order, range: 0..<128)
    }
    #expect(callocations_count() == before)
  }

  /// The counter counts.
  @Test(.enabled(if: callocations_count() >= 0)) func allocationsAreSeen() {
    let before = callocations_count()
    let array = [Int](repeating: 1, count: 1000 + Int(before & 1))
    #expect(array.reduce(0, +) >= 1000)
    #expect(callocations_count() > before)
  }
}
