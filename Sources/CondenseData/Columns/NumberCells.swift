/// The cells of a column of numbers.
public struct NumberCells: Sendable, Equatable {
  /// One value a row; NaN where it is missing or no number, never infinite.
  public let values: [Double]

  /// Whether every number is whole.
  public let isWhole: Bool

  /// How cells stood in the file, where that says more than their values; nil where none does.
  package let written: WrittenCells?

  package init(_ values: [Double], written: WrittenCells? = nil) {
    self.init(
      values, isWhole: values.allSatisfy { $0.isNaN || $0 == $0.rounded(.towardZero) }, written: written)
  }

  package init(_ values: [Double], isWhole: Bool, written: WrittenCells? = nil) {
    self.values = values
    self.isWhole = isWhole
    self.written = written
  }

  /// Cells that are no numbers and count as missing.
  package var oddCount: Int { written?.oddCount ?? 0 }

  /// The cells of some rows, in the order given.
  package func rows(_ indices: [Int]) -> NumberCells {
    let taken = indices.map { values[$0] }, written = written?.rows(indices, of: values)
    return isWhole
      ? NumberCells(taken, isWhole: true, written: written) : NumberCells(taken, written: written)
  }
}
