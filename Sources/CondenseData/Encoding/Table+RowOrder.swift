import CondenseCore

extension Table {
  /// Rows in the order that a column of dates or numbers gives them; equal ones as they stand in the file.
  ///
  /// - Throws: `CondenseError`: `usage` when there is no such column, `content` when a cell is neither date
  ///   nor number or is missing.
  package func rowOrder(by name: String, among rows: [Int]) throws(CondenseError) -> [Int] {
    let column = try column(named: name, flag: "--order-by")
    if let row = rows.filter({ column.isMissing($0) }).min() {
      throw CondenseError(
        .content,
        "\(self.name) line \(line(ofRow: row)): the column '\(name)' is empty, so the row has no place in the order"
      )
    }
    if column.isNumeric {
      let numbers = rows.map { column.number($0) ?? -.infinity }
      return rows.indices.sorted { numbers[$0] != numbers[$1] ? numbers[$0] < numbers[$1] : $0 < $1 }.map {
        rows[$0]
      }
    }
    guard let guess = DateGuess(column) else {
      throw CondenseError(
        .content,
        "\(self.name): '\(name)' holds neither dates nor numbers, for example '\(column.shownText(rows.min() ?? 0))'; "
          + "rows cannot be put in order by it")
    }
    // By instant; cells that are no dates come first, so that they are never taken for the latest.
    let instants = try MomentReader(format: guess.format).moments(column, rows, self).map {
      $0?.instant ?? (second: .min, nanosecond: 0)
    }
    return rows.indices.sorted { instants[$0] != instants[$1] ? instants[$0] < instants[$1] : $0 < $1 }
      .map { rows[$0] }
  }
}
