import CondenseCore
import CondenseData
import CondenseModels

/// Learns a table with the chosen network and without each of its habits, with three seeds each.
///
/// Test rows are the same throughout; a seed draws its own rows for choosing, its own start and its own order.
public struct PracticeComparer: Sendable {
  /// Runs of a practice.
  private static let seeds = 3

  /// What training is told.
  public var training = TrainingOptions()
  /// Rows that judge; nil takes a fifth of the table for them, the last in time where the rows have an order.
  public var test: Table?
  /// Called on the thread of the comparison when a practice starts, with its name.
  public var onStart: (@Sendable (String) -> Void)?

  /// A comparer with the defaults.
  public init() {}

  /// The comparison for predicting a column, on a thread of its own.
  ///
  /// - Throws: `CondenseError` about the data or the options; `CancellationError`.
  public func comparison(on table: Table, predicting target: String) async throws -> PracticeComparison {
    try await TrainingThread.run { try compare(on: table, predicting: target, isCancelled: $0) }
  }

  /// The same on the caller's thread.
  package func compare(
    on table: Table, predicting target: String, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) throws -> PracticeComparison {
    let rows = try ComparisonRows(table, predicting: target, training, test: test)
    let setup = try TrainingSetup(rows.training, predicting: target, rows.options)
    let metric = Evaluation.headline(of: setup.schema)
    var quiet = rows.options
    quiet.onRemark = nil
    let edits = PracticeEdits(setup, quiet)
    var learned: [Practice: (runs: [PracticeRun], scores: [TestScores], parameters: Int)] = [:]
    for practice in Practice.allCases {
      guard let options = edits.options(practice) else { continue }
      onStart?(edits.name(practice))
      var runs: [PracticeRun] = []
      var scores: [TestScores] = []
      var parameters = 0
      for seed in 0..<Self.seeds {
        if isCancelled() { throw CancellationError() }
        var options = options
        options.seed = training.seed &+ UInt64(seed)
        let clock = Stopwatch()
        let model: Predictor
        do {
          model = try Predictor.train(
            on: rows.training, predicting: target, options, isCancelled: isCancelled)
        } catch is TrainingCancelled {
          throw CancellationError()
        }
        let seconds = clock.seconds
        let score = try TestScores(model, on: rows.test, rows: rows.testRows, threads: setup.threads)
        let report = model.report
        runs.append(
          PracticeRun(
            seed: options.seed, metric: score.value([Int32](repeating: 1, count: score.count)),
            trainingMetric: report.training.metrics[metric] ?? .nan,
            validationMetric: report.validation.metrics[metric] ?? .nan, bestEpoch: report.bestEpoch,
            seconds: seconds))
        scores.append(score)
        parameters = model.parameters.count
      }
      learned[practice] = (runs, scores, parameters)
    }
    let results = Practice.allCases.map { practice -> PracticeResult in
      guard let own = learned[practice], let chosen = learned[.chosen] else {
        return PracticeResult(
          practice: practice, name: edits.name(practice), runs: [], parameters: 0, difference: nil,
          sentence: edits.absence(practice))
      }
      let difference =
        practice == .chosen
        ? nil : PairedBootstrap([chosen.scores, own.scores], seed: training.seed).difference(1, from: 0)
      return PracticeResult(
        practice: practice, name: edits.name(practice), runs: own.runs, parameters: own.parameters,
        difference: difference,
        sentence: difference.map { PracticeSentence.text(practice, $0, metric) }
          ?? "the network that train builds")
    }
    return PracticeComparison(
      source: table.name, target: target, task: setup.schema.task, metric: metric,
      trainingRows: setup.trainingRows.count, validationRows: setup.validationRows.count,
      testRows: rows.testRows.count, practices: results)
  }
}
