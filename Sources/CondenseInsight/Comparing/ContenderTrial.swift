/// One run of a contender: a learning rate and what it came to on the rows held out for choosing.
public struct ContenderTrial: Sendable, Equatable, Codable {
  /// Learning rate of the dense layers.
  public let rate: Double
  /// Log loss, or the root of the mean squared error, at the best epoch.
  public let validationLoss: Double
  /// The metric that is compared, at the best epoch.
  public let validationMetric: Double
  /// Epochs run, and the best of them.
  public let epochs: Int
  /// The epoch that was kept, from 1.
  public let bestEpoch: Int
  /// Seconds of the run.
  public let seconds: Double

  private enum CodingKeys: String, CodingKey {
    case rate, epochs, seconds
    case validationLoss = "validation_loss"
    case validationMetric = "validation_metric"
    case bestEpoch = "best_epoch"
  }
}
