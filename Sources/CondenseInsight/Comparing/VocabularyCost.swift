/// How long a step takes for a vocabulary of some size, either way.
public struct VocabularyCost: Sendable, Equatable, Codable {
  /// Values.
  public let vocabularySize: Int
  /// Seconds of a step that looks rows of an embedding up, dense layers after it included.
  public let embeddingSeconds: Double
  /// Seconds of a step that multiplies one-hot numbers; nil where these would not fit.
  public let denseSeconds: Double?

  private enum CodingKeys: String, CodingKey {
    case vocabularySize = "vocabulary"
    case embeddingSeconds = "embedding_seconds"
    case denseSeconds = "dense_seconds"
  }
}
