/// What is asked for, beside the table, when a schema is inferred.
public struct SchemaOptions: Sendable {
  /// The column to predict.
  public var target: String
  /// Classes or a number; nil has it inferred.
  public var task: PredictionTask?
  /// What some columns are to be taken for.
  public var kinds: [String: ColumnKind] = [:]
  /// Columns to leave out.
  public var ignored: [String] = []
  /// The column that says how much each row counts.
  public var weight: String?
  /// The column that puts the rows in order of time.
  public var orderBy: String?
  /// The column that says which rows belong together: no two of them stand on two sides of a split.
  public var group: String?
  /// Groups of columns that share one embedding.
  public var sharing: [[String]] = []

  /// The options for predicting a column.
  public init(target: String) { self.target = target }
}
