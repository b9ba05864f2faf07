import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// Looks for a better network within a time: learning rate, dropout, widths and pooling by successive halving, then the
/// length of every vector from one run.
///
/// Rounds of candidates learn for a ninth, a third and all of the steps that the defaults took; the better third of each
/// goes on (Jamieson and Talwalkar 2016; Li et al. 2018, Hyperband). All are judged on the same rows held out. The defaults
/// themselves are learned first, as `train` learns them, and stay among those to be chosen.
public struct Tuner: Sendable {
  /// What training would be told; its time limit is that of the whole search.
  public var training = TrainingOptions()
  /// Where trials are written and, when the search is started again, read; nil keeps no file.
  public var trialsPath: String?
  /// Called after each trial.
  public var onTrial: (@Sendable (Trial) -> Void)?

  /// The share of the time for the defaults, at most, and for these and the search together.
  private static let defaultsShare = 0.3, searchShare = 0.6
  /// Candidates of the first of three rounds.
  private static let mostCandidates = 27
  /// Numbers of a vector from which the curve is taken.
  static let largestDimension = 64
  /// Passes and the share of the learning rate with which the smaller model is trained on.
  private static let fineTuningEpochs = 2, fineTuningRate: Float = 0.3

  /// A tuner of training by the defaults.
  public init() {}

  /// The best model found for a column, on a thread of its own.
  ///
  /// - Throws: `CondenseError` where training would; `TrainingCancelled` with the best model so far.
  public func tuning(on table: Table, predicting target: String) async throws -> Tuning {
    try await TrainingThread.run { isCancelled in
      try tune(on: table, predicting: target, isCancelled: isCancelled)
    }
  }

  /// The same on the caller's thread.
  package func tune(
    on table: Table, predicting target: String, isCancelled: @escaping @Sendable () -> Bool
  ) throws -> Tuning {
    var search = try TrialSearch(
      training, table, target, path: trialsPath, onTrial: onTrial, isCancelled)
    let limit = training.timeLimit.map { $0 - training.elapsed } ?? .infinity
    let defaults = try search.defaults(until: limit * Self.defaultsShare)
    // Longer vectors take up to twice as long as the longest trial, training on some more, all rows once more.
    let runs = search.training.setup.learnsAllRows ? 4.0 : 3.0
    try search.halve(
      after: defaults, until: min(limit * Self.searchShare, limit - (runs + 1) * search.longestSeconds),
      candidates: Self.mostCandidates
    )
    let winner = try search.winner(), rate = Float(winner.configuration.learningRate)
    let watch = Stopwatch(training.timeSource)
    let found = try search.learned(winner)
    // Not from all rows yet, so that those held out can judge it.
    let best = try found.training.partModel(found.result, rate: rate)
    if isCancelled() { throw TrainingCancelled(best: best) }
    let free = FreeEmbedding.all(in: best.plan)
    // The best trial may have taken fewer steps than the longest.
    let share = max(0.25, min(1, Double(winner.steps) / Double(max(defaults.steps, 1))))
    let needed = max(runs * share * search.longestSeconds, runs * watch.seconds)
    let hasTime = search.seconds + needed <= limit
    let small = free.isEmpty || !hasTime ? nil : try smaller(search, winner, best)
    let model =
      try small.flatMap { $0.isChosen ? try $0.training.completed($0.tuned) : nil }
      ?? found.training.completed(best, after: found.result, rate: rate)
    return Tuning(
      model: model, trials: search.trials, defaults: defaults, best: winner, curves: small?.curves ?? [],
      dimensionsBefore: Dictionary(
        free.map { ($0.name, $0.dimension) }, uniquingKeysWith: { first, _ in first }),
      parameters: best.parameters.count, smallParameters: small?.tuned.model.parameters.count,
      smallLoss: small?.tuned.loss, isSmall: small?.isChosen ?? false, resumed: search.resumed)
  }

  private struct Small {
    let training: TableTraining
    let tuned: FineTuning
    let curves: [DimensionCurve]
    let isChosen: Bool
  }

  /// The model whose vectors are as long as one run at the largest dimension says they need be.
  private func smaller(_ search: TrialSearch, _ winner: Trial, _ best: Predictor) throws -> Small? {
    let long = try search.training.redesigned {
      winner.configuration.apply(to: &$0, steps: winner.steps)
      $0.network.dimension = Self.largestDimension
    }
    let rate = Float(winner.configuration.learningRate)
    guard let result = try long.learn(rate: rate) else { return nil }
    let model = try long.partModel(result, rate: rate)
    let rows = try LabelledRows(
      search.table, rows: long.setup.validationRows, for: model, threads: search.threads)
    let study = try DimensionStudy(model, on: rows, threads: search.threads)
    let curves = try study.curves()
    guard
      let tuned = try long.fineTuned(
        study.smaller(curves.map(\.knee)), rate: rate * Self.fineTuningRate, epochs: Self.fineTuningEpochs)
    else { return nil }
    let difference = MeanDifference(
      try rows.judgement(of: tuned.model, threads: search.threads).losses,
      try rows.judgement(of: best, threads: search.threads).losses)
    let defaults = search.trials.first { $0.candidate == 0 }?.loss ?? .infinity
    return Small(
      training: long, tuned: tuned, curves: curves,
      isChosen: tuned.loss <= defaults && difference.mean <= difference.standardError
        && tuned.model.parameters.count < best.parameters.count)
  }
}
