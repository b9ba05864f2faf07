import CondenseData
import CondenseModels

/// How much each column matters to a model over the rows of a table.
public struct Importance: Sendable {
  /// What the model predicts.
  public let target: String
  /// The table's name.
  public let source: String
  /// Rows of the table.
  public let rows: Int
  /// What contributions are to; nil where each row's most probable class is explained.
  public let score: ExplainedScore?
  /// The metric that shuffling makes worse, and what it is on the rows as they are; nil without a target.
  public let metric: Metric?
  /// Rows that were shuffled, how often, and rows whose contributions were measured.
  public let shuffledRows: Int, repeats: Int, contributionRows: Int, backgroundRows: Int
  /// The most important first: by shuffling, or without a target by contribution.
  public let columns: [ColumnImportance]
  /// The words, n-grams and values that bring the most to the mean row, by column, the largest first.
  public let pieces: [PieceImportance]
  /// The largest gap between a row's contributions and its score, as a share of how much scores spread.
  public let largestGap: Double
}
