import CondenseData

/// What is known of a table, and of the network for it, before any training.
public struct Advice: Sendable {
  /// What training would go by: with `TrainingOptions.schema` it gives the same model.
  public let schema: Schema
  /// Rows with a target, to learn from and held out.
  public let trainingRows: Int
  /// Rows held out.
  public let validationRows: Int
  /// Every column but the target, then the derived features.
  public let columns: [ColumnAdvice]
  /// Columns that would do with one embedding.
  public let sharing: [SharedEmbedding]
  /// Which layers the data asks for, in a sentence.
  public let verdict: String
  /// What looks wrong, the gravest first.
  public let warnings: [AdviceWarning]
  /// What else training would remark.
  public let remarks: [String]
  /// What it all costs.
  public let cost: TrainingCost
}
