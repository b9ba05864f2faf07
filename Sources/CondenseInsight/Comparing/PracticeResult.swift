/// What one habit of network builders is worth on the user's own data.
public struct PracticeResult: Sendable, Equatable, Codable {
  /// Which.
  public let practice: Practice
  /// What was done: `without dropout`.
  public let name: String
  /// One run for each seed; empty where the practice has nothing to act on.
  public let runs: [PracticeRun]
  /// Learned numbers.
  public let parameters: Int
  /// Mean metric on the test rows less that of the chosen network, with an interval over seeds and rows; nil for the
  /// chosen network.
  public let difference: MetricDifference?
  /// What it means, in a sentence.
  public let sentence: String

  /// The mean of a figure over the runs.
  public func mean(_ figure: (PracticeRun) -> Double) -> Double {
    runs.reduce(0) { $0 + figure($1) } / Double(max(runs.count, 1))
  }
}
