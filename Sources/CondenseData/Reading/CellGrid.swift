import CondenseCore

/// The cells of all rows of a file whose lines say more than where cells start and end.
struct CellGrid {
  private static let blockCells = 1 << 14

  private let columnCount: Int
  /// The bytes of all cells, one after another.
  private var bytes: [UInt8] = []
  private var starts: [Int] = []
  private var lengths: [Int] = []
  private var lines: [Int] = []
  /// How many rows were left out.
  var skippedRows = 0

  init(columnCount: Int) { self.columnCount = columnCount }

  /// Adds a row whose cells are all missing until they are set.
  mutating func addRow(line: Int) {
    lines.append(line)
    starts.append(contentsOf: repeatElement(0, count: columnCount))
    lengths.append(contentsOf: repeatElement(0, count: columnCount))
  }

  /// Takes the last row away again.
  mutating func removeRow() {
    lines.removeLast()
    starts.removeLast(columnCount)
    lengths.removeLast(columnCount)
    skippedRows += 1
  }

  /// Sets a cell of the last row.
  mutating func set(_ column: Int, _ cell: some Collection<UInt8>) {
    let place = starts.count - columnCount + column
    starts[place] = bytes.count
    lengths[place] = cell.count
    bytes.append(contentsOf: cell)
  }

  /// Makes a table of the rows, read as the cells of a delimited file are.
  consuming func table(
    columns names: [String], name: String, options: ReadingOptions
  ) throws(CondenseError) -> Table {
    let rowCount = lines.count
    guard rowCount < Int(Int32.max) else { throw InputBytes.tooLarge(name) }
    // Scanners may load eight bytes anywhere.
    bytes.append(contentsOf: repeatElement(0, count: InputBytes.padding))
    let parser = NumberParser(decimalComma: options.decimalComma)
    let missing = MissingTokens(options)
    var columns: [Column] = []
    for (index, column) in names.enumerated() {
      var builder = ColumnBuilder(parser: parser, missing: missing)
      fill(&builder, index)
      builder.finish()
      if builder.hasFailed {
        builder.retry()
        fill(&builder, index)
      }
      columns.append(Column(name: column, cells: builder.cells(), missingWords: builder.words))
    }
    return Table(
      name: name, columns: columns, rowCount: rowCount, skippedRows: skippedRows, lines: .listed(lines),
      reading: options)
  }

  private func fill(_ builder: inout ColumnBuilder, _ column: Int) {
    builder.reserve(lines.count)
    let blockRows = max(1, Self.blockCells / columnCount)
    bytes.withUnsafeBufferPointer { bytes in
      starts.withUnsafeBufferPointer { starts in
        lengths.withUnsafeBufferPointer { lengths in
          guard let base = bytes.baseAddress, let starts = starts.baseAddress,
            let lengths = lengths.baseAddress
          else { return }
          for first in stride(from: 0, to: lines.count, by: blockRows) where !builder.hasFailed {
            builder.append(
              base, starts + first * columnCount, lengths + first * columnCount, first: column,
              stride: columnCount, rows: min(blockRows, lines.count - first))
          }
        }
      }
    }
  }
}
