import CondenseCore

/// How `"` is read.
enum QuoteStyle {
  /// It encloses a cell that begins with it.
  case enclosing
  /// The same, blanks in front of it and behind left out: `a, "b, c"`.
  case enclosingAfterBlanks
  /// It is a letter like others.
  case letters
}

/// Finds the cells of one row after another (RFC 4180, with any one-byte delimiter).
///
/// A cell is where its bytes start and how many there are, quotes stripped. The length is stored as its
/// complement, a negative number, when the cell holds doubled quotes.
struct RowScanner {
  let base: UnsafePointer<UInt8>
  let end: Int
  let delimiter: UInt8
  let newline: UInt8
  let name: String
  /// How quotes are read.
  let quotes: QuoteStyle

  /// Where the next row starts.
  private(set) var position: Int
  /// The line of the file that `position` is on.
  private(set) var line: Int
  /// The line on which the last row started.
  private(set) var rowLine: Int
  /// The 1-based cell of the last row in which text followed a closing quote, or 0.
  private(set) var strayCell = 0
  /// Whether the last row ended with a delimiter, so that its last cell is empty.
  private(set) var endsWithDelimiter = false
  /// The cell, enclosed in quotes, that reaches over most lines so far: where it opens, and how many lines it covers.
  private(set) var longestQuote = (line: 0, lines: 0)

  init(
    base: UnsafePointer<UInt8>, start: Int, end: Int, delimiter: UInt8, newline: UInt8, name: String,
    quotes: QuoteStyle = .enclosing, line: Int
  ) {
    self.quotes = quotes
    self.base = base
    self.end = end
    self.delimiter = delimiter
    self.newline = newline
    self.name = name
    self.position = start
    self.line = line
    rowLine = line
  }

  /// Scans a row, storing up to `capacity` cells; returns how many it has, 0 at the end of the file.
  mutating func nextRow(
    _ starts: UnsafeMutablePointer<Int>, _ lengths: UnsafeMutablePointer<Int>, capacity: Int
  ) throws(CondenseError) -> Int {
    let end = end
    var i = position
    if capacity > 1 {
      // Blank lines between rows hold nothing; in a file of one column they are missing cells.
      while i < end {
        if base[i] == newline {
          i &+= 1
        } else if base[i] == 0x0d, i &+ 1 < end, base[i &+ 1] == newline {
          i &+= 2
        } else {
          break
        }
        line &+= 1
      }
    }
    rowLine = line
    strayCell = 0
    endsWithDelimiter = false
    if i >= end {
      position = end
      return 0
    }
    let delimiters = UInt64(delimiter) &* Self.ones
    let newlines = UInt64(newline) &* Self.ones
    var count = 0
    while true {
      var start = i
      var length: Int
      if quotes == .enclosingAfterBlanks {
        var quote = i
        while quote < end, base[quote] == 0x20 { quote &+= 1 }
        if quote < end, base[quote] == UInt8(ascii: "\"") { i = quote }
      }
      if i < end, base[i] == UInt8(ascii: "\""), quotes != .letters {
        start = i &+ 1
        (i, length) = try quoted(from: start)
        if quotes == .enclosingAfterBlanks { while i < end, base[i] == 0x20 { i &+= 1 } }
        if i < end, base[i] != delimiter, base[i] != newline, !isReturn(i) {
          strayCell = count &+ 1
          while i < end, base[i] != delimiter, base[i] != newline { i &+= 1 }
        }
        if isReturn(i) { i &+= 1 }
      } else {
        // The padding holds zeros; a delimiter of zero (none) may be found there, so the end is checked.
        while true {
          let word = UInt64(
            littleEndian: UnsafeRawPointer(base + i).loadUnaligned(as: UInt64.self))
          let a = word ^ delimiters
          let b = word ^ newlines
          let hits = ((a &- Self.ones) & ~a | (b &- Self.ones) & ~b) & Self.highs
          if hits != 0 {
            i &+= hits.trailingZeroBitCount &>> 3
            break
          }
          i &+= 8
          if i >= end { break }
        }
        if i > end { i = end }
        length = i &- start
        if length > 0, i == end || base[i] == newline, base[i &- 1] == 0x0d { length &-= 1 }
      }
      if count < capacity {
        starts[count] = start
        lengths[count] = length
      }
      count &+= 1
      if i >= end {
        endsWithDelimiter = length == 0 && count > 1
        break
      }
      let isNewline = base[i] == newline
      i &+= 1
      if isNewline {
        line &+= 1
        endsWithDelimiter = length == 0 && count > 1
        break
      }
    }
    position = i
    return count
  }

  private func isReturn(_ i: Int) -> Bool {
    newline != 0x0d && i < end && base[i] == 0x0d && (i &+ 1 == end || base[i &+ 1] == newline)
  }

  /// From just after an opening quote to just after the closing one, and the length as stored.
  private mutating func quoted(from start: Int) throws(CondenseError) -> (position: Int, length: Int) {
    let quotes = UInt64(UInt8(ascii: "\"")) &* Self.ones
    let newlines = UInt64(newline) &* Self.ones
    let openedOn = line
    var i = start
    var escaped = false
    while true {
      let word = UInt64(littleEndian: UnsafeRawPointer(base + i).loadUnaligned(as: UInt64.self))
      let a = word ^ quotes
      let b = word ^ newlines
      let hits = ((a &- Self.ones) & ~a | (b &- Self.ones) & ~b) & Self.highs
      if hits == 0 {
        i &+= 8
        if i >= end { throw unclosed(openedOn) }
        continue
      }
      i &+= hits.trailingZeroBitCount &>> 3
      if i >= end { throw unclosed(openedOn) }
      if base[i] == newline {
        line &+= 1
        i &+= 1
      } else if i &+ 1 < end, base[i &+ 1] == UInt8(ascii: "\"") {
        escaped = true
        i &+= 2
      } else {
        break
      }
    }
    if line &- openedOn > longestQuote.lines { longestQuote = (openedOn, line &- openedOn) }
    let length = i &- start
    return (i &+ 1, escaped ? ~length : length)
  }

  private func unclosed(_ line: Int) -> CondenseError {
    CondenseError(
      .content,
      "\(name) line \(line): a quote opens here and never closes; close it, double it (\"\") if it belongs "
        + "to the text, or read quotes as letters with --quotes none")
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080
}
