import CondenseData

/// What a run is about to do: decided from the data before the first step.
public struct RecommenderPlan: Sendable {
  /// What each column is to the recommender, and why.
  public let columns: [ColumnRole]
  /// Different users.
  public let users: Int
  /// Different items.
  public let items: Int
  /// Pairs to learn from.
  public let trainingRows: Int
  /// Pairs held out.
  public let validationRows: Int
  /// Numbers to learn.
  public let parameters: Int
  /// Passes over the rows, at most.
  public let epochs: Int
  /// Examples of one step.
  public let batchSize: Int
}
