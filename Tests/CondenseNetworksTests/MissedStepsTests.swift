import CondenseCore
import CondenseNetworks
import Testing

/// Optimizers that make up for the steps a row has missed, against a dense layer on one-hot numbers, whose
/// every weight takes every step.
struct MissedStepsTests {
  static let optimizers: [Optimizer] = [
    .adam(), .adam(beta1: 0.5, beta2: 0.9), .adam(beta1: 0.99), .adamW(), .adamW(beta1: 0, decay: 0.1),
    .sgd(momentum: 0.9), .sgd(momentum: 0.99), .sgd(momentum: 0.5),
  ]

  /// Rows 0–3 in every step; 4 in steps 0–9 and again from 260; 5 in the first alone; 6 first in step 150;
  /// 7 never.
  static func id(_ step: Int, _ place: Int) -> Int32 {
    switch place {
    case 4: step < 10 || step >= 260 ? 4 : 0
    case 5: step == 0 ? 5 : 1
    case 6: step >= 150 && step % 50 == 0 ? 6 : 2
    case 7: 3
    default: Int32(place)
    }
  }

  /// What is read between two steps is what `settle()` would make of it, and leaves no trace in what follows.
  @Test(arguments: optimizers) func whatIsReadIsUpToDate(optimizer: Optimizer) throws {
    let network = try NeuralNetwork { n in
      let vector = n.embedding(n.id("word", vocabularySize: 8), dimension: 3)
      n.output(n.dense(vector, units: 1, name: "out"), loss: .squaredError)
    }
    let ids = (0..<60 * 8).map { Self.id($0 / 8, $0 % 8) }
    let examples = try Examples(
      columns: ["word": .ids(try IdColumn(ids, vocabularySize: 8))],
      targets: ["target": .numbers(ids.indices.map { Float($0 * 7 % 11) / 5 - 1 })])
    func trainer() throws -> Trainer {
      try Trainer(network, optimizer: optimizer, learningRate: 0.01, batchSize: 8, threads: 1)
    }
    func step(_ trainer: Trainer, _ steps: Range<Int>) throws {
      for step in steps { try trainer.step(examples, rows: step * 8..<(step + 1) * 8) }
    }
    let name = "embedding.word"
    let looked = try trainer(), settled = try trainer(), alone = try trainer()
    for trainer in [looked, settled, alone] { try step(trainer, 0..<40) }
    let seen = try looked.parameters.values(of: name), copied = try looked.parameters.copy().values(of: name)
    settled.settle()
    #expect(try seen == settled.parameters.values(of: name))
    #expect(copied == seen)
    for trainer in [looked, alone] { try step(trainer, 40..<60) }
    #expect(try looked.finish().values(of: name) == alone.finish().values(of: name))

    // An inference reads the numbers where they stand; so does whoever keeps them after the trainer is gone.
    var gone: Trainer? = try trainer()
    try gone.map { try step($0, 0..<40) }
    let kept = try #require(gone?.parameters)
    gone = nil
    #expect(try kept.values(of: name) == seen)
    let running = try trainer()
    try step(running, 0..<40)
    let inference = try Inference(running.plan, parameters: running.parameters)
    let outputs = try inference.values(of: "word.embedding", examples, rows: 0..<8)
    #expect(outputs == (0..<8).flatMap { seen[Int(ids[$0]) * 3..<Int(ids[$0]) * 3 + 3] })
  }

  @Test(arguments: optimizers, [0, 5, 40]) func gapsLeaveNoTrace(optimizer: Optimizer, more: Int) throws {
    let steps = 260 + more
    let byId = try NeuralNetwork { n in
      let vector = n.embedding(n.id("word", vocabularySize: 8), dimension: 3)
      n.output(n.dense(vector, units: 1, name: "out"), loss: .squaredError)
    }
    let byNumbers = try NeuralNetwork { n in
      let vector = n.dense(n.numbers("word", width: 8), units: 3, bias: false, name: "vector")
      n.output(n.dense(vector, units: 1, name: "out"), loss: .squaredError)
    }
    let ids = (0..<steps * 8).map { Self.id($0 / 8, $0 % 8) }
    let targets = try Examples.Target.numbers(ids.indices.map { Float($0 * 7 % 11) / 5 - 1 })
    let idExamples = try Examples(
      columns: ["word": .ids(try IdColumn(ids, vocabularySize: 8))], targets: ["target": targets])
    let oneHot = ids.flatMap { id in (0..<8).map { $0 == Int(id) ? Float(1) : 0 } }
    let numberExamples = try Examples(
      columns: ["word": .numbers(try NumberColumns(oneHot, width: 8))], targets: ["target": targets])

    let embedding = try Trainer(
      byId, optimizer: optimizer, learningRate: 0.01, batchSize: 8, threads: 1)
    let start = try embedding.parameters.values(of: "embedding.word")
    let dense = try Trainer(byNumbers, optimizer: optimizer, learningRate: 0.01, batchSize: 8, threads: 1)
    try dense.parameters.set(start, for: "vector.weight")
    try dense.parameters.set(embedding.parameters.values(of: "out.weight"), for: "out.weight")
    for step in 0..<steps {
      // The rate changes from step to step: what is made up for is made up for at the rates of its time.
      let factor = 1 - 0.5 * Float(step) / Float(steps)
      let rows = step * 8..<(step + 1) * 8
      let loss = try embedding.step(idExamples, rows: rows, factor: factor)
      let expected = try dense.step(numberExamples, rows: rows, factor: factor)
      #expect(abs(loss - expected) < 1e-4 * max(1, expected), "loss of step \(step)")
    }
    let ours = try embedding.finish().values(of: "embedding.word")
    let theirs = try dense.finish().values(of: "vector.weight")
    let largest = theirs.reduce(0) { max($0, abs($1)) }
    for (place, (a, b)) in zip(ours, theirs).enumerated() {
      #expect(abs(a - b) <= 1e-4 * largest, "row \(place / 3), column \(place % 3)")
    }
    // Rows that were read have moved far more than the tolerance; only decay moves the last.
    for row in 0..<7 {
      #expect((0..<3).contains { abs(ours[row * 3 + $0] - start[row * 3 + $0]) > 10e-4 * largest })
    }
    if case .adamW = optimizer {
      #expect(ours[21...] != start[21...])
    } else {
      #expect(ours[21...] == start[21...])
    }
  }

  /// Rows can be looked at between steps: they are what settling makes of them, and training goes on as if nobody had
  /// looked.
  @Test(arguments: optimizers + [.sgd(), .lazyAdam(), .rowWiseAdagrad()])
  func lookingLeavesNoTrace(optimizer: Optimizer) throws {
    let network = try NeuralNetwork { n in
      let vector = n.embedding(n.id("word", vocabularySize: 8), dimension: 3)
      n.output(n.dense(vector, units: 1, name: "out"), loss: .squaredError)
    }
    let steps = 200, ids = (0..<steps * 8).map { Self.id($0 / 8, $0 % 8) }
    let examples = try Examples(
      columns: ["word": .ids(try IdColumn(ids, vocabularySize: 8))],
      targets: ["target": .numbers(ids.indices.map { Float($0 * 7 % 11) / 5 - 1 })])
    func trained(looking: Bool) throws -> (seen: [Float], rows: [Float]) {
      let trainer = try Trainer(
        network, optimizer: .adam(), embeddingOptimizer: optimizer, learningRate: 0.01, batchSize: 8,
        threads: 1)
      for step in 0..<steps {
        try trainer.step(examples, rows: step * 8..<(step + 1) * 8)
        if looking, step % 7 == 0 { _ = try trainer.rows([7, 4, 5], of: "embedding.word") }
      }
      let seen = try trainer.rows(Array(0..<8), of: "embedding.word")
      return (seen, try trainer.finish().values(of: "embedding.word"))
    }
    let looked = try trained(looking: true)
    #expect(looked.seen == looked.rows)
    #expect(try trained(looking: false) == looked)
  }

  @Test func onlyRowsThatThereAre() throws {
    let network = try NeuralNetwork { n in
      n.output(n.embedding(n.id("word", vocabularySize: 8), dimension: 1), loss: .squaredError)
    }
    let trainer = try Trainer(network)
    let error = #expect(throws: CondenseError.self) { try trainer.rows([3, 8], of: "embedding.word") }
    #expect(error?.message == "'embedding.word' has 8 rows, from 0 on; there is no row 8")
  }
}
