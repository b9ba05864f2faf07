import CondenseCore
import CondenseData
import CondenseNetworks

extension TableTraining {
  /// Learns on from a model of these rows and encoders, whose network may be another one: some passes at a low rate.
  ///
  /// - Returns: the start itself where it was best; nil when the loss stopped being finite.
  package func fineTuned(_ start: Predictor, rate: Float, epochs: Int) throws -> FineTuning? {
    let examples = try plainExamples(setup.trainingPart)
    let held = try setup.judged(encoded, setup.validationPart, idWeights: [:])
    let before = try judge(start.inference, on: held).loss
    guard
      let result = try fineTuning(start, examples, rate: rate, epochs: epochs, steps: nil, on: held)
    else { return nil }
    let loss = result.best?.validationLoss ?? .infinity
    let isBetter = loss < before
    let parameters = isBetter ? result.parameters : start.parameters
    parameters.freeze()
    let model = try measured(start, Inference(start.plan, parameters: parameters), result, rate: rate)
    return FineTuning(
      model: model, loss: min(loss, before), start: start, rate: rate,
      steps: isBetter ? result.steps(for: setup.trainingRows.count, after: setup.trainingRows.count) : 0)
  }

  /// The model of the fine-tuning; where the design asks for it, trained on as long from all rows instead.
  ///
  /// - Throws: `TrainingCancelled` with the model from a part of them.
  package func completed(_ tuning: FineTuning) throws -> Predictor {
    guard setup.learnsAllRows, tuning.steps > 0 else { return tuning.model }
    let rows = 0..<encoded.rows.count
    let steps = tuning.steps * rows.count / max(setup.trainingRows.count, 1)
    let result = try fineTuning(
      tuning.start, plainExamples(rows), rate: tuning.rate, epochs: 1, steps: max(1, steps),
      on: setup.judged(encoded, setup.validationPart, idWeights: [:]))
    guard let result else { return tuning.model }
    if result.wasCancelled { throw TrainingCancelled(best: tuning.model) }
    result.parameters.freeze()
    return tuning.model.with(try Inference(tuning.start.plan, parameters: result.parameters))
  }

  /// Rows whose ids count 1: what they are worth has been multiplied into the vectors already.
  private func plainExamples(_ rows: Range<Int>) throws -> Examples {
    try setup.plain().learned(encoded, rows).examples
  }

  private func fineTuning(
    _ start: Predictor, _ examples: Examples, rate: Float, epochs: Int, steps: Int?, on held: Examples
  ) throws -> TrainingRun.Result? {
    try TrainingRun(
      network: start.plan.network, prepare: { $0.update(from: start.parameters) },
      training: { _ in examples }, trainingCount: examples.count, validationCount: held.count,
      batchSize: setup.batchSize, epochs: epochs, keepsLast: steps != nil, patience: epochs, rate: rate,
      embeddingRate: embeddingRate(rate), optimizer: TrainingSetup.optimizer,
      embeddingOptimizer: TrainingSetup.embeddingOptimizer, seed: setup.seed, threads: setup.threads,
      timeLimit: nil, steps: steps, judge: { try judge($0, on: held) }, isCancelled: isCancelled,
      onEpoch: { _ in }, onProgress: { _ in }
    ).run()
  }

  /// The model of other numbers, made as sure as the held-out rows allow, measured, with all that was run.
  private func measured(
    _ start: Predictor, _ inference: Inference, _ result: TrainingRun.Result, rate: Float
  ) throws -> Predictor {
    let fresh = try model(result, inference, setup, rate: rate, restarts: 0)
    var report = fresh.report
    let (steps, epochs) = (start.report.stepsRun, start.report.curve.count)
    report.curve =
      start.report.curve
      + result.curve.map {
        EpochReport(
          epoch: $0.epoch + epochs, steps: $0.steps + steps, trainingLoss: $0.trainingLoss,
          validationLoss: $0.validationLoss, validation: $0.validation)
      }
    report.bestEpoch = epochs + (result.best?.epoch ?? 0)
    report.steps = steps + result.steps
    report.learningRate = start.report.learningRate
    report.inputs = start.report.inputs
    report.shrinking = ShrinkingReport(
      dataFingerprint: report.dataFingerprint, rows: report.validationRows, keep: nil,
      parameters: start.parameters.count, evaluation: report.validation)
    return fresh.with(inference, report)
  }
}
