/// What a feature gives for a row: an id, or some numbers.
public enum FeatureShape: Codable, Sendable, Equatable {
  /// One id below `vocabularySize`.
  case ids(vocabularySize: Int)
  /// `width` numbers.
  case numbers(width: Int)
}
