/// The cells of a column of numbers.
public struct NumberCells: Sendable, Equatable {
  /// One value a row; NaN where it is missing, never infinite.
  public let values: [Double]

  /// Whether every number is whole.
  public let isWhole: Bool

  package init(_ values: [Double]) {
    self.values = values
    isWhole = values.allSatisfy { $0.isNaN || $0 == $0.rounded(.towardZero) }
  }

  package init(_ values: [Double], isWhole: Bool) {
    self.values = values
    self.isWhole = isWhole
  }
}
