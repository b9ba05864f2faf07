import CondenseCore

/// What a column of weights may hold.
package enum WeightColumn {
  /// Throws unless every cell, of some rows or all, is a number not below zero, and one of them above.
  package static func check(_ column: Column, _ table: Table, rows: [Int]? = nil) throws(CondenseError) {
    var sum = 0.0
    for row in rows ?? Array(0..<column.count) {
      if let weight = column.number(row), weight >= 0 {
        sum += weight
        continue
      }
      let found = column.isMissing(row) ? "is empty" : "holds '\(column.shownText(row))'"
      throw CondenseError(
        .content,
        "\(table.name) line \(table.line(ofRow: row)): the weight column '\(column.name)' \(found); a number not "
          + "below zero was expected")
    }
    if sum == 0 {
      throw CondenseError(
        .content, "\(table.name): every cell of the weight column '\(column.name)' is 0; no row would count")
    }
  }
}
