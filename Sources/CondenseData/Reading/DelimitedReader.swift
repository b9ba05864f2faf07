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
    let delimiter = options.delimiter ?? DelimiterGuess.guess(base + start, end - start, newline: newline)
    var scanner = RowScanner(
      base: base, start: start, end: end, delimiter: delimiter, newline: newline, name: name, line: 1)
    skipBlankLines(&scanner)
    let names = try header(&scanner, options)
    let body = scanner
    guard body.position < end else {
      throw CondenseError(
        .content, "\(name) has a header and no rows; at least one row of cells was expected")
    }

    let parser = NumberParser(decimalComma: options.decimalComma)
    let missing = MissingTokens(options.missing)
    var builders = names.map { _ in ColumnBuilder(parser: parser, missing: missing) }
    var pass = BlockPass(
      scanner: body, columnCount: names.count, blockCells: blockCells, skips: options.skipsBadRows)
    try pass.run(&builders, columns: Array(names.indices), header: names)
    let rowCount = pass.rowCount
    let skipped = pass.skippedRows
    let lines = pass.lines
    guard rowCount > 0 else {
      throw CondenseError(
        .content,
        "\(name) has \(skipped) rows, none with the \(names.count) cells of the header; is the delimiter right?"
      )
    }
    var again = names.indices.filter { builders[$0].hasFailed }
    while !again.isEmpty {
      for column in again {
        builders[column].retry()
        builders[column].reserve(rowCount)
      }
      var pass = BlockPass(
        scanner: body, columnCount: names.count, blockCells: blockCells, skips: options.skipsBadRows)
      try pass.run(&builders, columns: again, header: names)
      again = again.filter { builders[$0].hasFailed }
    }

    var columns: [Column] = []
    for (index, column) in names.enumerated() {
      let builder = builders[index]
      if let row = builder.infiniteRow {
        throw CondenseError(
          .content,
          "\(name) line \(lines.line(row)), column '\(column)': infinite values cannot be learned from; "
            + "leave the cell empty")
      }
      columns.append(Column(name: column, cells: builder.cells()))
    }
    if delimiter == UInt8(ascii: ";"), !options.decimalComma {
      try requireNoDecimalCommas(columns, lines, name)
    }
    return Table(
      name: name, columns: columns, rowCount: rowCount, skippedRows: skipped, lines: lines, reading: options)
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

  private static func skipBlankLines(_ scanner: inout RowScanner) {
    var position = scanner.position
    var line = scanner.line
    while position < scanner.end {
      let byte = scanner.base[position]
      if byte == scanner.newline {
        line += 1
      } else if byte != 0x0d {
        break
      }
      position += 1
    }
    scanner = RowScanner(
      base: scanner.base, start: position, end: scanner.end, delimiter: scanner.delimiter,
      newline: scanner.newline, name: scanner.name, line: line)
  }

  /// The names of the columns; leaves the scanner at the first row of data.
  private static func header(
    _ scanner: inout RowScanner, _ options: ReadingOptions
  ) throws(CondenseError) -> [String] {
    let first = scanner
    var capacity = 1024
    while true {
      var starts = [Int](repeating: 0, count: capacity)
      var lengths = [Int](repeating: 0, count: capacity)
      scanner = first
      let count = try scanner.nextRow(&starts, &lengths, capacity: capacity)
      if count > capacity {
        capacity = count
        continue
      }
      if scanner.strayCell > 0, options.hasHeader {
        throw BlockPass.stray(scanner.name, scanner.rowLine, scanner.strayCell)
      }
      guard options.hasHeader else {
        scanner = first
        return (1...count).map { "c\($0)" }
      }
      let cells = (0..<count).map { text(scanner.base + starts[$0], lengths[$0]) }
      return try named(cells, scanner.name)
    }
  }

  private static func named(_ cells: [String], _ file: String) throws(CondenseError) -> [String] {
    var positions: [String: Int] = [:]
    for (index, cell) in cells.enumerated() where !cell.isEmpty {
      if let other = positions[cell] {
        throw CondenseError(
          .content,
          "\(file) has two columns called '\(ShownText.line(cell))', the \(ordinal(other + 1)) and the "
            + "\(ordinal(index + 1)); rename one of them")
      }
      positions[cell] = index
    }
    return cells.enumerated().map { index, cell in
      guard cell.isEmpty else { return cell }
      var name = "c\(index + 1)"
      while positions[name] != nil { name += "_" }
      return name
    }
  }

  private static func ordinal(_ n: Int) -> String {
    let suffix =
      switch (n % 10, n % 100) {
      case (1, let h) where h != 11: "st"
      case (2, let h) where h != 12: "nd"
      case (3, let h) where h != 13: "rd"
      default: "th"
      }
    return "\(n)\(suffix)"
  }

  private static func text(_ p: UnsafePointer<UInt8>, _ stored: Int) -> String {
    let bytes = UnsafeBufferPointer(start: p, count: stored < 0 ? ~stored : stored)
    var text = String(decoding: bytes, as: UTF8.self)
    if stored < 0 {
      var previousWasQuote = false
      text.unicodeScalars.removeAll { scalar in
        previousWasQuote = scalar == "\"" && !previousWasQuote
        return scalar == "\"" && !previousWasQuote
      }
    }
    let scalars = text.unicodeScalars
    let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
    guard let first = scalars.firstIndex(where: { !isSpace($0) }),
      let last = scalars.lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(scalars[first...last])
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
