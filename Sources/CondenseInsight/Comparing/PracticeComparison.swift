import CondenseData

/// The chosen network against itself without each of its habits.
public struct PracticeComparison: Sendable, Codable {
  /// The file.
  public let source: String
  /// The column learned.
  public let target: String
  /// Classes or numbers.
  public let task: PredictionTask
  /// The metric that is compared: `auc`, `accuracy` or `rmse`.
  public let metric: String
  /// Rows learned from, rows that chose the epoch, and rows that none of it saw.
  public let trainingRows: Int
  /// Rows that chose the epoch.
  public let validationRows: Int
  /// Rows that none of it saw.
  public let testRows: Int
  /// The chosen network first.
  public let practices: [PracticeResult]

  private enum CodingKeys: String, CodingKey {
    case source, target, task, metric, practices
    case trainingRows = "training_rows"
    case validationRows = "validation_rows"
    case testRows = "test_rows"
  }
}
