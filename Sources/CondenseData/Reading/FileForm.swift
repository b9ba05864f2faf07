import CondenseCore

/// How a delimited file is laid out, found from its first lines: what stands before the header, the delimiter, the quotes.
struct FileForm {
  /// Where rows are read; after `header`, at the first row of data.
  private(set) var scanner: RowScanner
  /// The bytes of the header's row; none where there is no header.
  private(set) var headerBytes = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  /// What was read over, a sentence each.
  private(set) var remarks: [String] = []

  /// The first part of a file, by which it is judged.
  private static let head = 1 << 16

  init(
    _ base: UnsafePointer<UInt8>, start: Int, end: Int, newline: UInt8, name: String,
    _ options: ReadingOptions
  ) {
    var lines = LineCursor(base: base, position: start, end: end, newline: newline)
    lines.skipBlankLines()
    var delimiter = options.delimiter
    // Excel's own line, which names the delimiter: sep=;
    if delimiter == nil, let separator = lines.separator {
      delimiter = separator
      lines.next()
      lines.skipBlankLines()
    }
    let comments = lines.skipComments()
    if comments.count > 0 {
      remarks.append(
        "\(name): \(comments.count == 1 ? "line \(comments.first) is a comment" : "\(comments.count) lines from line \(comments.first) on are comments") (#) and left out"
      )
    }
    let found =
      delimiter
      ?? DelimiterGuess.guess(base + lines.position, end - lines.position, newline: newline)
    func scanner(_ quotes: QuoteStyle) -> RowScanner {
      RowScanner(
        base: base, start: lines.position, end: end, delimiter: found, newline: newline, name: name,
        quotes: quotes, line: lines.line)
    }
    self.scanner = scanner(options.quotes ? .enclosing : .letters)
    if options.quotes, Self.hasBlanksBeforeQuotes(self.scanner) {
      // Only where rows then fit better than without.
      let blanks = scanner(.enclosingAfterBlanks)
      if Self.fittingRows(blanks) > Self.fittingRows(self.scanner) {
        self.scanner = blanks
        remarks.append("\(name): blanks in front of quotes are left out, and the quotes enclose cells")
      }
    }
  }

  /// The names of the columns; leaves the scanner at the first row of data.
  mutating func header(_ options: ReadingOptions) throws(CondenseError) -> [String] {
    let first = scanner
    var capacity = 1024
    while true {
      var starts = [Int](repeating: 0, count: capacity)
      var lengths = [Int](repeating: 0, count: capacity)
      scanner = first
      let count = try scanner.nextRow(&starts, &lengths, capacity: capacity)
      guard count > 0 else {
        throw CondenseError(
          .content, "\(scanner.name) holds comments and blank lines only; a header and rows were expected")
      }
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
      var end = scanner.position
      while end > first.position, scanner.base[end - 1] == 0x0a || scanner.base[end - 1] == 0x0d { end -= 1 }
      headerBytes = UnsafeBufferPointer(start: scanner.base + first.position, count: end - first.position)
      let cells = (0..<count).map { Self.text(scanner.base + starts[$0], lengths[$0]) }
      return try Self.named(cells, scanner.name)
    }
  }

  // MARK: Blanks in front of quotes

  private static func hasBlanksBeforeQuotes(_ scanner: RowScanner) -> Bool {
    let p = scanner.base
    for i in scanner.position..<min(scanner.end, scanner.position + head)
    where p[i] == UInt8(ascii: "\"") && i >= scanner.position + 2 && p[i - 1] == 0x20 {
      var k = i - 1
      while k > scanner.position, p[k] == 0x20 { k -= 1 }
      if p[k] == scanner.delimiter { return true }
    }
    return false
  }

  /// How many of the first rows have as many cells as the first of them, and no text behind a closing quote.
  private static func fittingRows(_ scanner: RowScanner) -> Int {
    var scanner = scanner
    var starts = [Int](repeating: 0, count: 2), lengths = starts
    let end = min(scanner.end, scanner.position + head)
    var width = 0
    var fitting = 0
    while scanner.position < end, let count = try? scanner.nextRow(&starts, &lengths, capacity: 2), count > 0
    {
      if width == 0 { width = count }
      if count == width, scanner.strayCell == 0 { fitting += 1 }
    }
    return fitting
  }

  // MARK: Names

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
}

/// The lines before the header, one after another.
private struct LineCursor {
  let base: UnsafePointer<UInt8>
  var position: Int
  let end: Int
  let newline: UInt8
  var line = 1

  private var lineEnd: Int {
    var i = position
    while i < end, base[i] != newline { i += 1 }
    return i
  }

  mutating func next() {
    position = min(end, lineEnd + 1)
    line += 1
  }

  mutating func skipBlankLines() {
    while position < end, base[position] == newline || base[position] == 0x0d {
      if base[position] == newline { line += 1 }
      position += 1
    }
  }

  /// The delimiter that a line `sep=;` names.
  var separator: UInt8? {
    var text = UnsafeBufferPointer(start: base + position, count: lineEnd - position)[...]
    while let last = text.last, last == 0x0d || last == 0x20 || last == UInt8(ascii: "\"") {
      text.removeLast()
    }
    if text.first == UInt8(ascii: "\"") { text.removeFirst() }
    // A tab may be written as such or stand there itself.
    if text.elementsEqual("sep=\\t".utf8) { return 0x09 }
    let word = text.prefix(4).map { $0 | 0x20 }
    guard word == [0x73, 0x65, 0x70, UInt8(ascii: "=") | 0x20], text.count <= 5 else { return nil }
    return text.count == 5 ? text.last : 0x09
  }

  /// Reads over lines that begin with `#`, where the line after them has another number of cells.
  mutating func skipComments() -> (count: Int, first: Int) {
    var count = 0
    let first = line
    let start = self
    while position < end, base[position] == UInt8(ascii: "#") {
      next()
      count += 1
      skipBlankLines()
    }
    guard count > 0, position < end else {
      self = start
      return (0, first)
    }
    // The names of columns may begin with one as well: `#chrom`, in the line right before the rows.
    var last = start
    for _ in 1..<max(1, count) {
      last.next()
      last.skipBlankLines()
    }
    for mark in DelimiterGuess.candidates where cells(mark) > 0 && last.cells(mark) == cells(mark) {
      self = last
      return (count - 1, first)
    }
    return (count, first)
  }

  /// How many marks the line has.
  private func cells(_ mark: UInt8) -> Int {
    UnsafeBufferPointer(start: base + position, count: lineEnd - position).count { $0 == mark }
  }
}
