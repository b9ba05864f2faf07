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
    let times: [Double]
    if column.isNumeric {
      times = rows.map { column.number($0) ?? 0 }
    } else if let guess = DateGuess(column) {
      times = try MomentReader(format: guess.format).moments(column, rows, self).map {
        Double($0?.day ?? 0) * 86_400 + Double(max(0, $0?.second ?? 0))
      }
    } else {
      throw CondenseError(
        .content,
        "\(self.name): '\(name)' holds neither dates nor numbers, for example '\(column.shownText(rows.min() ?? 0))'; "
          + "rows cannot be put in order by it")
    }
    return rows.indices.sorted { times[$0] != times[$1] ? times[$0] < times[$1] : $0 < $1 }.map { rows[$0] }
  }
}
