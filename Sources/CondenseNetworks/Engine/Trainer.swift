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
    if case .rowWiseAdagrad = optimizer {
      throw CondenseError(.usage, "row-wise Adagrad is for embeddings; use `.adagrad()` for dense layers")
    }
    plan = try NetworkPlan(network)
    self.parameters = try parameters ?? Parameters(for: plan, seed: seed)
    guard !self.parameters.isFrozen else {
      throw CondenseError(.usage, "these parameters belong to a finished model; train a `copy()`")
    }
    guard self.parameters.plans == plan.parameters else {
      throw CondenseError(.content, "these parameters belong to another network")
    }
    self.learningRate = learningRate
    self.embeddingLearningRate = embeddingLearningRate ?? learningRate
    engine = try TrainingEngine(
      plan, parameters: self.parameters, optimizer: optimizer,
      rowOptimizer: embeddingOptimizer ?? optimizer, batchSize: batchSize, seed: seed,
      threads: max(1, threads ?? Processors.available))
  }

  /// One step over a run of examples.
  ///
  /// - Parameter factor: multiplies both learning rates in this step.
  /// - Returns: the loss before the step, a mean over the batch.
  @discardableResult
  public func step(_ examples: Examples, rows: Range<Int>, factor: Float = 1) throws -> Double {
    guard rows.lowerBound >= 0, rows.upperBound <= examples.count else {
      throw CondenseError(.usage, "rows \(rows) of \(examples.count) examples")
    }
    return try step(examples, .range(rows), factor)
  }

  /// One step over the examples `order[range]`, which must be numbers of examples.
  @discardableResult
  public func step(
    _ examples: Examples, order: [Int32], range: Range<Int>, factor: Float = 1
  ) throws -> Double {
    guard range.lowerBound >= 0, range.upperBound <= order.count,
      order[range].allSatisfy({ $0 >= 0 && Int($0) < examples.count })
    else {
      throw CondenseError(.usage, "rows \(range) of an order of \(order.count)")
    }
    return try order.withUnsafeBufferPointer {
      try step(examples, .listed(UnsafeBufferPointer(rebasing: $0[range])), factor)
    }
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
    return try engine.run(
      examples, selection, rate: learningRate * factor, rowRate: embeddingLearningRate * factor)
  }

  /// Makes up for steps that rows of embeddings have missed; before their numbers are looked at.
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
    settle()
    parameters.freeze()
    return parameters
  }

  /// Bytes of optimizer state.
  public var stateBytes: Int { engine.stateBytes }
}
