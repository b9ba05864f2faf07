import CondenseCore

/// One pass over the rows of a file, block by block, for some of its columns.
struct BlockPass {
  private(set) var rowCount = 0
  private(set) var skippedRows = 0
  private(set) var lines = RowLines.consecutive(first: 1)

  private var scanner: RowScanner
  private let columnCount: Int
  private let blockRows: Int
  private let skips: Bool
  private var listed: [Int] = []
  private var firstLine = 0

  init(scanner: RowScanner, columnCount: Int, blockCells: Int, skips: Bool) {
    self.scanner = scanner
    self.columnCount = columnCount
    self.skips = skips
    blockRows = max(1, blockCells / columnCount)
  }

  /// Reads all rows, adding the cells of `columns` to their builders.
  mutating func run(
    _ builders: inout [ColumnBuilder], columns: [Int], header: [String]
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
        let cells = try scanner.nextRow(starts + offset, lengths + offset, capacity: columnCount)
        if cells == 0 { break }
        if cells != columnCount || scanner.strayCell > 0 {
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
