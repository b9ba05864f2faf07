import CondenseCore

/// Turns the target column into class numbers or numbers.
public struct TargetEncoder: Codable, Sendable, Equatable {
  /// The column.
  public let column: String
  /// Classes or a number.
  public let task: PredictionTask
  /// The labels, the most frequent first.
  public let classes: [String]

  /// The target of a schema.
  public init(_ schema: Schema) {
    column = schema.target
    task = schema.task
    classes = schema.classes
  }

  /// The rows that have a target: for classes, a label that is among them.
  public func usableRows(of table: Table) throws(CondenseError) -> [Int] {
    switch task {
    case .classes:
      let ids = try ids(of: table, rows: Array(0..<table.rowCount))
      return ids.indices.filter { ids[$0] >= 0 }
    case .regression:
      let column = try table.column(named: column)
      return (0..<column.count).filter { column.number($0) != nil }
    }
  }

  /// The place of each row's label among the classes; −1 where it is missing or no class.
  public func ids(of table: Table, rows: [Int]) throws(CondenseError) -> [Int32] {
    try table.check(rows: rows)
    // A label that is written in another way than in training finds the one of equal number.
    let labels = try Vocabulary(
      values: classes.map { Array($0.utf8) }, counts: [Int64](repeating: 0, count: classes.count + 1))
    let codes = CategoryCodes(try table.column(named: column), rows: rows).composed()
    let places = (0..<codes.keys.count).map { code in
      codes.keys.withBytes(of: code) { labels.id(ofUTF8: $0, count: $1) - 1 }
    }
    return codes.codes.map { $0 < 0 ? -1 : places[Int($0)] }
  }

  /// The number of each row, NaN where it is missing; throws at the first cell that is no number.
  public func numbers(of table: Table, rows: [Int]) throws(CondenseError) -> [Double] {
    try table.check(rows: rows)
    let column = try table.column(named: column)
    if let row = column.firstRowWithoutNumber(among: rows) {
      throw CondenseError(
        .content,
        "\(table.name) line \(table.line(ofRow: row)), column '\(column.name)': '\(column.shownText(row))' is no "
          + "number, as the target should be; correct the cell or leave it empty")
    }
    return rows.map { column.number($0) ?? .nan }
  }
}
