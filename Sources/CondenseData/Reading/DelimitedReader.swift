import CondenseCore

/// Turns the bytes of a delimited file into a table.
///
/// Rows are scanned in blocks that stay in cache; each block is handed to the columns one after another, so
/// that a column's loop knows what it parses. Columns whose form turns out wrong after the first block are read
/// again from the bytes, alone.
enum DelimitedReader {
  /// The cells of a block of rows.
  private static let blockCells = 1 << 14

  static func table(
    _ base: UnsafePointer<UInt8>, start: Int, count: Int, _ name: String, _ options: ReadingOptions
  ) throws(CondenseError) -> Table {
    let newline = newline(base + start, count - start)
    var end = count
    while end > start, base[end - 1] == 0x0a || base[end - 1] == 0x0d { end -= 1 }
    guard end > start else {
      throw CondenseError(.content, "\(name) holds blank lines only; a header and rows were expected")
    }
    var form = FileForm(base, start: start, end: end, newline: newline, name: name, options)
    let names = try form.header(options)
    let body = form.scanner
    guard body.position < end else {
      throw CondenseError(
        .content, "\(name) has a header and no rows; at least one row of cells was expected")
    }

    let parser = NumberParser(decimalComma: options.decimalComma)
    let missing = MissingTokens(options)
    var builders = names.map { _ in ColumnBuilder(parser: parser, missing: missing) }
    func pass() -> BlockPass {
      BlockPass(
        scanner: body, columnCount: names.count, blockCells: blockCells, skips: options.skipsBadRows,
        header: form.headerBytes)
    }
    var first = pass()
    try first.run(&builders, columns: Array(names.indices))
    let rowCount = first.rowCount
    let skipped = first.skippedRows
    let lines = first.lines
    guard rowCount > 0 else {
      throw CondenseError(
        .content,
        "\(name) has \(skipped) rows, none with the \(names.count) cells of the header; is the delimiter right?"
      )
    }
    for column in names.indices { builders[column].finish() }
    let again = names.indices.filter { builders[$0].hasFailed }
    if !again.isEmpty {
      for column in again {
        builders[column].retry()
        builders[column].reserve(rowCount)
      }
      var second = pass()
      try second.run(&builders, columns: again)
    }

    var columns: [Column] = []
    for (index, column) in names.enumerated() {
      columns.append(
        Column(name: column, cells: builders[index].cells(), missingWords: builders[index].words))
    }
    if body.delimiter == UInt8(ascii: ";"), !options.decimalComma {
      try requireNoDecimalCommas(columns, lines, name)
    }
    let table = Table(
      name: name, columns: columns, rowCount: rowCount, skippedRows: skipped, lines: lines, reading: options,
      remarks: form.remarks + first.remarks)
    return table.withoutFurniture()
  }

  /// Line feeds end lines, or carriage returns in a file that has no line feed.
  private static func newline(_ p: UnsafePointer<UInt8>, _ count: Int) -> UInt8 {
    var hasReturn = false
    for i in 0..<count {
      if p[i] == 0x0a { return 0x0a }
      if p[i] == 0x0d { hasReturn = true }
    }
    return hasReturn ? 0x0d : 0x0a
  }

  /// Numbers like `3,5` between semicolons are decimal commas that nobody announced.
  private static func requireNoDecimalCommas(
    _ columns: [Column], _ lines: RowLines, _ name: String
  ) throws(CondenseError) {
    for column in columns {
      guard case .strings(let cells) = column.cells, cells.values.count > 0 else { continue }
      var fitting = 0
      for value in 0..<cells.values.count where cells.values.withBytes(of: value, isCommaNumber) {
        fitting += 1
      }
      guard fitting * 10 >= cells.values.count * 9,
        let row = cells.codes.firstIndex(where: {
          $0 >= 0 && cells.values.withBytes(of: Int($0), isCommaNumber)
        })
      else { continue }
      let shown = cells.values.string(Int(cells.codes[row]))
      throw CondenseError(
        .content,
        "\(name) line \(lines.line(row)), column '\(column.name)': '\(shown)' looks like a number with a decimal "
          + "comma; say so with --decimal-comma")
    }
  }

  private static func isCommaNumber(_ p: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    var commas = 0
    var digits = 0
    for i in 0..<count {
      switch p[i] {
      case 48...57: digits += 1
      case UInt8(ascii: ","): commas += 1
      case UInt8(ascii: "-"), UInt8(ascii: "+"): if i > 0 { return false }
      default: return false
      }
    }
    return commas == 1 && digits >= 2 && p[count - 1] != UInt8(ascii: ",")
  }
}
