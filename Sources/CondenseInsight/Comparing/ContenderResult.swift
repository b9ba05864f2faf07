/// What one way of feeding the columns to a network came to.
public struct ContenderResult: Sendable, Equatable, Codable {
  /// Which it is.
  public let contender: Contender
  /// What it is called: `embedding, then dense`.
  public let name: String
  /// What it does with the columns, in a sentence.
  public let what: String
  /// The metric on the test rows.
  public let metric: MetricInterval
  /// Against the first contender; nil for the first.
  public let difference: MetricDifference?
  /// Every rate tried.
  public let trials: [ContenderTrial]
  /// The rate that did best on validation, which the model was learned with.
  public let rate: Double
  /// Numbers learned.
  public let parameters: Int
  /// Bytes of them.
  public let bytes: Int
  /// Seconds of learning with the chosen rate, all passes and validation included.
  public let seconds: Double
  /// Seconds of a pass over the training rows.
  public let secondsPerEpoch: Double
  /// Bytes of memory that learning took at the peak, atop of the table; nil where the system does not say.
  public let memoryBytes: Int?
  /// Microseconds from the cells of one row to its prediction, one row at a time on one thread.
  public let microsecondsPerPrediction: Double

  private enum CodingKeys: String, CodingKey {
    case name, what, metric, difference, trials, rate, parameters, bytes, seconds
    case contender = "form"
    case secondsPerEpoch = "seconds_per_epoch"
    case memoryBytes = "memory_bytes"
    case microsecondsPerPrediction = "microseconds_per_prediction"
  }
}
