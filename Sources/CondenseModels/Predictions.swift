import CondenseCore
import CondenseData

/// What a model says of many rows.
public struct Predictions: Sendable {
  /// Rows.
  public let count: Int
  /// The classes; empty for numbers.
  public let classes: [String]
  /// `rows × classes`; empty for numbers.
  public let probabilities: [Float]
  /// One for each row; empty for classes.
  public let numbers: [Double]
  /// Columns that can hold new values, and for each whether a row does.
  let unknownColumns: [String]
  let unknown: [[Bool]]

  init(
    count: Int, classes: [String], probabilities: [Float], numbers: [Double], unknownColumns: [String],
    unknown: [[Bool]]
  ) {
    self.count = count
    self.classes = classes
    self.probabilities = probabilities
    self.numbers = numbers
    self.unknownColumns = unknownColumns
    self.unknown = unknown
  }

  /// The rows of several predictions of one model, in order.
  init(joining parts: [Predictions]) {
    count = parts.reduce(0) { $0 + $1.count }
    classes = parts.first?.classes ?? []
    probabilities = parts.flatMap(\.probabilities)
    numbers = parts.flatMap(\.numbers)
    let columns = parts.first?.unknownColumns ?? []
    unknownColumns = columns
    unknown = columns.indices.map { column in parts.flatMap { $0.unknown[column] } }
  }

  /// Columns of a row whose value the model had never seen.
  public func unknown(inRow row: Int) -> [String] {
    requireRow(row)
    return zip(unknownColumns, unknown).filter { $1[row] }.map(\.0)
  }

  /// Share of rows whose value was new, for each column where there was one.
  public var unknownShares: [String: Double] {
    var shares: [String: Double] = [:]
    for (column, flags) in zip(unknownColumns, unknown) {
      let hits = flags.count { $0 }
      if hits > 0 { shares[column] = Double(hits) / Double(count) }
    }
    return shares
  }

  private func requireRow(_ row: Int) {
    require(
      row >= 0 && row < count,
      "there are predictions of \(Count.of(count, "row", "rows")), and none of row \(row)")
  }

  /// The prediction of one row, counted from 0.
  public subscript(row: Int) -> Prediction {
    requireRow(row)
    let range = row * classes.count..<(row + 1) * classes.count
    return Prediction(
      label: classes.isEmpty ? nil : classes[ClassMetrics.top(probabilities, row, classes.count)],
      number: classes.isEmpty ? numbers[row] : nil,
      probabilities: zip(classes, probabilities[range]).map { ($0, $1) }, unknown: unknown(inRow: row))
  }
}
