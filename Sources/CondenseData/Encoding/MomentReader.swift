import CondenseCore

/// Reads the moments of a column in one format, each different string once.
struct MomentReader {
  let format: DateFormat

  /// One moment for each row, nil where it is missing; throws at the first cell that follows another format.
  func moments(_ column: Column, _ rows: [Int], _ table: Table) throws(CondenseError) -> [Moment?] {
    var moments = [Moment?](repeating: nil, count: rows.count)
    switch column.cells {
    case .numbers(let cells):
      for (i, row) in rows.enumerated() where !cells.values[row].isNaN {
        guard let moment = moment(of: .number(cells.values[row])) else { throw fault(column, row, table) }
        moments[i] = moment
      }
    case .strings(let cells):
      var known = [Moment?](repeating: nil, count: cells.values.count)
      for (i, row) in rows.enumerated() {
        let code = Int(cells.codes[row])
        if code < 0 { continue }
        if known[code] == nil {
          known[code] = cells.values.withBytes(of: code) { format.parse($0, $1) }
          if known[code] == nil { throw fault(column, row, table) }
        }
        moments[i] = known[code]
      }
    case .images: if let row = rows.first { throw fault(column, row, table) }
    }
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
