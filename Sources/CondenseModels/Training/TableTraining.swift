import CondenseCore
import CondenseData
import CondenseNetworks

/// From a table to a model: schema, split, encoders, network, run.
struct TableTraining {
  /// Fewer rows than this teach nothing that could be checked.
  private static let fewestRows = 10
  /// The share of a time limit that goes to learning from a part, before all rows are learned.
  private static let firstShare = 0.45

  private let table: Table
  private let target: String
  private let options: TrainingOptions
  private let isCancelled: @Sendable () -> Bool
  private let threads: Int

  init(
    _ table: Table, target: String, _ options: TrainingOptions, isCancelled: @escaping @Sendable () -> Bool
  ) {
    self.table = table
    self.target = target
    self.options = options
    self.isCancelled = isCancelled
    threads = max(1, options.threads ?? Processors.available)
  }

  func run() throws -> Predictor {
    let clock = Stopwatch()
    let schema = try options.schema(for: table, predicting: target)
    let targets = TargetEncoder(schema)
    let usable = try targets.usableRows(of: table)
    guard usable.count >= Self.fewestRows else {
      throw CondenseError(
        .content,
        "\(table.name) has \(usable.count) row\(usable.count == 1 ? "" : "s") with a '\(target)'; at least"
          + " \(Self.fewestRows) are needed to learn and to check what was learned")
    }
    let missing = try table.column(named: target).missingCount
    if missing > 0 {
      options.onRemark?(
        "\(missing) of \(Count.of(table.rowCount, "row", "rows")) \(missing == 1 ? "has" : "have") no"
          + " '\(target)': left out")
    }
    let others = table.rowCount - usable.count - missing
    if others > 0 {
      options.onRemark?(
        "\(others) of \(Count.of(table.rowCount, "row", "rows")) \(others == 1 ? "holds" : "hold") a '\(target)'"
          + " that is none of the schema's classes: left out")
    }
    for remark in schema.remarks { options.onRemark?(remark) }
    let (trainingRows, validationRows) = try split(usable, orderBy: schema.orderBy)
    var encoding = EncoderOptions()
    encoding.text = options.text
    // Pairs tell more finely what was; of later rows they told no more than the values alone.
    encoding.crosses = schema.orderBy == nil
    let encoder = try TableEncoder.fit(
      schema, to: table, rows: trainingRows, options: encoding, threads: threads)
    guard !encoder.features.isEmpty else {
      let reasons = schema.columns.prefix(6).map { "'\($0.name)' (\($0.reason))" }
      throw CondenseError(
        .content,
        "no column of \(table.name) is left to learn '\(target)' from"
          + (reasons.isEmpty ? "" : ": \(reasons.joined(separator: ", "))")
          + "; add one that differs from row to row, or keep one with --as COLUMN=KIND")
    }

    let crossed = encoder.features.compactMap(\.crossed).map { $0.joined(separator: " × ") }
    if !crossed.isEmpty {
      options.onRemark?("pairs of values with rows enough speak too: \(crossed.joined(separator: ", "))")
    }

    let design = NetworkDesign(rows: trainingRows.count, features: encoder.features)
    let classes = schema.classes.count
    let network = try design.network(
      encoder.features, outputs: max(classes, 1),
      loss: schema.task == .classes ? .softmaxCrossEntropy : .squaredError)
    let scale =
      schema.task == .regression
      ? TargetScale(try targets.numbers(of: table, rows: trainingRows)) : nil
    func prepared(_ rows: [Int]) throws -> (examples: Examples, idWeights: [String: [Float]]) {
      let encoded = try encoder.encode(table, rows: rows, threads: threads)
      let idWeights = try idWeights(encoded, encoder.features, schema, rows)
      return (try examples(encoded, encoder, schema, scale, rows, idWeights, hidesSome: true), idWeights)
    }
    let training = try prepared(trainingRows)
    let validation = try examples(
      encoder.encode(table, rows: validationRows, threads: threads), encoder, schema, scale, validationRows,
      training.idWeights, hidesSome: false)
    let shares = try classShares(schema, trainingRows)
    let judge = try Measure(
      schema: schema, scale: scale, classShares: shares, table: table, rows: validationRows)
    let plan = try NetworkPlan(network)
    let batchSize = options.batchSize ?? design.batchSize
    let epochs = options.epochs ?? design.epochs
    let inputs = design.inputs(encoder.features, outputs: max(classes, 1))
    options.onPlan?(
      TrainingPlan(
        schema: schema, features: encoder.features, inputs: inputs, trainingRows: trainingRows.count,
        validationRows: validationRows.count, parameters: plan.parameters.reduce(0) { $0 + $1.count },
        epochs: epochs, batchSize: batchSize))

    /// - Parameter first: what was learned from a part; all rows are then learned as long.
    func run(
      _ examples: Examples, rate: Float, after first: TrainingRun.Result? = nil
    ) throws -> TrainingRun.Result? {
      try TrainingRun(
        network: network, training: { _ in examples }, trainingCount: examples.count,
        validationCount: validation.count,
        batchSize: batchSize, epochs: epochs, keepsLast: first != nil, patience: design.patience,
        rate: rate, embeddingRate: rate * Float(design.embeddingRate / design.rate), optimizer: .adam(),
        embeddingOptimizer: .lazyAdam(), seed: options.seed, threads: threads,
        timeLimit: first == nil
          ? options.timeLimit.map {
            ($0 - options.elapsed - clock.seconds) * (design.learnsAllRows ? Self.firstShare : 1)
          } : nil,
        steps: first.map { $0.steps(for: examples.count, after: trainingRows.count) } ?? options.steps,
        judge: {
          Self.judge(
            try $0.outputs(validation, threads: threads), judge, scale: scale, classes: schema.classes)
        },
        isCancelled: isCancelled, onEpoch: { if first == nil { options.onEpoch?($0) } },
        onProgress: { options.onProgress?($0) }
      ).run()
    }
    func finished(_ result: TrainingRun.Result, _ idWeights: [String: [Float]]) throws -> Inference {
      Self.fold(idWeights, into: result.parameters, plan)
      result.parameters.freeze()
      return try Inference(plan, parameters: result.parameters)
    }
    var rate = Float(options.learningRate ?? design.rate)
    var restarts = 0
    while true {
      if let first = try run(training.examples, rate: rate) {
        let inference = try finished(first, training.idWeights)
        var model = try model(
          first, inference, schema: schema, encoder: encoder, scale: scale, shares: shares,
          trainingRows: trainingRows, validationRows: validationRows,
          withoutTarget: table.rowCount - usable.count, inputs: inputs, batchSize: batchSize, rate: rate,
          restarts: restarts)
        var wasCancelled = first.wasCancelled
        if design.learnsAllRows, !wasCancelled {
          let all = try prepared(trainingRows + validationRows)
          if let second = try run(all.examples, rate: rate, after: first) {
            wasCancelled = second.wasCancelled
            if !wasCancelled { model = model.with(try finished(second, all.idWeights)) }
          }
        }
        if wasCancelled { throw TrainingCancelled(best: first.best == nil ? nil : model) }
        return model
      }
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

  // MARK: before

  /// The rows to learn from, in order, and those to validate on: the last in time, or a random part.
  private func split(_ usable: [Int], orderBy: String?) throws -> ([Int], [Int]) {
    let count = max(1, min(usable.count - 2, Int(Double(usable.count) * options.validationFraction)))
    if let orderBy {
      let order = try table.rowOrder(by: orderBy, among: usable)
      return (Array(order.dropLast(count)), Array(order.suffix(count)))
    }
    let shuffled = Philox(seed: options.seed, purpose: "split").permutation(count: usable.count, round: 0)
    let held = Set(shuffled.prefix(count))
    return (
      usable.indices.filter { !held.contains(Int32($0)) }.map { usable[$0] },
      usable.indices.filter { held.contains(Int32($0)) }.map { usable[$0] }
    )
  }

  private func classShares(_ schema: Schema, _ rows: [Int]) throws -> [Double] {
    guard schema.task == .classes else { return [] }
    var counts = [Double](repeating: 0, count: schema.classes.count)
    for id in try TargetEncoder(schema).ids(of: table, rows: rows) { counts[Int(id)] += 1 }
    return counts.map { $0 / Double(rows.count) }
  }

  private func examples(
    _ encoded: EncodedTable, _ encoder: TableEncoder, _ schema: Schema, _ scale: TargetScale?, _ rows: [Int],
    _ idWeights: [String: [Float]], hidesSome: Bool
  ) throws -> Examples {
    let targets = TargetEncoder(schema)
    var weights: [Float]?
    if let column = try schema.weight.map({ try table.column(named: $0) }) {
      weights = rows.map { Float(column.number($0) ?? 0) }
    }
    let target: Examples.Target
    if let scale {
      target = try .numbers(targets.numbers(of: table, rows: rows).map(scale.standardized))
    } else {
      let ids = try targets.ids(of: table, rows: rows)
      if options.balancesClasses { weights = Self.balanced(ids, schema.classes.count, weights) }
      target = try .classes(ids)
    }
    return try TableExamples.examples(
      encoded, features: encoder.features, target: target, weights: weights, idWeights: idWeights,
      hidingWith: hidesSome ? options.seed : nil)
  }

  /// How much each id of a text tells of the target: by its classes, or by which side of the median it is on.
  private func idWeights(
    _ encoded: EncodedTable, _ features: [Feature], _ schema: Schema, _ rows: [Int]
  ) throws -> [String: [Float]] {
    guard options.text.favorsTellingWords, features.contains(where: \.isText) else { return [:] }
    let encoder = TargetEncoder(schema)
    let targets: [Int32]
    if schema.task == .classes {
      targets = try encoder.ids(of: table, rows: rows)
    } else {
      let numbers = try encoder.numbers(of: table, rows: rows)
      let median = numbers.sorted()[numbers.count / 2]
      targets = numbers.map { $0 < median ? 0 : 1 }
    }
    var weights: [String: [Float]] = [:]
    for (feature, content) in zip(features, encoded.features) where feature.isText {
      guard case .bag(let size) = feature.shape, case .bags(let offsets, let ids, _) = content else {
        continue
      }
      weights[feature.name] = NaiveBayesWeights.weights(
        offsets: offsets, ids: ids, vocabularySize: size, targets: targets,
        classes: max(schema.classes.count, 2))
    }
    return weights
  }

  /// Multiplies the weights of ids into their rows, so that predictions need none.
  private static func fold(_ weights: [String: [Float]], into parameters: Parameters, _ plan: NetworkPlan) {
    for (name, factors) in weights {
      guard let index = parameters.index(of: "embedding.\(name)") else { continue }
      parameters.scaleRows(at: index, by: factors)
    }
  }

  /// Weights under which every class counts the same in sum.
  private static func balanced(_ ids: [Int32], _ classes: Int, _ weights: [Float]?) -> [Float] {
    var sums = [Double](repeating: 0, count: classes)
    for (row, id) in ids.enumerated() { sums[Int(id)] += Double(weights?[row] ?? 1) }
    let total = sums.reduce(0, +)
    return ids.enumerated().map { row, id in
      (weights?[row] ?? 1) * Float(total / (Double(classes) * max(sums[Int(id)], 1e-12)))
    }
  }

  // MARK: after

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
  private func model(
    _ result: TrainingRun.Result, _ inference: Inference, schema: Schema, encoder: TableEncoder,
    scale: TargetScale?, shares: [Double], trainingRows: [Int], validationRows: [Int], withoutTarget: Int,
    inputs: [InputReport], batchSize: Int, rate: Float, restarts: Int
  ) throws -> Predictor {
    func model(_ scale: TargetScale?, _ sharpness: Double, _ report: TrainingReport) -> Predictor {
      Predictor(
        schema: schema, reading: table.reading.kept, encoder: encoder, report: report, inference: inference,
        scale: scale,
        sharpness: sharpness, classShares: shares)
    }
    let raw = model(scale, 1, .empty)
    let truth = try Measure(
      schema: schema, scale: scale, classShares: shares, table: table, rows: validationRows)
    // Rows to come may differ from the last ones known: these never make a model surer.
    let most = schema.orderBy == nil ? Double.infinity : 1
    var scale = scale, sharpness = 1.0
    let predictions = try raw.predictions(for: table, rows: validationRows, threads: threads)
    if let known = scale {
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
    func judged(_ rows: [Int]) throws -> (evaluation: Evaluation, judgement: LabelNoise.Judgement) {
      let measure = try Measure(
        schema: schema, scale: scale, classShares: shares, table: table, rows: rows)
      let predictions = try calibrated.predictions(for: table, rows: rows, threads: threads)
      return (
        measure.evaluation(predictions),
        LabelNoise.Judgement(rows: rows, targets: measure.ids, predictions: predictions)
      )
    }
    let learned = try judged(trainingRows), held = try judged(validationRows)
    if schema.task == .classes, encoder.features.contains(where: { $0.image != nil }),
      let remark = LabelNoise.remark(held: held.judgement, learned: learned.judgement)
    {
      options.onRemark?(remark)
    }
    let report = TrainingReport(
      dataFingerprint: table.fingerprint, rows: table.rowCount, rowsWithoutTarget: withoutTarget,
      trainingRows: trainingRows.count, validationRows: validationRows.count, inputs: inputs,
      curve: result.curve, bestEpoch: result.best?.epoch ?? 0, steps: result.steps, batchSize: batchSize,
      learningRate: Double(rate), seed: options.seed, restarts: restarts,
      training: learned.evaluation, validation: held.evaluation)
    return model(scale, sharpness, report)
  }
}
