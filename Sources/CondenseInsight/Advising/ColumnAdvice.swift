import CondenseData

/// What is advised for one column, and what it costs.
public struct ColumnAdvice: Sendable, Equatable, Encodable {
  /// The column, or the derived feature.
  public let name: String
  /// What it is taken for.
  public let kind: ColumnKind
  /// Different values; for lists, those within the cells.
  public let distinct: Int
  /// Rows without a value.
  public let missing: Int
  /// Values of the training rows that are too rare for a row of their own; nil where values have none.
  public let rare: Int?
  /// `embedding`, `one-hot`, `embedding bag`, `dense`, several of them, or `dropped`.
  public let layer: String
  /// Numbers in the network; nil for a column that is dropped.
  public let dimension: Int?
  /// Parameters each way.
  public let cost: LayerCosts
  /// Why, in a sentence.
  public let reason: String

  private enum CodingKeys: String, CodingKey {
    case name, kind, distinct, missing, rare, layer, dimension, reason
    case cost = "parameters"
  }
}
