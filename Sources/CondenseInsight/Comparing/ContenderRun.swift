import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// One contender learned at several rates, the best of them on the rows held out made a model and timed.
struct ContenderRun {
  /// What rates are multiplied with.
  private static let rates: [Float] = [1 / 3, 1, 3]
  /// Rows that are predicted one by one, for the time.
  private static let timedRows = 1000

  let edit: ContenderEdit
  let setup: TrainingSetup
  let model: Predictor
  let trials: [ContenderTrial]
  let rate: Double
  let seconds: Double
  let secondsPerEpoch: Double
  let memoryBytes: Int?
  let microsecondsPerPrediction: Double

  /// - Throws: `CondenseError` of kind `content` when no rate gives a finite loss; `CancellationError`.
  init(
    _ edit: ContenderEdit, on table: Table, predicting target: String, test: Table,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    self.edit = edit
    let memory = MemoryUse()
    let training = try TableTraining(table, target: target, edit.options, isCancelled: isCancelled)
    setup = training.setup
    var best: (result: TrainingRun.Result, trial: ContenderTrial)?
    var trials: [ContenderTrial] = []
    for factor in Self.rates {
      let rate = Float(edit.options.learningRate ?? setup.learningRate) * factor
      let clock = Stopwatch()
      guard let result = try training.learn(rate: rate) else { continue }
      if isCancelled() { throw CancellationError() }
      guard let report = result.best else { continue }
      let trial = ContenderTrial(
        rate: Double(rate), validationLoss: report.validationLoss, validationMetric: report.validation.value,
        epochs: result.curve.count, bestEpoch: report.epoch, seconds: clock.seconds)
      trials.append(trial)
      if trial.validationLoss < best?.trial.validationLoss ?? .infinity { best = (result, trial) }
    }
    guard let best else {
      throw CondenseError(
        .content,
        "\(edit.name): the loss was not finite at any rate; look for extreme numbers in \(table.name)")
    }
    let clock = Stopwatch()
    do {
      model = try training.model(best.result, rate: Float(best.trial.rate))
    } catch is TrainingCancelled {
      throw CancellationError()
    }
    seconds = best.trial.seconds + (setup.learnsAllRows ? clock.seconds : 0)
    secondsPerEpoch = best.trial.seconds / Double(max(best.trial.epochs, 1))
    rate = best.trial.rate
    memoryBytes = memory?.peakBytes
    self.trials = trials
    microsecondsPerPrediction = try Self.time(model, test)
  }

  /// Rows predicted one at a time: the median of three rounds, in microseconds a row.
  private static func time(_ model: Predictor, _ table: Table) throws -> Double {
    let columns = try model.encoder.columns.map { try table.column(named: $0) }
    let rows = (0..<min(table.rowCount, timedRows)).map { row in
      Dictionary(uniqueKeysWithValues: columns.map { ($0.name, $0.cell(row)) })
    }
    let workspace = try model.makeWorkspace()
    let rounds = try (0..<3).map { _ in
      let clock = Stopwatch()
      for row in rows { _ = try model.prediction(for: row, using: workspace) }
      return clock.seconds
    }
    return rounds.sorted()[1] / Double(max(rows.count, 1)) * 1e6
  }
}
