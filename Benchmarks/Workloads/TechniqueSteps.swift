import Condense

/// Steps of training one after another, on two threads, through batches that come again.
final class TechniqueSteps {
  private let trainer: Trainer
  private let examples: Examples
  private let batch: Int
  private let last: String
  private var turn = 0

  /// - Parameter last: the parameter that everything before it shows in.
  init(
    _ network: NeuralNetwork, _ examples: Examples, batch: Int, optimizer: Optimizer,
    embeddingOptimizer: Optimizer? = nil, last: String
  ) throws {
    self.examples = examples
    self.batch = batch
    self.last = last
    trainer = try Trainer(
      network, optimizer: optimizer, embeddingOptimizer: embeddingOptimizer, learningRate: 0.01,
      batchSize: batch, threads: 2)
    // Once through all batches, so that no memory is touched for the first time later on.
    for _ in 0..<examples.count / batch { try step() }
  }

  func step() throws {
    let first = turn * batch % examples.count
    try trainer.step(examples, rows: first..<first + batch)
    turn += 1
  }

  var way: Technique.Way {
    Technique.Way(
      numbers: { try self.trainer.parameters.values(of: self.last) }, bytes: { self.trainer.stateBytes },
      step)
  }

  /// Step T, with `Growth`'s ids.
  static func text(
    vocabulary: Int, ids: [Int32], embeddingOptimizer: Optimizer? = nil
  ) throws -> TechniqueSteps {
    try TechniqueSteps(
      Growth.network(vocabulary: vocabulary), Growth.examples(ids, vocabulary: vocabulary),
      batch: Growth.batch, optimizer: .adagrad(), embeddingOptimizer: embeddingOptimizer,
      last: "dense1.weight")
  }

  /// Dense layers alone, by Adam: 784-512-256-10 is step M.
  static func dense(_ widths: [Int], batch: Int, optimizer: Optimizer = .adam()) throws -> TechniqueSteps {
    try TechniqueSteps(
      network(widths), examples(widths, count: batch * 8), batch: batch, optimizer: optimizer,
      last: "dense\(widths.count - 1).weight")
  }

  static func network(_ widths: [Int]) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      var value = n.numbers("numbers", width: widths[0])
      for place in widths.indices.dropFirst() {
        let isLast = place == widths.count - 1
        value = n.dense(value, units: widths[place], activation: isLast ? .linear : .relu)
      }
      n.output(value, loss: .squaredError)
    }
  }

  static func examples(_ widths: [Int], count: Int) throws -> Examples {
    let random = Philox(seed: 7, purpose: "dense"), targets = widths[widths.count - 1]
    func numbers(_ width: Int, _ high: UInt64) -> [Float] {
      (0..<count * width).map { Philox.unit(random.block(high, UInt64($0))[0]) }
    }
    return try Examples(
      columns: ["numbers": .numbers(NumberColumns(numbers(widths[0], 0), width: widths[0]))],
      targets: ["target": .numbers(numbers(targets, 1), width: targets)])
  }
}
