/// One measured figure.
public struct Metric: Codable, Sendable, Equatable {
  /// As in the documentation: `auc`, `log_loss`, `rmse`.
  public let name: String
  /// Its value.
  public let value: Double

  /// A figure by name.
  public init(_ name: String, _ value: Double) {
    self.name = name
    self.value = value
  }

  /// Whether less is better: errors and losses.
  public static func isError(_ name: String) -> Bool {
    ["log_loss", "ece", "rmse", "mae", "mape"].contains(name)
  }
}

extension [Metric] {
  /// The value of a metric by name.
  public subscript(name: String) -> Double? { first { $0.name == name }?.value }
}
