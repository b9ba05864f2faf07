import CondenseCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One pass over the rows of a file, block by block, for some of its columns.
struct BlockPass {
  private(set) var rowCount = 0
  private(set) var skippedRows = 0
  /// Rows that repeat the header, and lines of comment: how many, and the line of the first.
  private(set) var headers = (count: 0, line: 0), comments = (count: 0, line: 0)
  /// Whether the rows end with a delimiter where the header does not.
  private(set) var trails = false
  /// The cell, enclosed in quotes, that reaches over most lines.
  var longestQuote: (line: Int, lines: Int) { scanner.longestQuote }
  private(set) var lines = RowLines.consecutive(first: 1)

  private var scanner: RowScanner
  private let columnCount: Int
  private let blockRows: Int
  private let skips: Bool
  /// The bytes of the header's row; none where there is no header.
  private let header: UnsafeBufferPointer<UInt8>
  private var isFirstRow = true
  private var listed: [Int] = []
  private var firstLine = 0

  init(
    scanner: RowScanner, columnCount: Int, blockCells: Int, skips: Bool,
    header: UnsafeBufferPointer<UInt8> = UnsafeBufferPointer(start: nil, count: 0)
  ) {
    self.scanner = scanner
    self.header = header
    self.columnCount = columnCount
    self.skips = skips
    blockRows = max(1, blockCells / columnCount)
  }

  /// Reads all rows, adding the cells of `columns` to their builders.
  mutating func run(
    _ builders: inout [ColumnBuilder], columns: [Int]
  ) throws(CondenseError) {
    let bodyStart = scanner.position
    let starts = UnsafeMutablePointer<Int>.allocate(capacity: blockRows * columnCount)
    let lengths = UnsafeMutablePointer<Int>.allocate(capacity: blockRows * columnCount)
    defer {
      starts.deallocate()
      lengths.deallocate()
    }
    var isListed = false
    while true {
      var rows = 0
      while rows < blockRows {
        let offset = rows * columnCount
        let from = scanner.position
        var cells = try scanner.nextRow(starts + offset, lengths + offset, capacity: columnCount)
        if cells == 0 { break }
        if isFirstRow, cells == columnCount + 1, scanner.endsWithDelimiter { trails = true }
        isFirstRow = false
        if trails, cells == columnCount + 1, scanner.endsWithDelimiter { cells = columnCount }
        if isHeader(from) {
          headers = (headers.count + 1, headers.count == 0 ? scanner.rowLine : headers.line)
          continue
        }
        if cells != columnCount || scanner.strayCell > 0 {
          if cells == 1, isBlank(starts[offset], lengths[offset]) { continue }
          if isComment(starts[offset]) {
            comments = (comments.count + 1, comments.count == 0 ? scanner.rowLine : comments.line)
            continue
          }
          guard skips else { throw badRow(cells) }
          skippedRows += 1
          continue
        }
        let row = rowCount + rows
        if row == 0 { firstLine = scanner.rowLine }
        if isListed {
          listed.append(scanner.rowLine)
        } else if scanner.rowLine != firstLine + row {
          isListed = true
          listed = (0..<row).map { firstLine + $0 }
          listed.append(scanner.rowLine)
        }
        rows += 1
      }
      if rows == 0 { break }
      for column in columns where !builders[column].hasFailed {
        builders[column].append(
          scanner.base, starts, lengths, first: column, stride: columnCount, rows: rows)
      }
      if rowCount == 0 {
        // Room for all rows, judged by the length of those read.
        let consumed = max(1, scanner.position - bodyStart)
        let remaining = Double(scanner.end - bodyStart) / Double(consumed) * Double(rows)
        let expected = Int(min(remaining * 1.05 + 64, 4e9))
        for column in columns { builders[column].reserve(expected) }
      }
      rowCount += rows
      guard rowCount < Int(Int32.max) else { throw InputBytes.tooLarge(scanner.name) }
    }
    lines = isListed ? .listed(listed) : .consecutive(first: firstLine)
  }

  /// Whether the row that was read last, which begins at `from`, repeats the header.
  @inline(__always)
  private func isHeader(_ from: Int) -> Bool {
    guard let first = header.baseAddress, scanner.position - from >= header.count,
      scanner.position - from <= header.count + 2, scanner.base[from] == first[0]
    else { return false }
    return memcmp(scanner.base + from, first, header.count) == 0
  }

  /// Whether a line holds nothing but blanks.
  private func isBlank(_ start: Int, _ length: Int) -> Bool {
    length >= 0 && (0..<length).allSatisfy { scanner.base[start + $0] <= 0x20 }
  }

  /// Whether a row with too few or too many cells is none: `# source: …`.
  private func isComment(_ start: Int) -> Bool { scanner.base[start] == UInt8(ascii: "#") }

  /// What was read over, a sentence each.
  var remarks: [String] {
    var remarks: [String] = []
    func lines(_ found: (count: Int, line: Int)) -> String {
      found.count == 1 ? "line \(found.line)" : "\(Count.text(found.count)) rows from line \(found.line) on"
    }
    if headers.count > 0 {
      remarks.append(
        "\(scanner.name): \(lines(headers)) repeat\(headers.count == 1 ? "s" : "") the header; left out")
    }
    if comments.count > 0 {
      remarks.append("\(scanner.name): \(lines(comments)), beginning with '#', read as comments; left out")
    }
    if trails {
      remarks.append("\(scanner.name): every row ends with a delimiter that the header lacks; read over")
    }
    let quote = longestQuote
    if quote.lines >= Self.manyLines {
      remarks.append(
        "\(scanner.name) line \(quote.line): a quote opens here and closes \(Count.text(quote.lines)) lines later: one cell; "
          + "if it is a letter of the text, read quotes as letters with --quotes none")
    }
    return remarks
  }

  /// Lines of one cell from which on a quote is pointed out.
  private static let manyLines = 50

  private func badRow(_ cells: Int) -> CondenseError {
    if scanner.strayCell > 0 { return Self.stray(scanner.name, scanner.rowLine, scanner.strayCell) }
    let found = cells == 1 ? "1 cell" : "\(cells) cells"
    return CondenseError(
      .content,
      "\(scanner.name) line \(scanner.rowLine): \(found) where the header has \(columnCount); "
        + "--skip-bad-rows leaves such rows out")
  }

  static func stray(_ name: String, _ line: Int, _ cell: Int) -> CondenseError {
    CondenseError(
      .content,
      "\(name) line \(line): text follows the closing quote of cell \(cell); a quote inside a quoted cell is "
        + "written twice (\"\")")
  }
}
