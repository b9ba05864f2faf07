import CondenseCore

/// How texts are turned into ids.
public struct TextOptions: Codable, Sendable, Equatable {
  /// The most neighbouring words that are one n-gram; 1 for words alone.
  public var wordOrder = 3
  /// The lengths of the runs of characters that are n-grams; none by default.
  public var characterOrders: [Int] = []
  /// Words seen fewer times share the unknown row; nil is that of all vocabularies.
  public var minimumCount: Int?
  /// The most words with a row of their own, the unknown one included.
  public var maximumWords = 200_000
  /// How many rows n-grams are hashed into, a power of two; nil has it follow from the training rows.
  public var buckets: Int?
  /// How much each id counts.
  public var weights = BagWeights.presence
  /// Whether, while training, an id moves the further the more it tells of the target (naive-Bayes ratios).
  public var favorsTellingWords = true

  /// The options most texts need.
  public init() {}

  /// - Throws: `CondenseError` of kind `usage` that names the option that makes no sense.
  package func check() throws(CondenseError) {
    try OptionCheck.whole("wordOrder", wordOrder, 1...Self.longest)
    for order in characterOrders { try OptionCheck.whole("characterOrders", order, 1...Self.longest) }
    try OptionCheck.whole("minimumCount", minimumCount, 1...Int.max)
    try OptionCheck.whole("maximumWords", maximumWords, 1...Int(Int32.max) / 2)
    try OptionCheck.whole("buckets", buckets, 0...1 << 28)
  }

  private static let longest = 64

  /// The options with every order between 1 and 64.
  var limited: TextOptions {
    var options = self
    options.wordOrder = min(max(wordOrder, 1), Self.longest)
    options.characterOrders = characterOrders.filter((1...Self.longest).contains)
    return options
  }
}
