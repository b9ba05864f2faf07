import CondenseModels

/// One configuration, learned for a number of steps and judged on the rows held out.
public struct Trial: Sendable, Equatable, Codable {
  /// The configuration's number: 0 for the defaults.
  public let candidate: Int
  /// What was changed.
  public let configuration: TrialConfiguration
  /// Steps that were planned, which the learning rate followed.
  public let steps: Int
  /// The best log loss, or root of the mean squared error, on the rows held out; nil where it was not finite.
  public let loss: Double?
  /// The metric that is shown: `auc`, `accuracy` or `rmse`.
  public let metric: Metric?
}
