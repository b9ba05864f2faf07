import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// The trials of a search, made or read, and what the best of them learned.
struct TrialSearch {
  let table: Table
  let training: TableTraining
  private(set) var trials: [Trial] = []
  /// Trials that were read rather than made.
  private(set) var resumed = 0
  /// Of the longest trial so far.
  private(set) var longestSeconds = 0.0
  private let options: TrainingOptions
  private let onTrial: (@Sendable (Trial) -> Void)?
  private let isCancelled: @Sendable () -> Bool
  private let clock: Stopwatch
  private var file: TrialFile?
  private var known: [Trial] = []
  /// What the best trial of this run learned.
  private var best: (trial: Trial, training: TableTraining, result: TrainingRun.Result)?

  /// - Parameter path: of the file that trials are written to and read from.
  init(
    _ options: TrainingOptions, _ table: Table, _ target: String, path: String?,
    onTrial: (@Sendable (Trial) -> Void)?, _ isCancelled: @escaping @Sendable () -> Bool
  ) throws {
    self.table = table
    self.isCancelled = isCancelled
    self.options = options
    self.onTrial = onTrial
    clock = Stopwatch(options.timeSource)
    guard options.validationFraction > 0 else {
      throw CondenseError(.usage, "a search needs rows to choose by; --validation must be above 0")
    }
    // The limit is that of the search; runs that are told none ask no clock.
    var unlimited = options
    unlimited.timeLimit = nil
    if let path {
      let file = try TrialFile(
        path,
        TrialFile.Header(
          writtenBy: "condense \(Version.current)", data: table.fingerprint, target: target,
          seed: options.seed,
          options: Self.text(options)))
      known = file.trials
      self.file = file
    }
    training = try TableTraining(table, target: target, unlimited, isCancelled: isCancelled)
  }

  /// Seconds since the search began, the reading before it aside.
  var seconds: Double { clock.seconds }

  /// Worker threads.
  var threads: Int { training.setup.threads }

  /// What trials depend on beside data, target and seed.
  private static func text(_ options: TrainingOptions) -> String {
    let kinds = options.columns.map { "\($0.key)=\($0.value.rawValue)" }.sorted()
    let schema = options.schema.map { schema in
      schema.columns.map { "\($0.name)=\($0.kind.rawValue)" }.joined(separator: ",")
    }
    let parts: [(String, String?)] = [
      ("task", options.task?.rawValue), ("order-by", options.orderBy), ("as", kinds.joined(separator: ",")),
      ("ignore", options.ignored.joined(separator: ",")),
      ("share", options.sharing.map { $0.joined(separator: ",") }.joined(separator: ";")),
      ("weight", options.weight), ("class-weights", options.balancesClasses ? "balanced" : nil),
      ("schema", schema), ("epochs", options.epochs.map(String.init)),
      ("batch-size", options.batchSize.map(String.init)),
      ("learning-rate", options.learningRate.map { "\($0)" }),
      ("validation", "\(options.validationFraction)"),
    ]
    return parts.compactMap { name, value in value.flatMap { $0.isEmpty ? nil : "\(name) \($0)" } }
      .joined(separator: " ")
  }

  /// The defaults, learned as `train` learns them.
  ///
  /// - Throws: `CondenseError` of kind `content` when the loss is not finite.
  mutating func defaults(until end: Double) throws -> Trial {
    let configuration = TrialConfiguration(training.setup)
    if let trial = known.first(where: { $0.candidate == 0 }), trial.loss != nil {
      trials.append(trial)
      resumed += 1
      return trial
    }
    let run = try training.redesigned {
      $0.timeLimit = end.isFinite ? $0.elapsed + max(end, 1e-9) : nil
    }
    guard let trial = try make(0, configuration, run, steps: nil), trial.loss != nil else {
      throw CondenseError(
        .content,
        "the loss was not finite with the defaults; look for extreme numbers in \(table.name), or lower"
          + " --learning-rate")
    }
    return trial
  }

  /// Rounds of candidates, a third as many in each, until the time or the rounds are over.
  mutating func halve(after defaults: Trial, until end: Double, candidates most: Int) throws {
    var first = 1
    while clock.seconds < end {
      // A round of n takes as long as n ninths, thirds or wholes of the defaults.
      let possible = Int(min(3 * (end - clock.seconds) / max(longestSeconds, 1e-3), 1e6))
      let count = min(most, max(possible, 1))
      var round = Array(first..<first + count)
      first += count
      for divisor in [9, 3, 1] {
        let steps = max(1, defaults.steps / divisor)
        var tried: [Trial] = []
        for candidate in round {
          guard clock.seconds < end, !isCancelled() else { return }
          let configuration = TrialConfiguration(drawing: candidate, seed: options.seed, training.setup)
          if let trial = try trial(candidate, configuration, steps: steps) { tried.append(trial) }
        }
        tried.sort { ($0.loss ?? .infinity, $0.candidate) < ($1.loss ?? .infinity, $1.candidate) }
        round = tried.prefix(max(1, tried.count / 3)).map(\.candidate).sorted()
      }
      if first > 10 * most { return }
    }
  }

  /// The trial of the least loss; of equals the first.
  func winner() throws -> Trial {
    guard let trial = trials.min(by: { $0.loss ?? .infinity < $1.loss ?? .infinity }) else {
      throw CondenseError(.internalFault, "a search without trials")
    }
    return trial
  }

  /// What a trial learned: at hand for the best one, learned once more for one that was read.
  func learned(_ trial: Trial) throws -> (training: TableTraining, result: TrainingRun.Result) {
    if let best, best.trial == trial { return (best.training, best.result) }
    let again = try training.redesigned { trial.configuration.apply(to: &$0, steps: trial.steps) }
    guard let result = try again.learn(rate: Float(trial.configuration.learningRate)) else {
      throw CondenseError(
        .content, "the best trial of \(file?.path ?? table.name) cannot be repeated; start anew")
    }
    return (again, result)
  }

  private mutating func trial(
    _ candidate: Int, _ configuration: TrialConfiguration, steps: Int
  ) throws -> Trial? {
    if let trial = known.first(where: {
      $0.candidate == candidate && $0.steps == steps && $0.configuration == configuration
    }) {
      trials.append(trial)
      resumed += 1
      return trial
    }
    return try make(
      candidate, configuration, try training.redesigned { configuration.apply(to: &$0, steps: steps) },
      steps: steps)
  }

  /// - Returns: nil when it was cancelled midway.
  private mutating func make(
    _ candidate: Int, _ configuration: TrialConfiguration, _ run: TableTraining, steps: Int?
  ) throws -> Trial? {
    let watch = Stopwatch(options.timeSource)
    let result = try run.learn(rate: Float(configuration.learningRate))
    longestSeconds = max(longestSeconds, watch.seconds)
    if isCancelled() {
      guard let result, result.best != nil, best == nil else { return nil }
      throw TrainingCancelled(best: try run.partModel(result, rate: Float(configuration.learningRate)))
    }
    let trial = Trial(
      candidate: candidate, configuration: configuration, steps: steps ?? result?.steps ?? 0,
      loss: result?.best?.validationLoss, metric: result?.best?.validation)
    trials.append(trial)
    try file?.add(trial)
    onTrial?(trial)
    if let result, let loss = trial.loss, loss < best?.trial.loss ?? .infinity { best = (trial, run, result) }
    return trial
  }
}
