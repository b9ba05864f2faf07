import CondenseModels

/// A row taken apart: how each column moves the score from what it is on average to what it is here.
public struct RowExplanation: Sendable {
  /// The row of the table, counted from 0.
  public let row: Int
  /// What the contributions add up to.
  public let score: ExplainedScore
  /// What the model says of the row.
  public let prediction: Prediction
  /// The score of the row.
  public let value: Double
  /// The mean score of the background.
  public let average: Double
  /// The standard deviation of the score over the background.
  public let spread: Double
  /// Rows of the background.
  public let backgroundRows: Int
  /// The largest first, either way.
  public let columns: [ColumnContribution]
  /// What the contributions leave of `value − average`: where a network is not linear they are sums that come close
  /// to an integral.
  public let gap: Double
}
