import CondenseCore
import CondenseData

/// What the training of a recommender may be told; the defaults follow the size of the data.
public struct RecommenderOptions: Sendable {
  /// Column that says in which order a user chose: the last choices then tell more than the first.
  public var orderBy: String?
  /// Whether the model keeps each user's items, to answer by name and to leave them out.
  public var keepsHistory = true

  /// Everything random follows from it.
  public var seed: UInt64 = 1
  /// Threads to use; nil for as many as the machine gives. The result does not depend on it.
  public var threads: Int?
  /// Passes over the rows, at most; training stops early when validation gets worse.
  public var epochs: Int?
  /// Examples of one step.
  public var batchSize: Int?
  /// Learning rate.
  public var learningRate: Double?
  /// Seconds the run may take, `elapsed` included; turned into a number of steps early in the run.
  public var timeLimit: Double?
  /// Seconds that have passed before training began (reading), for the time limit.
  public var elapsed: Double = 0
  /// What the time limit is counted by.
  package var timeSource = TimeSource.monotonic
  /// Steps to run, exactly; repeats a run that a time limit ended.
  public var steps: Int?
  /// Share of the rows that validate and are not learned from.
  public var validationFraction = 0.1
  /// With more items than this a step looks at some of them, not at all.
  package var mostItemsOfAStep = 20_000

  /// Called after every epoch, on the training thread.
  public var onEpoch: (@Sendable (EpochReport) -> Void)?
  /// Called now and then within an epoch, on the training thread.
  public var onProgress: (@Sendable (TrainingProgress) -> Void)?
  /// Called when the decisions are made, before the first step.
  public var onPlan: (@Sendable (RecommenderPlan) -> Void)?
  /// Called with a sentence when something is worth knowing.
  public var onRemark: (@Sendable (String) -> Void)?
  /// Called once, when the recommender is trained, with how the embedding of its items came to be what it is, of the first
  /// network where several answer together; nil films nothing. The run over all rows is filmed.
  public var onFilm: (@Sendable (TrainingFilm) -> Void)?

  /// - Throws: `CondenseError` of kind `usage` that names the option that makes no sense.
  func check() throws(CondenseError) {
    try OptionCheck.threads(threads)
    try OptionCheck.whole("epochs", epochs, 1...1_000_000)
    try OptionCheck.whole("batchSize", batchSize, 1...1 << 24)
    try OptionCheck.number("learningRate", learningRate, .positive)
    try OptionCheck.number("timeLimit", timeLimit, .positive)
    try OptionCheck.number("elapsed", elapsed, .notNegative)
    try OptionCheck.whole("steps", steps, 1...Int.max)
    try OptionCheck.number("validationFraction", validationFraction, .share)
  }

  /// The defaults.
  public init() {}
}
