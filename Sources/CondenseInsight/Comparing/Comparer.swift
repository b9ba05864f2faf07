import CondenseCore
import CondenseData
import CondenseModels

/// Learns a table in several ways on the same rows and says which layers it wants: the textbook's claim, that
/// embeddings need fewer parameters, train faster and score better on sparse input, as an experiment.
///
/// Every contender has the same rows, split, seed and budget of epochs, and three learning rates of which the rows
/// held out choose.
public struct Comparer: Sendable {
  /// What training is told, for all contenders alike.
  public var training = TrainingOptions()
  /// The column whose way into the network is compared; nil for all categories, lists and texts.
  public var column: String?
  /// Rows that judge; nil takes a fifth of the table for them, the last in time where the rows have an order.
  public var test: Table?
  /// Called on the thread of the comparison when a contender starts, with its name.
  public var onStart: (@Sendable (String) -> Void)?

  /// A comparer with the defaults.
  public init() {}

  /// The comparison for predicting a column, on a thread of its own.
  ///
  /// - Throws: `CondenseError` about the data or the options; `CancellationError`.
  public func comparison(on table: Table, predicting target: String) async throws -> Comparison {
    try await TrainingThread.run { try compare(on: table, predicting: target, isCancelled: $0) }
  }

  /// The same on the caller's thread.
  package func compare(
    on table: Table, predicting target: String, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> Comparison {
    let rows = try ComparisonRows(table, predicting: target, training, test: test)
    let setup = try TrainingSetup(rows.training, predicting: target, rows.options)
    let columns = try comparedColumns(setup)
    var options = rows.options
    options.onRemark = nil
    let edits = ContenderEdits(
      table: rows.training, options: options, schema: setup.schema, columns: columns,
      sizes: Self.sizes(columns, setup), hasHiddenLayers: setup.hasHiddenLayers)
    var runs: [ContenderRun] = []
    var omitted: [OmittedContender] = []
    var scores: [[TestScores]] = []
    for contender in Contender.allCases {
      if isCancelled() { throw CancellationError() }
      switch edits.edit(contender) {
      case .failure(let reason):
        omitted.append(OmittedContender(contender: contender, name: reason.name, reason: reason.text))
      case .success(let edit):
        if let reason = try DenseBudget.reason(against: edit, rows.training, target) {
          omitted.append(OmittedContender(contender: contender, name: edit.name, reason: reason))
          continue
        }
        onStart?(edit.name)
        let run = try ContenderRun(
          edit, on: rows.training, predicting: target, test: rows.test, isCancelled: isCancelled)
        scores.append([
          try TestScores(run.model, on: rows.test, rows: rows.testRows, threads: setup.threads)
        ])
        runs.append(run)
      }
    }
    let bootstrap = PairedBootstrap(scores, seed: training.seed)
    let results = runs.indices.map { Self.result(runs[$0], bootstrap, $0) }
    let metric = Evaluation.headline(of: setup.schema)
    let baseline = try runs.first.map { try $0.model.evaluation(on: rows.test, threads: setup.threads) }
    func figures(_ contenders: [Contender]) throws -> LayerFigures? {
      guard let run = runs.first(where: { contenders.contains($0.edit.contender) }) else { return nil }
      return try LayerMeasure(run, columns.map(\.name)).figures
    }
    let embedding =
      try figures([.embedding]) ?? (columns.contains { $0.kind == .list } ? figures([.standard]) : nil)
    let dense = try figures([.oneHot]) ?? figures([.sparseOneHot])
    return Comparison(
      source: table.name, target: target, task: setup.schema.task, columns: columns.map(\.name),
      metric: metric, trainingRows: setup.trainingRows.count, validationRows: setup.validationRows.count,
      testRows: rows.testRows.count, seed: training.seed, threads: setup.threads,
      baseline: baseline?.baseline[metric], baselineName: baseline?.baselineName ?? "",
      contenders: results, omitted: omitted, embedding: embedding, dense: dense,
      vocabularyCosts: try VocabularyProbe(setup, perExample: embedding?.nonZerosIn ?? 1).costs(),
      row: try (runs.first { $0.edit.contender == .embedding } ?? runs.first).flatMap {
        try RowLookup($0.model, columns.map(\.name)).row(in: rows.test)
      },
      verdict: ComparisonVerdict.sentence(results, metric: metric, columns: columns))
  }

  private static func result(
    _ run: ContenderRun, _ bootstrap: PairedBootstrap, _ place: Int
  ) -> ContenderResult {
    let parameters = run.model.parameters.count
    return ContenderResult(
      contender: run.edit.contender, name: run.edit.name, what: run.edit.what,
      metric: bootstrap.interval(place),
      difference: place == 0 ? nil : bootstrap.difference(place, from: 0), trials: run.trials,
      rate: run.rate, parameters: parameters, bytes: parameters * 4, seconds: run.seconds,
      secondsPerEpoch: run.secondsPerEpoch, memoryBytes: run.memoryBytes,
      microsecondsPerPrediction: run.microsecondsPerPrediction)
  }

  /// The columns that are compared: the one asked for, or all whose values are ids.
  private func comparedColumns(_ setup: TrainingSetup) throws -> [ColumnDecision] {
    let used = setup.schema.columns.filter { $0.kind != .ignored }
    guard let column else {
      let found = used.filter { [.category, .list, .text].contains($0.kind) }
      guard !found.isEmpty else {
        throw CondenseError(
          .usage,
          "\(setup.table.name) has no categories, lists or texts to compare layers on; name a column of numbers with"
            + " --column, one of \(Count.names(used.map(\.name), most: 6))")
      }
      return found
    }
    if column == setup.schema.target {
      throw CondenseError(.usage, "--column \(column): it is what is to be predicted; name another")
    }
    guard let decision = setup.schema.columns.first(where: { $0.name == column }) else {
      throw CondenseError(
        .usage,
        "--column \(column): \(setup.table.name) has no such column"
          + NearestName.question(column, among: setup.schema.columns.map(\.name)))
    }
    guard decision.kind != .ignored else {
      throw CondenseError(
        .usage,
        "--column \(column): it is left out (\(decision.reason)); --as \(column)=category takes it in")
    }
    return [decision]
  }

  /// Ids of the compared columns; of numbers as many as come again.
  private static func sizes(_ columns: [ColumnDecision], _ setup: TrainingSetup) -> [String: Int] {
    let inputs = ColumnInput.all(setup.schema, features: setup.encoder.features, inputs: setup.inputs)
    let compared = Set(columns.map(\.name))
    return zip(setup.schema.columns, inputs).reduce(into: [:]) { sizes, pair in
      let (decision, input) = pair
      guard compared.contains(decision.name) else { return }
      sizes[decision.name] = input.features.reduce(0) { $0 + $1.input.size }
      if decision.kind == .number, let column = setup.table[decision.name] {
        sizes[decision.name] = CategoryCodes(column).counts.count { $0 > 1 }
      }
    }
  }
}
