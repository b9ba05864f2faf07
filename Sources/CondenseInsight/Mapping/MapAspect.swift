import CondenseCore
import CondenseData

/// What the points of a map may be coloured by: a column of a table about the values.
public struct MapAspect: Sendable {
  /// The column.
  public let name: String
  /// What it says of each point.
  package let content: Content

  package enum Content: Sendable {
    /// A quantity; NaN where the table does not say.
    case numbers([Double])
    /// One of several names; nil where the table does not say.
    case names([String?])
  }

  /// The other columns of a table whose first column holds values.
  ///
  /// - Returns: the columns, and how many of the values the table has.
  /// - Throws: `CondenseError` of kind `content` when the table has one column only, or none of the values.
  public static func all(
    of values: [String], from table: Table
  ) throws(CondenseError) -> (aspects: [MapAspect], known: Int) {
    guard let first = table.columns.first, table.columns.count > 1 else {
      throw CondenseError(
        .content,
        "\(table.name) has one column; the values in the first and what is known of them in others are needed"
      )
    }
    var rows: [String: Int] = [:]
    for row in (0..<table.rowCount).reversed() {
      if let value = first.text(row) { rows[value] = row }
    }
    let places = values.map { rows[$0] }
    let known = places.count { $0 != nil }
    guard known > 0 else {
      throw CondenseError(
        .content,
        "\(table.name): the first column, '\(first.name)', holds none of the values, such as '\(ShownText.line(values.first ?? ""))'"
      )
    }
    let aspects = table.columns.dropFirst().map { column in
      MapAspect(
        name: column.name,
        content: column.isNumeric
          ? .numbers(places.map { $0.flatMap { column.number($0) } ?? .nan })
          : .names(places.map { $0.flatMap { column.text($0) } }))
    }
    return (Array(aspects), known)
  }
}
