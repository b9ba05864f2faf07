import CondenseCore

/// Reads the moments of a column in one format, each different string once.
struct MomentReader {
  let format: DateFormat

  /// One moment for each row, nil where it is missing or follows another format; throws at the first such cell where
  /// more than half of the cells do.
  func moments(_ column: Column, _ rows: [Int], _ table: Table) throws(CondenseError) -> [Moment?] {
    var moments = [Moment?](repeating: nil, count: rows.count)
    var present = 0
    var odd = 0
    var firstOdd: Int?
    func add(_ i: Int, _ moment: Moment?) {
      present += 1
      moments[i] = moment
      if moment == nil {
        odd += 1
        if firstOdd == nil { firstOdd = rows[i] }
      }
    }
    switch column.cells {
    case .numbers(let cells):
      for (i, row) in rows.enumerated() where !column.isMissing(row) {
        let value = cells.values[row]
        add(i, value.isNaN ? nil : moment(of: .number(value)))
      }
    case .strings(let cells):
      var known = [Moment??](repeating: nil, count: cells.values.count)
      for (i, row) in rows.enumerated() {
        let code = Int(cells.codes[row])
        if code < 0 { continue }
        if known[code] == nil {
          known[code] = .some(cells.values.withBytes(of: code) { format.parse($0, $1) })
        }
        add(i, known[code] ?? nil)
      }
    case .images: if let row = rows.first { throw fault(column, row, table) }
    }
    if odd * 2 > present, let firstOdd { throw fault(column, firstOdd, table) }
    return moments
  }

  /// The moment a cell tells, nil when it is missing or follows another format.
  func moment(of cell: Cell) -> Moment? {
    switch cell {
    case .missing, .image: return nil
    case .number(let value): return ShortestNumber.withBytes(value) { format.parse($0, $1) }
    case .text(var text):
      return text.withUTF8 { buffer in buffer.baseAddress.flatMap { format.parse($0, buffer.count) } }
    }
  }

  private func fault(_ column: Column, _ row: Int, _ table: Table) -> CondenseError {
    CondenseError(
      .content,
      "\(table.name) line \(table.line(ofRow: row)), column '\(column.name)': '\(column.shownText(row))' is no date "
        + "like \(format.rawValue); correct the cell or leave it empty")
  }
}
