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

  /// A caller's workspace: no memory for a row, and the same bits as among many.
  @Test(.enabled(if: callocations_count() >= 0)) func aPredictionAllocatesNothingAfterTheFirst() throws {
    let network = try NetworkRecordTests.everything()
    let plan = try NetworkPlan(network)
    let inference = try Inference(plan, parameters: try Parameters(for: plan, seed: 3))
    let count = 50
    let from = (0..<count).map { Int32($0 % 20) }, to = (0..<count).map { Int32($0 * 7 % 20) }
    let words = (0..<count * 4).map { Int32($0 * 11 % 40) }, weights = words.map { Float($0) / 16 }
    let recent = (0..<count * 3).map { Int32($0 * 5 % 9) }
    let x = (0..<count * 4).map { Float($0 * 13 % 31) / 8 - 2 }
    let together = try inference.outputs(
      try Examples(columns: [
        "from": .ids(try IdColumn(from, vocabularySize: 20)),
        "to": .ids(try IdColumn(to, vocabularySize: 20)),
        "words": .bags(
          try BagColumn(
            offsets: (0...count).map { Int64($0 * 4) }, ids: words, weights: weights, vocabularySize: 40)),
        "recent": .ids(try IdColumn(recent, perExample: 3, vocabularySize: 9)),
        "x": .numbers(try NumberColumns(x, width: 4)),
      ]))
    let workspace = try inference.makeWorkspace(rows: 1)
    var alone = [Float](repeating: 0, count: count * 3), one: [Float] = [0, 0, 0]
    func predict(_ row: Int) throws {
      try workspace.set(ids: from.span.extracting(row..<row + 1), of: "from")
      try workspace.set(ids: to.span.extracting(row..<row + 1), of: "to")
      let bag = row * 4..<row * 4 + 4
      try workspace.set(bag: words.span.extracting(bag), weights: weights.span.extracting(bag), of: "words")
      try workspace.set(ids: recent.span.extracting(row * 3..<row * 3 + 3), of: "recent")
      try workspace.set(numbers: x.span.extracting(bag), of: "x")
      var output = one.mutableSpan
      try inference.output(of: workspace, into: &output)
      for i in 0..<3 { alone[row * 3 + i] = one[i] }
    }
    try predict(0)
    let before = callocations_count()
    for row in 1..<count { try predict(row) }
    #expect(callocations_count() == before)
    #expect(alone.map(\.bitPattern) == together.map(\.bitPattern))
  }

  /// The counter counts.
  @Test(.enabled(if: callocations_count() >= 0)) func allocationsAreSeen() {
    let before = callocations_count()
    let array = [Int](repeating: 1, count: 1000 + Int(before & 1))
    #expect(array.reduce(0, +) >= 1000)
    #expect(callocations_count() > before)
  }
}
