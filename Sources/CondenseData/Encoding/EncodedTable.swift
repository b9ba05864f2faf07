import CondenseCore

/// Some rows, ready for a network.
public struct EncodedTable: Sendable {
  /// The number of rows.
  public let rowCount: Int
  /// One entry for each feature of the encoder, in its order.
  public let features: [EncodedFeature]
  /// The columns that may hold unknown values, in the order of the schema.
  public let unknownColumns: [String]
  /// For each of `unknownColumns`, whether each row holds a value there that has no row of its own.
  public let unknown: [[Bool]]

  /// The columns whose value in `row` was new.
  public func unknownNames(inRow row: Int) -> [String] {
    require(
      row >= 0 && row < rowCount, "there are \(Count.of(rowCount, "row", "rows")), and none at \(row)")
    return zip(unknownColumns, unknown).filter { $0.1[row] }.map(\.0)
  }
}
