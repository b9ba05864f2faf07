/// What a word, an n-gram or a value of a list brings over many rows.
public struct PieceImportance: Sendable, Equatable, Codable {
  /// Its column.
  public let column: String
  /// As the model reads it.
  public let text: String
  /// The predicted class whose rows these are, where each row's own is explained; otherwise nil.
  public let label: String?
  /// Rows that have it.
  public let rows: Int
  /// What it brings to such a row, on average.
  public let contribution: Double
  /// What it brings to the mean row: the same times the share of rows that have it.
  public let meanContribution: Double

  private enum CodingKeys: String, CodingKey {
    case column, text, label, rows, contribution
    case meanContribution = "mean_contribution"
  }
}
