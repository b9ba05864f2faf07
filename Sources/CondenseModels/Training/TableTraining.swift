import CondenseCore
import CondenseData
import CondenseNetworks

/// From a table to a model: what `TrainingSetup` decided, run, made as sure as it may be, and measured.
package struct TableTraining {
  /// The share of a time limit that goes to learning from a part, before all rows are learned.
  private static let firstShare = 0.45

  /// What was decided before the first step.
  package private(set) var setup: TrainingSetup
  private let table: Table
  private var options: TrainingOptions
  let isCancelled: @Sendable () -> Bool
  /// The rows to learn from and then those held out.
  let encoded: TableExamples
  private let training: (examples: Examples, idWeights: [String: [Float]])
  private let validation: Examples
  private let judge: Measure
  private let recorder: FilmRecorder?
  private let clock: Stopwatch

  /// Decides, and encodes the rows to learn from and those held out.
  package init(
    _ table: Table, target: String, _ options: TrainingOptions, isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    clock = Stopwatch(options.timeSource)
    self.table = table
    self.options = options
    self.isCancelled = isCancelled
    let setup = try TrainingSetup(table, predicting: target, options)
    self.setup = setup
    recorder = try options.onFilm.map { _ in
      try FilmRecorder(options.filmedColumn, setup.encoder, setup.schema)
    }
    encoded = try setup.encoded()
    // Reading and encoding are done with more than is kept.
    MemoryUse.giveBack()
    training = try setup.learned(encoded, setup.trainingPart)
    validation = try setup.judged(encoded, setup.validationPart, idWeights: training.idWeights)
    judge = try setup.measure(setup.validationRows, setup.scale)
    options.onPlan?(setup.report)
    if let recorder {
      let offersOthers = options.filmedColumn == nil && NamedRows.all(setup.encoder).count > 1
      options.onRemark?(recorder.remark(offersOthers: offersOthers))
    }
  }

  /// The same rows for a network, a learning rate, a number of steps or a time limit of its own, which are all that may
  /// be changed.
  package func redesigned(_ change: (inout TrainingOptions) -> Void) throws -> TableTraining {
    var training = self
    change(&training.options)
    training.setup = try setup.redesigned(training.options)
    return training
  }

  /// Learns at the rate of the options, or a lower one where the loss does not stay finite.
  func run() throws -> Predictor {
    var rate = Float(options.learningRate ?? setup.design.rate)
    var restarts = 0
    while true {
      if let first = try learn(rate: rate) { return try model(first, rate: rate, restarts: restarts) }
      guard restarts < 2 else {
        throw CondenseError(
          .content,
          "the loss was not finite even at a learning rate of \(rate); look for extreme numbers in \(table.name)"
        )
      }
      restarts += 1
      rate /= 4
      options.onRemark?("the loss was not finite; starting again with a learning rate of \(rate)")
    }
  }

  /// Learns from a part of the rows and keeps what was best on those held out.
  ///
  /// - Returns: nil when the loss stopped being finite.
  package func learn(rate: Float) throws -> TrainingRun.Result? { try learn(training, rate: rate) }

  /// The model of what was learned from a part; where the design asks for it, all rows are then learned as long.
  ///
  /// - Throws: `TrainingCancelled` with the best model so far.
  package func model(
    _ first: TrainingRun.Result, rate: Float, restarts: Int = 0
  ) throws -> Predictor {
    try completed(partModel(first, rate: rate, restarts: restarts), after: first, rate: rate)
  }

  /// The model of what was learned from a part; once for each result, whose parameters become the model's.
  package func partModel(_ first: TrainingRun.Result, rate: Float, restarts: Int = 0) throws -> Predictor {
    try model(first, finished(first, training.idWeights), setup, rate: rate, restarts: restarts)
  }

  /// The model of a part with the numbers of a run over all rows, where the design asks for it.
  ///
  /// - Throws: `TrainingCancelled` with the best model so far.
  package func completed(_ part: Predictor, after first: TrainingRun.Result, rate: Float) throws -> Predictor
  {
    var model = part
    var wasCancelled = first.wasCancelled
    var shown = (run: first, loss: setup.schema.task == .classes ? "log loss" : "rmse" as String?)
    if setup.design.learnsAllRows, validation.count > 0, !wasCancelled {
      let all = try setup.learned(encoded, 0..<encoded.rows.count)
      if let second = try learn(all, rate: rate, after: first) {
        wasCancelled = second.wasCancelled
        if !wasCancelled {
          model = model.with(try finished(second, all.idWeights))
          shown = (second, nil)
        }
      }
    }
    if let film = try shown.run.film(of: model.parameters, validationLoss: shown.loss) {
      options.onFilm?(film)
    }
    if wasCancelled { throw TrainingCancelled(best: first.best == nil ? nil : model) }
    return model
  }

  /// - Parameter first: what was learned from a part; all rows are then learned as long.
  private func learn(
    _ rows: (examples: Examples, idWeights: [String: [Float]]), rate: Float,
    after first: TrainingRun.Result? = nil
  ) throws -> TrainingRun.Result? {
    let design = setup.design, examples = rows.examples
    return try TrainingRun(
      network: setup.plan.network, training: { _ in examples }, trainingCount: examples.count,
      validationCount: validation.count, measuredCount: training.examples.count + 2 * validation.count,
      batchSize: setup.batchSize, epochs: setup.epochs,
      keepsLast: first != nil || validation.count == 0, patience: design.patience, rate: rate,
      embeddingRate: embeddingRate(rate), optimizer: TrainingSetup.optimizer,
      embeddingOptimizer: TrainingSetup.embeddingOptimizer, seed: options.seed, threads: setup.threads,
      timeLimit: first == nil
        ? options.timeLimit.map {
          ($0 - options.elapsed - clock.seconds) * (design.learnsAllRows ? Self.firstShare : 1)
        } : nil,
      timeSource: options.timeSource,
      steps: first.map { $0.steps(for: examples.count, after: training.examples.count) } ?? options.steps,
      judge: { inference in
        // Nothing held out: all epochs are run, and nothing is measured meanwhile.
        validation.count == 0 ? (0, Metric(judge.headline, 0)) : try self.judge(inference, on: validation)
      },
      film: recorder.map { $0.scaled(by: rows.idWeights[$0.name]) },
      isCancelled: isCancelled, onEpoch: { if first == nil { options.onEpoch?($0) } },
      onProgress: { options.onProgress?($0) }
    ).run()
  }

  /// The learning rate of embeddings beside one of dense layers.
  func embeddingRate(_ rate: Float) -> Float { rate * Float(setup.design.embeddingRate / setup.design.rate) }

  /// The loss of a network on the rows held out, and the metric to show.
  func judge(_ inference: Inference, on held: Examples) throws -> (loss: Double, metric: Metric) {
    Self.judge(
      try inference.outputs(held, threads: setup.threads), judge, scale: setup.scale,
      classes: setup.schema.classes)
  }

  private func finished(
    _ result: TrainingRun.Result, _ idWeights: [String: [Float]]
  ) throws -> Inference {
    Self.fold(idWeights, into: result.parameters, setup.plan)
    result.parameters.freeze()
    return try Inference(setup.plan, parameters: result.parameters)
  }

  // MARK: after

  /// Multiplies the weights of ids into their rows, so that predictions need none.
  private static func fold(_ weights: [String: [Float]], into parameters: Parameters, _ plan: NetworkPlan) {
    for (name, factors) in weights {
      guard let index = parameters.index(of: "embedding.\(name)") else { continue }
      parameters.scaleRows(at: index, by: factors)
    }
  }

  private static func judge(
    _ outputs: [Float], _ measure: Measure, scale: TargetScale?, classes: [String]
  ) -> (loss: Double, metric: Metric) {
    var outputs = outputs
    Predictor.finish(&outputs, classes: classes.count, sharpness: 1)
    let predictions = Predictions(
      count: classes.isEmpty ? outputs.count : outputs.count / classes.count, classes: classes,
      probabilities: scale == nil ? outputs : [], numbers: scale.map { outputs.map($0.number) } ?? [],
      unknownColumns: [], unknown: [])
    let metrics = measure.metrics(predictions)
    let loss = metrics[classes.isEmpty ? "rmse" : "log_loss"] ?? .nan
    return (
      loss, Metric(measure.headline, metrics[measure.headline] ?? metrics["accuracy"] ?? loss)
    )
  }

  /// The model of what was learned from a part of the rows, made as sure as the held-out ones allow, and measured
  /// on both.
  func model(
    _ result: TrainingRun.Result, _ inference: Inference, _ setup: TrainingSetup, rate: Float, restarts: Int
  ) throws -> Predictor {
    let schema = setup.schema, encoder = setup.encoder, threads = setup.threads
    func model(_ scale: TargetScale?, _ sharpness: Double, _ report: TrainingReport) -> Predictor {
      Predictor(
        schema: schema, reading: table.reading.kept, encoder: encoder, report: report, inference: inference,
        scale: scale, sharpness: sharpness, classShares: setup.classShares)
    }
    var scale = setup.scale, sharpness = 1.0
    let raw = model(scale, 1, .empty)
    let truth = try setup.measure(setup.validationRows, scale)
    // Rows to come may differ from the last ones known: these never make a model surer.
    let most = schema.orderBy == nil ? Double.infinity : 1
    let predictions = try raw.predictions(of: encoded, setup.validationPart, threads: threads)
    if validation.count == 0 {
      // Nothing says how sure the model may be.
    } else if let known = scale {
      let factor = Calibration.shrinkage(
        predictions.numbers.map { $0 - known.mean }, targets: truth.numbers.map { $0 - known.mean },
        weights: truth.weights)
      scale?.deviation *= min(factor, most)
    } else {
      let factor = Calibration.sharpness(
        predictions.probabilities, classes: schema.classes.count, targets: truth.ids, weights: truth.weights)
      sharpness = min(factor, most)
    }
    let calibrated = model(scale, sharpness, .empty)
    func judged(_ part: Range<Int>) throws -> (evaluation: Evaluation, judgement: LabelNoise.Judgement) {
      let rows = Array(encoded.rows[part]), measure = try setup.measure(rows, scale)
      let predictions = try calibrated.predictions(of: encoded, part, threads: threads)
      return (
        rows.isEmpty ? .empty : measure.evaluation(predictions),
        LabelNoise.Judgement(rows: rows, targets: measure.ids, predictions: predictions)
      )
    }
    let learned = try judged(setup.trainingPart), held = try judged(setup.validationPart)
    if schema.task == .classes, encoder.features.contains(where: { $0.image != nil }),
      let remark = LabelNoise.remark(held: held.judgement, learned: learned.judgement)
    {
      options.onRemark?(remark)
    }
    let report = TrainingReport(
      dataFingerprint: table.fingerprint, rows: table.rowCount,
      rowsWithoutTarget: setup.rowsWithoutTarget, trainingRows: setup.trainingRows.count,
      validationRows: setup.validationRows.count, inputs: setup.inputs,
      curve: result.curve, bestEpoch: result.best?.epoch ?? 0, steps: result.steps,
      batchSize: setup.batchSize,
      learningRate: Double(rate), seed: options.seed, restarts: restarts,
      training: learned.evaluation, validation: held.evaluation, choices: TrainingChoices(options))
    return model(scale, sharpness, report)
  }
}
