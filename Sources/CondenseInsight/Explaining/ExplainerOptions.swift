import CondenseCore

/// How an `Explainer` goes about its work.
public struct ExplainerOptions: Sendable, Equatable {
  /// The class that is explained; nil for the one that a model thinks most probable, over many rows of two classes for
  /// the less frequent.
  public var label: String?
  /// Rows of the background at most; more are drawn from.
  public var backgroundRows = 100
  /// Rows whose contributions are measured at most, and rows with a target on which columns are shuffled at most.
  public var contributionRows = 500, shuffledRows = 5000
  /// How often each column is shuffled.
  public var repeats = 5
  /// Same seed: same rows drawn, same shuffles, same bits.
  public var seed: UInt64 = 1
  /// Threads; results do not depend on it.
  public var threads = Processors.available

  /// - Throws: `CondenseError` of kind `usage` that names the option that makes no sense.
  func check() throws(CondenseError) {
    try OptionCheck.whole("backgroundRows", backgroundRows, 1...Int.max)
    try OptionCheck.whole("contributionRows", contributionRows, 1...Int.max)
    try OptionCheck.whole("shuffledRows", shuffledRows, 1...Int.max)
    try OptionCheck.whole("repeats", repeats, 1...1_000_000)
    try OptionCheck.threads(threads)
  }

  /// What most explanations need.
  public init() {}
}
