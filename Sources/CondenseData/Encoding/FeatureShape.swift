/// What a feature gives for a row: an id, a bag of ids, or some numbers.
public enum FeatureShape: Codable, Sendable, Equatable {
  /// One id below `vocabularySize`.
  case ids(vocabularySize: Int)
  /// Any number of ids below `vocabularySize`.
  case bag(vocabularySize: Int)
  /// `width` numbers.
  case numbers(width: Int)
}
