import CondenseCore

/// What a column of weights may hold.
enum WeightColumn {
  /// Throws unless every cell is a number not below zero.
  static func check(_ column: Column, _ table: Table) throws(CondenseError) {
    for row in 0..<column.count {
      if let weight = column.number(row), weight >= 0 { continue }
      let found = column.isMissing(row) ? "is empty" : "holds '\(column.shownText(row))'"
      throw CondenseError(
        .content,
        "\(table.name) line \(table.line(ofRow: row)): the weight column '\(column.name)' \(found); a number not "
          + "below zero was expected")
    }
  }
}
