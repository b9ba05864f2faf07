import CondenseCore
import CondenseData

/// What a table says of the values on a map: its first column holds the values, the others what is known of them.
public struct KnownValues: Sendable {
  /// How many of the values the table has.
  public let known: Int
  private let table: Table
  private let rows: [Int?]

  /// - Throws: `CondenseError` of kind `content` when the table has one column only, or none of the values.
  public init(_ values: [String], in table: Table) throws(CondenseError) {
    guard let first = table.columns.first, table.columns.count > 1 else {
      throw CondenseError(
        .content,
        "\(table.name) has one column; the values in the first and what is known of them in others are needed"
      )
    }
    var places: [String: Int] = [:]
    for row in (0..<table.rowCount).reversed() {
      if let value = first.text(row) { places[value] = row }
    }
    rows = values.map { places[$0] }
    known = rows.count { $0 != nil }
    self.table = table
    guard known > 0 else {
      throw CondenseError(
        .content,
        "\(table.name): the first column, '\(first.name)', holds none of the values, such as '\(ShownText.line(values.first ?? ""))'"
      )
    }
  }

  /// The other columns.
  public var aspects: [MapAspect] { table.columns.dropFirst().map { MapAspect($0, rows: rows) } }

  /// Where each value is by two of the columns; nil where that is not known. Degrees to the east, known by a column
  /// whose name starts with `lon` or `lng` beside one with `lat`, are made as long as those to the north.
  ///
  /// - Throws: `CondenseError` of kind `usage` when the table has no such column, `content` when one holds no numbers.
  func places(_ x: String, _ y: String) throws(CondenseError) -> (
    places: [(x: Double, y: Double)?], isGlobe: Bool
  ) {
    let (across, up) = (try numbers(x), try numbers(y))
    var places = zip(across, up).map { x, y -> (x: Double, y: Double)? in
      x.isFinite && y.isFinite ? (x, y) : nil
    }
    let isGlobe =
      ["lon", "lng"].contains { x.lowercased().hasPrefix($0) } && y.lowercased().hasPrefix("lat")
    if isGlobe {
      let known = places.compactMap(\.self)
      let middle = known.reduce(0) { $0 + $1.y } / Double(max(known.count, 1))
      let factor = FixedMath.sineCosine(turns: middle / 360).cosine
      places = places.map { place in place.map { ($0.x * factor, $0.y) } }
    }
    return (places, isGlobe)
  }

  private func numbers(_ name: String) throws(CondenseError) -> [Double] {
    guard let column = table[name] else {
      let names = table.columns.dropFirst().map(\.name)
      throw CondenseError(
        .usage, "\(table.name) has no column '\(name)'\(NearestName.question(name, among: names))")
    }
    guard column.isNumeric else {
      throw CondenseError(.content, "\(table.name): the column '\(name)' holds no numbers, as positions are")
    }
    return rows.map { $0.flatMap { column.number($0) } ?? .nan }
  }
}
