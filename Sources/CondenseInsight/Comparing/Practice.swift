/// A habit of network builders, or doing without it.
public enum Practice: String, Sendable, Codable, CaseIterable {
  /// The network as `train` builds it.
  case chosen
  /// Numbers as they stand in the file.
  case withoutNormalization = "without-normalization"
  /// No dropout.
  case withoutDropout = "without-dropout"
  /// Neither.
  case withoutEither = "without-either"
  /// Every embedding of 4 numbers.
  case dimension4 = "dimension-4"
  /// Every embedding of 64 numbers.
  case dimension64 = "dimension-64"
  /// Values as one-hot numbers, straight into dense layers.
  case withoutEmbedding = "without-embedding"
}
