import CondenseCore
import CondenseNetworks

/// One run of training over encoded examples: shuffles, steps, validates after every epoch, keeps the best.
package struct TrainingRun {
  let network: NeuralNetwork
  /// What measuring a row takes, as a part of learning from it.
  private static let measuringShare = 0.3

  /// Changes what the network starts from, nil for nothing.
  var prepare: ((Parameters) throws -> Void)?
  /// The examples of an epoch, counted from 1: as many as in every other.
  let training: (_ epoch: Int) throws -> Examples
  let trainingCount: Int
  /// Whether each epoch takes its examples in another order, rather than in theirs.
  var shuffles = true
  /// The number of validation rows, for the time that looking at them takes.
  let validationCount: Int
  /// Rows that are measured once the run is over, within its time limit.
  var measuredCount = 0
  let batchSize: Int
  let epochs: Int
  /// Whether all steps are run and the last numbers kept, whatever their loss: for rows that were validated on.
  var keepsLast = false
  /// Epochs without a better validation loss before the run stops.
  let patience: Int
  let rate: Float
  let embeddingRate: Float
  let optimizer: Optimizer
  let embeddingOptimizer: Optimizer
  let seed: UInt64
  let threads: Int
  let timeLimit: Double?
  /// What the time limit is counted by.
  var timeSource = TimeSource.monotonic
  let steps: Int?
  /// The loss on validation rows and the metric to show.
  let judge: (Inference) throws -> (loss: Double, metric: Metric)
  /// What is filmed meanwhile; not begun.
  var film: FilmRecorder?
  let isCancelled: @Sendable () -> Bool
  let onEpoch: (EpochReport) -> Void
  let onProgress: (TrainingProgress) -> Void

  /// What a run came to.
  package struct Result {
    /// Not frozen yet.
    package var parameters: Parameters
    package var curve: [EpochReport]
    package var best: EpochReport?
    /// Steps that were planned.
    package var steps: Int
    package var wasCancelled: Bool
    var stateBytes: Int
    var recorder: FilmRecorder?

    /// What was filmed, up to the parameters that were kept.
    ///
    /// - Parameters:
    ///   - parameters: as the model has them.
    ///   - loss: the name of the validation loss; nil where the rows that validate were learned from.
    func film(of parameters: Parameters, validationLoss loss: String?) throws -> TrainingFilm? {
      try recorder?.film(
        of: parameters, at: best?.steps,
        validation: loss == nil
          ? [] : curve.map { TrainingFilm.Loss(step: $0.steps, value: $0.validationLoss) },
        validationName: loss ?? "")
    }

    /// The steps in which as much is learned from all rows: those to the best epoch, for so many more examples.
    func steps(for count: Int, after learned: Int) -> Int {
      max(1, (best?.steps ?? steps) * count / max(learned, 1))
    }
  }

  /// - Returns: nil when the loss stopped being finite.
  func run() throws -> Result? {
    let clock = Stopwatch(timeSource)
    let trainer = try Trainer(
      network, optimizer: optimizer, embeddingOptimizer: embeddingOptimizer, learningRate: rate,
      embeddingLearningRate: embeddingRate, batchSize: batchSize, seed: seed, threads: threads)
    var plan = StepPlan(
      rows: trainingCount, batchSize: batchSize, epochs: epochs, steps: steps)
    try prepare?(trainer.parameters)
    var film = film
    try film?.start(trainer)
    let inference = try Inference(trainer.plan, parameters: trainer.parameters)
    // The best so far, once steps are taken from there.
    var best: Parameters?, bestReport: EpochReport?, isBest = false
    var curve: [EpochReport] = []
    let random = Philox(seed: seed, purpose: "shuffle")
    var step = 0, worse = 0
    var cancelled = false
    var epoch = 0
    var validationSeconds = 0.0

    while step < plan.steps, keepsLast || worse < patience, !cancelled {
      epoch += 1
      if isBest, !keepsLast {
        if let best { best.update(from: trainer.parameters) } else { best = try trainer.parameters.copy() }
      }
      let training = try training(epoch)
      let order =
        shuffles
        ? random.permutation(count: training.count, round: UInt64(epoch))
        : (0..<Int32(training.count)).map(\.self)
      let first = step
      var loss = 0.0, rows = 0
      while step < plan.steps, rows < training.count {
        if isCancelled() {
          cancelled = true
          break
        }
        let end = min(rows + batchSize, training.count)
        let value = try trainer.attempt(
          training, order: order, range: rows..<end, factor: plan.factor(step))
        guard value.isFinite else { return nil }
        try film?.record(trainer, loss: value)
        loss += value * Double(end - rows)
        rows = end
        step += 1
        if step == StepPlan.probe, let timeLimit, steps == nil {
          let perStep = clock.seconds / Double(step),
            perRow = Self.measuringShare * perStep / Double(batchSize)
          plan.fit(
            secondsPerStep: perStep
              * (1 + Self.measuringShare * Double(validationCount) / Double(training.count)),
            secondsLeft: 0.9 * timeLimit - clock.seconds - perRow * Double(measuredCount))
        }
        if step & 15 == 0 {
          let seconds = clock.seconds
          onProgress(
            TrainingProgress(
              epoch: epoch, epochs: plan.epochs, share: Double(rows) / Double(training.count),
              loss: loss / Double(rows),
              rowsPerSecond: Double(step * batchSize) / max(seconds - validationSeconds, 1e-9),
              secondsLeft: seconds / Double(step) * Double(plan.steps - step)))
        }
      }
      guard step > first else { break }
      trainer.settle()
      let before = clock.seconds
      let (validationLoss, metric) = try judge(inference)
      validationSeconds += clock.seconds - before
      guard validationLoss.isFinite else { return nil }
      let report = EpochReport(
        epoch: epoch, steps: step, trainingLoss: loss / Double(max(rows, 1)),
        validationLoss: validationLoss, validation: metric)
      curve.append(report)
      isBest = keepsLast || validationLoss < bestReport?.validationLoss ?? .infinity
      if isBest {
        bestReport = report
        worse = 0
      } else {
        worse += 1
      }
      onEpoch(report)
    }
    return Result(
      parameters: isBest ? trainer.parameters : best ?? trainer.parameters, curve: curve, best: bestReport,
      steps: plan.steps, wasCancelled: cancelled,
      stateBytes: trainer.stateBytes, recorder: film)
  }
}
