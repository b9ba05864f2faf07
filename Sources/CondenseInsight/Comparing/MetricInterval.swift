/// A measured figure, and where it would lie 95 times of 100 had other rows of the same kind been measured.
///
/// Source: percentiles of the bootstrap; Efron and Tibshirani 1993, "An introduction to the bootstrap", chapter 13.
public struct MetricInterval: Sendable, Equatable, Codable {
  /// As measured on all rows.
  public let value: Double
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double

  package init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = low
    self.high = high
  }

  /// The ends from the values of many draws; those that are not finite are left out.
  init(value: Double, draws: [Double]) {
    let sorted = draws.filter(\.isFinite).sorted(), cut = sorted.count / 40
    self.init(
      value: value, low: sorted.isEmpty ? value : sorted[cut],
      high: sorted.isEmpty ? value : sorted[sorted.count - 1 - cut])
  }

  /// Whether a value lies within the interval, ends included.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}
