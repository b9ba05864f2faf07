/// What each column of a table is to a model, and what the model predicts.
public struct Schema: Codable, Sendable, Equatable {
  /// The column that is predicted.
  public var target: String

  /// Classes or a number.
  public var task: PredictionTask

  /// The labels, the most frequent first; empty for a number.
  public var classes: [String]

  /// The decision for every column but the target, in the order of the table, then the derived features.
  public var columns: [ColumnDecision]

  /// What the user should know, a sentence each.
  public var remarks: [String]

  /// The column that says how much each row counts.
  public var weight: String?

  /// The column that puts the rows in order of time.
  public var orderBy: String?

  /// Groups of columns that share one embedding.
  public var sharing: [[String]]

  /// True where it was inferred and nothing was asked of the task or of any column: the same table gives it again.
  package var isPlain: Bool?

  /// A schema put together by hand.
  public init(
    target: String, task: PredictionTask, classes: [String], columns: [ColumnDecision],
    remarks: [String] = [],
    weight: String? = nil, orderBy: String? = nil, sharing: [[String]] = []
  ) {
    self.target = target
    self.task = task
    self.classes = classes
    self.columns = columns
    self.remarks = remarks
    self.weight = weight
    self.orderBy = orderBy
    self.sharing = sharing
  }
}
