import CZlib
import CondenseCore

/// Columns of equal length, read from a file or made in memory; immutable.
public struct Table: Sendable {
  /// What messages call it: the path as given, or `standard input`.
  public let name: String

  /// The columns, in the order of the file.
  public let columns: [Column]

  /// The number of rows, the header not counted.
  public let rowCount: Int

  /// How many rows of the file were left out because they had too few or too many cells.
  public let skippedRows: Int

  /// What was read over or repaired, a sentence each.
  public let remarks: [String]

  /// How its file was read; what a model keeps to read others alike.
  public let reading: ReadingOptions

  private let lines: RowLines
  private let positions: [String: Int]

  init(
    name: String, columns: [Column], rowCount: Int, skippedRows: Int, lines: RowLines,
    reading: ReadingOptions = .init(), remarks: [String] = []
  ) {
    self.remarks = remarks
    self.reading = reading
    self.name = name
    self.columns = columns
    self.rowCount = rowCount
    self.skippedRows = skippedRows
    self.lines = lines
    positions = Dictionary(
      columns.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A table made in memory: columns of equal length with names of their own.
  public init(name: String, columns: [Column]) throws(CondenseError) {
    let count = columns.first?.count ?? 0
    var seen: Set<String> = []
    for column in columns {
      guard column.count == count else {
        throw CondenseError(
          .content,
          "\(name): column '\(column.name)' has \(column.count) rows where '\(columns[0].name)' has \(count)"
        )
      }
      guard seen.insert(column.name).inserted else {
        throw CondenseError(.content, "\(name) has two columns called '\(column.name)'; rename one")
      }
      if case .numbers(let cells) = column.cells,
        let row = cells.values.firstIndex(where: { $0.isInfinite })
      {
        throw CondenseError(
          .content,
          "\(name) row \(row + 1), column '\(column.name)': an infinite value cannot be learned from; "
            + "use nil for a missing one")
      }
    }
    guard count < Int(Int32.max) else { throw InputBytes.tooLarge(name) }
    self.init(
      name: name, columns: columns, rowCount: count, skippedRows: 0, lines: .consecutive(first: 2))
  }

  /// The column of this name, nil if there is none.
  public subscript(name: String) -> Column? {
    positions[name].map { columns[$0] }
  }

  /// The column of this name; the error names the nearest.
  public func column(named wanted: String) throws(CondenseError) -> Column {
    if let position = positions[wanted] { return columns[position] }
    let names = columns.map(\.name)
    let nearest =
      NearestName.find(wanted, among: names).map { "; did you mean '\(ShownText.line($0))'? Its" } ?? "; its"
    let shown =
      names.prefix(12).map(ShownText.line).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    throw CondenseError(.usage, "\(name) has no column '\(wanted)'\(nearest) columns: \(shown)")
  }

  /// The rows with these indices, all of them from 0 to below `rowCount`, in the order given; they keep their line numbers.
  public func rows(_ indices: [Int]) -> Table {
    let count = rowCount
    if let row = indices.first(where: { $0 < 0 || $0 >= count }) { requireRow(row) }
    return Table(
      name: name, columns: columns.map { $0.rows(indices) }, rowCount: indices.count,
      skippedRows: skippedRows, lines: lines.rows(indices), reading: reading, remarks: remarks)
  }

  /// The same with another column in the place of the one of its name.
  package func replacing(_ column: Column) -> Table {
    precondition(column.count == rowCount)
    return Table(
      name: name, columns: columns.map { $0.name == column.name ? column : $0 }, rowCount: rowCount,
      skippedRows: skippedRows, lines: lines, reading: reading, remarks: remarks)
  }

  /// The same without its first or last row, and with a reason.
  func dropping(row: Int, _ remark: String) -> Table {
    let rows = (0..<rowCount).filter { $0 != row }
    let columns = columns.map { column in
      let words = column.missingWords.map {
        MissingWord(text: $0.text, row: max(0, $0.row > row ? $0.row - 1 : $0.row), count: $0.count)
      }
      return Column(name: column.name, cells: column.rows(rows).cells, missingWords: words)
    }
    return Table(
      name: name, columns: columns, rowCount: rows.count, skippedRows: skippedRows, lines: lines.rows(rows),
      reading: reading, remarks: remarks + [remark])
  }

  /// The line of the file on which data row `row`, counted from 0, starts; the header is line 1.
  public func line(ofRow row: Int) -> Int {
    requireRow(row)
    return lines.line(row)
  }

  @inline(__always)
  private func requireRow(_ row: Int) {
    require(
      row >= 0 && row < rowCount, "\(name) has \(Count.of(rowCount, "row", "rows")), and none at \(row)")
  }

  /// - Throws: `CondenseError` of kind `usage` that names a row that is not there.
  package func check(rows: [Int]) throws(CondenseError) {
    let count = rowCount
    guard let row = rows.first(where: { $0 < 0 || $0 >= count }) else { return }
    throw CondenseError(.usage, "\(name) has \(Count.of(rowCount, "row", "rows")), and none at \(row)")
  }

  /// Splits the rows at random: about `fraction` of them, and the rest, both in the order of the file. The
  /// same seed gives the same split everywhere.
  public func randomSplit(by fraction: Double, seed: UInt64) -> (Table, Table) {
    let share = fraction.isFinite ? min(max(fraction, 0), 1) : 0
    let wanted = Int((Double(rowCount) * share).rounded())
    var order = Array(0..<rowCount)
    var generator = SplitMix(seed: seed)
    for i in 0..<min(wanted, max(0, rowCount - 1)) {
      order.swapAt(i, i + generator.next(below: rowCount - i))
    }
    return (rows(order[..<wanted].sorted()), rows(order[wanted...].sorted()))
  }

  /// A CRC-32, in hexadecimal, of the column names and cell values: the same for the same cells however they
  /// were stored.
  public var fingerprint: String {
    var checksum = Checksum()
    for column in columns {
      checksum.add(Array(column.name.utf8))
      switch column.cells {
      case .numbers(let cells):
        for value in cells.values {
          checksum.add((value.isNaN ? Double.nan : value + 0).bitPattern)
        }
      case .strings(let cells):
        for code in cells.codes {
          if code < 0 {
            checksum.add(UInt64.max)
          } else {
            cells.values.withBytes(of: Int(code)) { checksum.add($0, $1) }
          }
        }
      case .images(let cells):
        checksum.add(UInt64(cells.height))
        checksum.add(UInt64(cells.width))
        for row in 0..<cells.count {
          cells.withImage(row) { pixels in
            if let base = pixels.baseAddress { checksum.add(base, pixels.count) }
          }
        }
      }
    }
    return checksum.hexadecimal()
  }
}
