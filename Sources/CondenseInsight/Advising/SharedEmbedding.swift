/// Columns that hold mostly the same values, and would do with one embedding.
public struct SharedEmbedding: Sendable, Equatable, Encodable {
  /// The columns.
  public let columns: [String]
  /// Values that all of them hold.
  public let values: Int
  /// Parameters that one embedding saves.
  public let saves: Int
  /// The proposal, in a sentence.
  public let reason: String

  private enum CodingKeys: String, CodingKey {
    case columns, values, saves
  }
}
