import CondenseCore

/// Reads fastText's lines, `__label__spam Buy now`, as the columns `label` and `text`.
enum LabelledLinesReader {
  private static let mark = Array("__label__".utf8)

  /// Whether most lines of the first 64 KB start with a label. Where the first has none, it must not look
  /// like the header of several columns.
  static func recognises(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let head = UnsafeBufferPointer(rebasing: text.prefix(1 << 16))
    var lines = 0
    var labelled = 0
    for (_, line) in TextLines(head) {
      lines += 1
      if line.starts(with: mark) {
        labelled += 1
      } else if lines == 1, line.contains(where: DelimiterGuess.candidates.contains) {
        return false
      }
    }
    return labelled * 2 > lines
  }

  static func table(
    _ text: UnsafeBufferPointer<UInt8>, name: String, options: ReadingOptions
  ) throws(CondenseError) -> Table {
    var grid = CellGrid(columnCount: 2)
    for (number, line) in TextLines(text) {
      var rest = line[...]
      var labels: [Slice<UnsafeBufferPointer<UInt8>>] = []
      while rest.starts(with: mark) {
        let label = rest.dropFirst(mark.count).prefix { !isSpace($0) }
        labels.append(label)
        rest = rest[label.endIndex...].drop(while: isSpace)
      }
      if labels.count > 1 {
        if options.skipsBadRows {
          grid.skippedRows += 1
          continue
        }
        let shown = labels.prefix(3).map { "'\(ShownText.line(String(decoding: $0, as: UTF8.self)))'" }
        throw CondenseError(
          .content,
          "\(name) line \(number): \(labels.count) labels, \(shown.joined(separator: ", ")), where one is "
            + "learned; keep one, or leave such rows out with --skip-bad-rows")
      }
      grid.addRow(line: number)
      if let label = labels.first { grid.set(0, label) }
      grid.set(1, rest)
    }
    return try grid.table(columns: ["label", "text"], name: name, options: options)
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
