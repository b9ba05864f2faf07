/// One real row as both layers see it.
public struct LookedUpRow: Sendable, Equatable, Codable {
  /// The column.
  public let column: String
  /// Its cell; texts may be cut.
  public let cell: String
  /// The first values or words of the cell that have a row of their own, at most 12; that of the longest vector comes
  /// first.
  public let values: [String]
  /// Their rows in the vocabulary.
  public let ids: [Int]
  /// Rows of the vocabulary.
  public let vocabularySize: Int
  /// The learned vector of the first value, as many numbers as the embedding has.
  public let vector: [Float]
  /// What comes of the first value as one-hot numbers times the embedding's matrix: the same numbers.
  public let product: [Float]

  private enum CodingKeys: String, CodingKey {
    case column, cell, values, ids, vector, product
    case vocabularySize = "vocabulary"
  }
}
