import CondenseModels

/// What a search came to.
public struct Tuning: Sendable {
  /// The model to keep.
  public let model: Predictor
  /// Every trial, in the order in which they were made.
  public let trials: [Trial]
  /// The defaults, learned as `train` learns them.
  public let defaults: Trial
  /// The trial of the least loss.
  public let best: Trial
  /// The curve of each embedding, from one run with long vectors; empty where there was no time or nothing to shorten.
  public let curves: [DimensionCurve]
  /// Numbers of each embedding's vectors in a model of the best trial, by its name.
  public let dimensionsBefore: [String: Int]
  /// Parameters of the best trial's model.
  public let parameters: Int
  /// Parameters of a model whose vectors are as long as the curves say, where it was made.
  public let smallParameters: Int?
  /// The loss of the smaller model on the rows held out, after it was trained on for a while.
  public let smallLoss: Double?
  /// Whether the smaller one is the model: it is no worse than the defaults, and within a standard error of the best.
  public let isSmall: Bool
  /// Trials that were read rather than made.
  public let resumed: Int
}
