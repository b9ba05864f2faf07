/// What a word, an n-gram, or a value of a list brings.
public struct PieceContribution: Sendable, Equatable, Codable {
  /// As the model reads it: `not good`.
  public let text: String
  /// How often the row has it.
  public let count: Int
  /// Its part of the score, by how much oftener it is in the row than in the background.
  public let contribution: Double
  /// It has no vector of its own and counts as an unknown one.
  public let isUnknown: Bool

  private enum CodingKeys: String, CodingKey {
    case text, count, contribution
    case isUnknown = "is_unknown"
  }
}
