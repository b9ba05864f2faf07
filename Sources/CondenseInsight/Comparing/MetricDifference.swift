/// How much better or worse one contender is than the first on the same rows.
public struct MetricDifference: Sendable, Equatable, Codable {
  /// Its metric less that of the first.
  public let value: MetricInterval
  /// How often chance alone would give as large a difference, either way: from the paired bootstrap.
  public let p: Double

  /// Whether chance is no good explanation.
  public var isSignificant: Bool { p < 0.05 }
}
