import CondenseModels

/// A model that was made smaller, and what that cost on the rows that decided how small.
public struct Shrinking: Sendable {
  /// The smaller model.
  public let model: Predictor
  /// What became of each embedding that might be shortened.
  public let embeddings: [ShrunkEmbedding]
  /// How the model did on the rows before.
  public let before: Evaluation
  /// How the smaller one does. These rows chose it, so the figures flatter it a little.
  public let after: Evaluation
  /// The metric that tells most: `auc`, `accuracy` or `rmse`.
  public let headline: String
  /// The share of the skill that is left.
  public let keptSkill: Double
}
