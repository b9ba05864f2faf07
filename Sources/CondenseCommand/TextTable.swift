import CondenseInsight

/// Columns of text set under one another: numbers to the right, words to the left.
package struct TextTable: Sendable {
  private let header: [String]
  private var rows: [[String]] = []

  package init(_ header: [String]) {
    self.header = header
  }

  /// - Parameter shown: how a cell is written.
  package init(_ table: FigureTable, showing shown: (String) -> String = { $0 }) {
    self.init(table.header)
    for row in table.rows { add(row.cells.map(shown)) }
  }

  /// Adds a row; what is missing is left blank, what is too many is left out.
  package mutating func add(_ cells: [String]) {
    rows.append(header.indices.map { $0 < cells.count ? cells[$0] : "" })
  }

  /// The table, each line ended, no spaces at the ends of lines.
  package var text: String {
    let columns = header.indices.map { column in
      let cells = rows.map { $0[column] }
      let isNumeric = cells.contains { !$0.isEmpty } && cells.allSatisfy { $0.isEmpty || Self.isNumber($0) }
      return (width: max(header[column].count, cells.map(\.count).max() ?? 0), isNumeric: isNumeric)
    }
    return ([header] + rows).map { row in
      var line = ""
      for (cell, column) in zip(row, columns) {
        let blank = String(repeating: " ", count: column.width - cell.count)
        line += column.isNumeric ? blank + cell : cell + blank
        line += "  "
      }
      while line.last == " " { line.removeLast() }
      return line + "\n"
    }.joined()
  }

  /// Digits first or after a sign, as in `-3`, `1,234`, `0.47`, `1.9 MB` and `23.6 %`; `–` stands for none.
  private static func isNumber(_ cell: String) -> Bool {
    if cell == "–" { return true }
    let body = cell.drop { $0 == "-" || $0 == "+" }
    return body.first.map { $0.isASCII && $0.isNumber } ?? false
  }
}
