import CondenseCore

/// How encoders are fitted.
public struct EncoderOptions: Codable, Sendable, Equatable {
  /// Values seen fewer times share the unknown row; nil is 2, or 1 below 1,000 training rows.
  public var minimumCount: Int?
  /// The most rows a vocabulary may have, the unknown one included.
  public var maximumVocabularySize = 1_000_000

  /// Whether pairs of values have ids of their own, where there are rows enough for them.
  public var crosses = false

  /// Whether numbers are standardised, and ranked where they are heavy-tailed, or taken as they stand.
  public var normalizes = true

  /// How texts are turned into ids.
  public var text = TextOptions()

  /// - Throws: `CondenseError` of kind `usage` that names the option that makes no sense.
  func check() throws(CondenseError) {
    try OptionCheck.whole("minimumCount", minimumCount, 1...Int.max)
    try OptionCheck.whole("maximumVocabularySize", maximumVocabularySize, 1...Int(Int32.max))
    try text.check()
  }

  /// The options most data needs.
  public init() {}
}
