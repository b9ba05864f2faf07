import CondenseCore
import CondenseData

/// What a training run may be told; the defaults follow the size of the data.
public struct TrainingOptions: Sendable {
  /// Classes or numbers; nil to be seen from the target.
  public var task: PredictionTask?
  /// Column that gives the rows an order: the last part of it validates.
  public var orderBy: String?
  /// Kinds of columns that are known better than guessed.
  public var columns: [String: ColumnKind] = [:]
  /// Columns to leave out.
  public var ignored: [String] = []
  /// The column that says which rows belong together: those of one value are never both learned from and measured on.
  public var group: String?
  /// Groups of columns that share one embedding.
  public var sharing: [[String]] = []
  /// Column that says how much a row counts.
  public var weight: String?
  /// Whether every class counts the same in sum.
  public var balancesClasses = false
  /// How texts become ids: n-grams, rare words, weights.
  public var text = TextOptions()
  /// The network, where its defaults are not wanted.
  public var network = NetworkOptions()
  /// A schema to take instead of inferring one.
  public var schema: Schema?

  /// Everything random follows from it.
  public var seed: UInt64 = 1
  /// Threads to use; nil for as many as the machine gives. The result does not depend on it.
  public var threads: Int?
  /// Passes over the training rows, at most; training stops early when validation gets worse.
  public var epochs: Int?
  /// Examples of one step.
  public var batchSize: Int?
  /// Learning rate of dense layers; embeddings take a fixed multiple.
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

  /// Called after every epoch, on the training thread.
  public var onEpoch: (@Sendable (EpochReport) -> Void)?
  /// Called now and then within an epoch, on the training thread.
  public var onProgress: (@Sendable (TrainingProgress) -> Void)?
  /// Called when the decisions are made, before the first step.
  public var onPlan: (@Sendable (TrainingPlan) -> Void)?
  /// Called with a sentence when something is worth knowing.
  public var onRemark: (@Sendable (String) -> Void)?
  /// Called once, when the model is trained, with how an embedding came to be what it is; nil films nothing. Where all
  /// rows are learned in the end, it is that run which is filmed.
  public var onFilm: (@Sendable (TrainingFilm) -> Void)?
  /// The column whose embedding is filmed; nil for that of the most values.
  public var filmedColumn: String?

  /// The defaults.
  public init() {}

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
    try network.check()
    try text.check()
  }

  /// The schema that training would go by: the one given, checked, or one inferred from the table.
  ///
  /// - Throws: `CondenseError` when columns are missing or cannot be what they should be.
  public func schema(for table: Table, predicting target: String) throws -> Schema {
    if let schema {
      guard schema.target == target else {
        throw CondenseError(
          .usage, "the schema was made to predict '\(schema.target)', not '\(target)'")
      }
      try schema.check(table)
      return schema
    }
    var wanted = SchemaOptions(target: target)
    wanted.task = task
    wanted.kinds = columns
    wanted.ignored = ignored
    wanted.weight = weight
    wanted.orderBy = orderBy
    wanted.group = group
    wanted.sharing = sharing
    return try Schema.inferred(from: table, options: wanted)
  }
}
