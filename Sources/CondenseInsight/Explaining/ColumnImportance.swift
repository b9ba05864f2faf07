/// How much a column matters, seen in two ways.
public struct ColumnImportance: Sendable, Equatable, Codable {
  /// The column.
  public let column: String
  /// How much worse the metric gets when the column's cells are dealt out to other rows; nil without a target.
  public let shuffled: MetricInterval?
  /// The mean size of what the column brings to the score of a row.
  public let contribution: MetricInterval
}
