/// One run of a practice with one seed.
public struct PracticeRun: Sendable, Equatable, Codable {
  /// Its seed.
  public let seed: UInt64
  /// The metric on the test rows.
  public let metric: Double
  /// The same on the rows it learned from, and on those that chose the epoch.
  public let trainingMetric: Double
  /// On the rows that chose the epoch.
  public let validationMetric: Double
  /// The epoch that was kept, from 1.
  public let bestEpoch: Int
  /// Seconds of learning.
  public let seconds: Double

  private enum CodingKeys: String, CodingKey {
    case seed, metric, seconds
    case trainingMetric = "training_metric"
    case validationMetric = "validation_metric"
    case bestEpoch = "best_epoch"
  }
}
