import CondenseCore

/// Trains the parameters of a network, step by step: the engine that `Predictor.train` runs.
///
/// Not thread-safe; its own threads share the work of a step. The result is a function of network, data,
/// seed and options, not of the number of threads.
public final class Trainer {
  /// The network with its shapes.
  public let plan: NetworkPlan
  /// What is learned; frozen by `finish()`.
  public let parameters: Parameters
  /// Learning rate of everything but embeddings.
  public var learningRate: Float
  /// Learning rate of embeddings.
  public var embeddingLearningRate: Float
  private let engine: TrainingEngine
  /// Held, so that no other examples can come to stand at its address.
  private var checked: Examples?
  private let optimizer: Optimizer
  private let embeddingOptimizer: Optimizer
  private var stepCount = 0
  /// Why no more steps can be taken.
  private var failure: CondenseError?

  /// - Parameters:
  ///   - parameters: to start from; nil for fresh ones by `seed`.
  ///   - optimizer: for dense layers and everything small.
  ///   - embeddingOptimizer: for embeddings; nil for the same.
  ///   - batchSize: the most examples of one step.
  ///   - threads: nil for as many as the machine gives.
  /// - Throws: `CondenseError`: options that make no sense, no memory, or frozen parameters.
  public init(
    _ network: NeuralNetwork, parameters: Parameters? = nil, optimizer: Optimizer = .adam(),
    embeddingOptimizer: Optimizer? = nil, learningRate: Float = 1e-3,
    embeddingLearningRate: Float? = nil, batchSize: Int = 256, seed: UInt64 = 1, threads: Int? = nil
  ) throws {
    guard batchSize > 0, batchSize <= 1 << 24 else {
      throw CondenseError(.usage, "a batch of \(batchSize) examples; it goes from 1 to \(1 << 24)")
    }
    self.optimizer = optimizer
    self.embeddingOptimizer = embeddingOptimizer ?? optimizer
    try optimizer.check()
    try self.embeddingOptimizer.check()
    if case .rowWiseAdagrad = optimizer {
      throw CondenseError(.usage, "row-wise Adagrad is for embeddings; use `.adagrad()` for dense layers")
    }
    plan = try NetworkPlan(network)
    self.parameters = try parameters ?? Parameters(for: plan, seed: seed)
    guard self.parameters.plans == plan.parameters else {
      throw CondenseError(.content, "these parameters belong to another network")
    }
    self.learningRate = learningRate
    self.embeddingLearningRate = embeddingLearningRate ?? learningRate
    engine = try TrainingEngine(
      plan, parameters: self.parameters, optimizer: optimizer,
      rowOptimizer: self.embeddingOptimizer, batchSize: batchSize, seed: seed,
      threads: try Processors.threads(threads))
    try self.parameters.claim(by: engine)
    try checkRates(factor: 1)
  }

  /// One step over a run of examples.
  ///
  /// - Parameter factor: multiplies both learning rates in this step.
  /// - Returns: the loss before the step, a mean over the batch.
  /// - Throws: `CondenseError` when rows or rates make no sense, and when the loss is not finite: it names the step and
  ///   the parameter or layer, and this trainer takes no further steps.
  @discardableResult
  public func step(_ examples: Examples, rows: Range<Int>, factor: Float = 1) throws -> Double {
    guard rows.lowerBound >= 0, rows.upperBound <= examples.count else {
      throw CondenseError(.usage, "rows \(rows) of \(examples.count) examples")
    }
    return try finiteStep(examples, .range(rows), factor)
  }

  /// One step over the examples `order[range]`, which must be numbers of examples.
  @discardableResult
  public func step(
    _ examples: Examples, order: [Int32], range: Range<Int>, factor: Float = 1
  ) throws -> Double {
    try checkOrder(examples, order, range)
    return try order.withUnsafeBufferPointer {
      try finiteStep(examples, .listed(UnsafeBufferPointer(rebasing: $0[range])), factor)
    }
  }

  /// The same; a loss that is not finite is handed back.
  package func attempt(
    _ examples: Examples, order: [Int32], range: Range<Int>, factor: Float
  ) throws -> Double {
    try checkOrder(examples, order, range)
    return try order.withUnsafeBufferPointer {
      try step(examples, .listed(UnsafeBufferPointer(rebasing: $0[range])), factor)
    }
  }

  private func checkOrder(_ examples: Examples, _ order: [Int32], _ range: Range<Int>) throws {
    guard range.lowerBound >= 0, range.upperBound <= order.count,
      order[range].allSatisfy({ $0 >= 0 && Int($0) < examples.count })
    else {
      throw CondenseError(.usage, "rows \(range) of an order of \(order.count)")
    }
  }

  private func checkRates(factor: Float) throws(CondenseError) {
    for (name, rate, optimizer) in [
      ("learning rate", learningRate, optimizer),
      ("learning rate of embeddings", embeddingLearningRate, embeddingOptimizer),
    ] {
      guard rate >= 0, rate.isFinite else {
        throw CondenseError(.usage, "the \(name) is \(rate); rates are finite and not negative")
      }
      guard optimizer.decayShare(rate: rate * factor) < 1 else {
        throw CondenseError(
          .usage, "the \(name) is \(rate * factor), and with it a step decays weights to nothing")
      }
    }
    guard factor >= 0, factor.isFinite else {
      throw CondenseError(.usage, "the factor of a step is \(factor); it is finite and not negative")
    }
  }

  private func finiteStep(
    _ examples: Examples, _ selection: RowSelection, _ factor: Float
  ) throws -> Double {
    let loss = try step(examples, selection, factor)
    guard !loss.isFinite else { return loss }
    let error = CondenseError(
      .content,
      "the loss of step \(stepCount) is \(loss.isNaN ? "nan" : "\(loss)"): \(try engine.culprit(examples, selection)); a lower learning rate may"
        + " help")
    failure = error
    throw error
  }

  private func step(_ examples: Examples, _ selection: RowSelection, _ factor: Float) throws -> Double {
    if checked !== examples {
      try examples.check(against: plan, needsTargets: true)
      checked = examples
    }
    guard selection.count > 0, selection.count <= engine.batchSize else {
      throw CondenseError(
        .usage, "a step over \(selection.count) examples; this trainer takes 1 to \(engine.batchSize)")
    }
    guard !parameters.isFrozen else {
      throw CondenseError(.usage, "this trainer has finished")
    }
    if let failure {
      throw CondenseError(.usage, "this trainer has stopped: \(failure.message)")
    }
    try checkRates(factor: factor)
    stepCount += 1
    do {
      return try engine.run(
        examples, selection, rate: learningRate * factor, rowRate: embeddingLearningRate * factor)
    } catch let error as CondenseError {
      failure = error
      throw error
    }
  }

  /// Makes up for steps that rows of embeddings have missed, in place. Whoever reads `parameters` need not call it.
  public func settle() { engine.settle() }

  /// Rows of a parameter, one after another, as `settle()` would have them: to look at between two steps without a trace
  /// in what follows.
  ///
  /// - Throws: `CondenseError` of kind `usage` when there is no such parameter or row.
  public func rows(_ ids: [Int], of name: String) throws -> [Float] {
    let index = try parameters.place(of: name), count = parameters.plans[index].rows
    if let id = ids.first(where: { !(0..<count).contains($0) }) {
      throw CondenseError(.usage, "'\(name)' has \(count) rows, from 0 on; there is no row \(id)")
    }
    return engine.settledRows(ids, of: index)
  }

  /// Ends training: the parameters are frozen and may be shared.
  public func finish() -> Parameters {
    parameters.freeze()
    return parameters
  }

  /// Bytes of optimizer state.
  public var stateBytes: Int { engine.stateBytes }
}
