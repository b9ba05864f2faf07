/// How much each id of a text counts.
public enum BagWeights: String, Codable, Sendable, CaseIterable {
  /// An id stands in the bag as often as in the text, without weights.
  case counts
  /// Once, however often it comes, without weights.
  case presence
  /// Once, with the square root of how often it comes.
  case squareRoot
  /// Once, with (1 + ln count) · (1 + ln((1 + texts) / (1 + texts that have it))); the weights of a text are
  /// scaled so that their squares add up to 1.
  case tfidf
}
