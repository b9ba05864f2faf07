/// Collects the cells of one column, block by block, in the form the column seems to have.
///
/// A column is what nearly all its cells are: numbers, where at most one cell in twenty is none. It is taken for numbers
/// until more than that have turned out to be something else; in the first block it then starts over at once as strings,
/// later it is left alone until the file is read again for it. Strings that turn out to be numbers after all, as where a
/// file begins with other cells, become numbers at the end.
struct ColumnBuilder {
  enum Form { case numbers, strings }

  private(set) var form = Form.numbers
  /// Whether the form turned out wrong after the first block; `retry` gives the next form.
  private(set) var hasFailed = false

  private let parser: NumberParser
  private let missing: MissingTokens
  private var rowCount = 0
  private var missingWords = MissingWords()
  private var numbers: [Double] = []
  /// Cells of a column of numbers whose text says more than their value.
  private var written = NumberTexts()
  private var codes: [Int32] = []
  private var interner = Interner()
  /// The strings of a column that hardly repeats.
  private var singles = ByteStrings()
  private var isSingle = false
  private var presentCount = 0
  private var scratch: [UInt8] = []

  init(parser: NumberParser, missing: MissingTokens) {
    self.parser = parser
    self.missing = missing
  }

  mutating func reserve(_ rows: Int) {
    switch form {
    case .strings: codes.reserveCapacity(rows)
    case .numbers: numbers.reserveCapacity(rows)
    }
  }

  /// Starts over, as strings.
  mutating func retry() {
    form = .strings
    hasFailed = false
    rowCount = 0
    presentCount = 0
    missingWords = MissingWords()
    numbers = []
    written = NumberTexts()
  }

  /// Adds cells `first`, `first + stride`, … of the block, one for each of `rows` rows.
  mutating func append(
    _ base: UnsafePointer<UInt8>, _ starts: UnsafePointer<Int>, _ lengths: UnsafePointer<Int>,
    first: Int, stride: Int, rows: Int
  ) {
    while !hasFailed {
      let isFirstBlock = rowCount == 0
      switch form {
      case .strings: appendStrings(base, starts, lengths, first, stride, rows)
      case .numbers: appendNumbers(base, starts, lengths, first, stride, rows)
      }
      if hasFailed && isFirstBlock {
        retry()
      } else {
        rowCount += rows
        return
      }
    }
  }

  /// Settles what the column is, once all its cells are there; it may have failed afterwards.
  mutating func finish() {
    guard form == .numbers, !hasFailed else { return }
    hasFailed = !written.settle(&numbers, presentCount: presentCount)
  }

  /// The words that were read as missing.
  var words: [MissingWord] { missingWords.all }

  consuming func cells() -> Column.Cells {
    switch form {
    case .strings:
      if isSingle {
        return .strings(StringCells(codes: codes, values: singles, isDistinct: false))
      }
      let cells = StringCells(codes: codes, values: interner.values, isDistinct: true)
      return NumberTexts.numbers(in: cells, parser).map(Column.Cells.numbers) ?? .strings(cells)
    case .numbers:
      return .numbers(NumberCells(numbers, written: written.cells(numbers)))
    }
  }

  private mutating func appendNumbers(
    _ base: UnsafePointer<UInt8>, _ starts: UnsafePointer<Int>, _ lengths: UnsafePointer<Int>,
    _ first: Int, _ stride: Int, _ rows: Int
  ) {
    let filled = numbers.count
    numbers.append(contentsOf: repeatElement(.nan, count: rows))
    let parser = parser
    let missing = missing, hasNumbers = missing.hasNumbers
    let keepsTexts = !written.isFull
    var row = 0
    var cell = first
    // Plain numbers first, one after another; what stops them is looked at apart.
    while row < rows {
      var stopped = NumberParser.Outcome.other
      let from = row
      var empty = 0
      numbers.withUnsafeMutableBufferPointer { buffer in
        while row < rows {
          let length = lengths[cell]
          if length < 0 { return }
          let p = base + starts[cell]
          if length == 0 {
            row &+= 1
            cell &+= stride
            empty &+= 1
            continue
          }
          var value = 0.0
          let outcome = parser.parse(p, length, &value)
          let isPlain = outcome == .number || outcome == .numberAsWritten && !keepsTexts
          if !isPlain || hasNumbers && missing.matches(p, length) {
            stopped = outcome
            if outcome == .numberAsWritten { buffer[filled &+ row] = value }
            return
          }
          buffer[filled &+ row] = value
          row &+= 1
          cell &+= stride
        }
      }
      presentCount &+= row &- from &- empty
      if row == rows { return }
      let p = base + starts[cell], stored = lengths[cell], place = filled + row
      if stored >= 0, missing.matches(p, stored) {
        numbers[place] = .nan
        missingWords.add(p, stored, row: rowCount + row)
      } else {
        presentCount &+= 1
        if stored < 0 { unescape(p, ~stored) } else { trim(p, stored) }
        switch stopped {
        case .numberAsWritten:
          let value = numbers[place]
          _ = written.add(scratch, ofRow: place) { WrittenNumber(plain: value) }
        case .number: break
        case .other, .infinite:
          let text = scratch
          numbers[place] = written.add(text, ofRow: place) {
            text.withUnsafeBufferPointer { buffer in
              buffer.baseAddress.flatMap { WrittenNumber($0, buffer.count, parser: parser) }
            }
          }
        }
        if written.oddCount > 64, written.oddCount * NumberTexts.oddShare > presentCount {
          hasFailed = true
          return
        }
      }
      row += 1
      cell += stride
    }
  }

  private mutating func appendStrings(
    _ base: UnsafePointer<UInt8>, _ starts: UnsafePointer<Int>, _ lengths: UnsafePointer<Int>,
    _ first: Int, _ stride: Int, _ rows: Int
  ) {
    var cell = first
    for _ in 0..<rows {
      let p = base + starts[cell]
      let stored = lengths[cell]
      cell &+= stride
      if stored < 0 {
        unescape(p, ~stored)
        let text = scratch
        text.withUnsafeBufferPointer { buffer in
          if let start = buffer.baseAddress { appendString(start, buffer.count) }
        }
      } else {
        appendString(p, stored)
      }
    }
  }

  @inline(__always)
  private mutating func appendString(_ p: UnsafePointer<UInt8>, _ length: Int) {
    if missing.matches(p, length) {
      if length > 0 { missingWords.add(p, length, row: codes.count) }
      codes.append(-1)
      return
    }
    presentCount &+= 1
    if isSingle {
      codes.append(Int32(truncatingIfNeeded: singles.count))
      singles.append(p, length)
      return
    }
    codes.append(interner.intern(p, length))
    if presentCount == 1024 || presentCount == 16384 { considerSingles() }
  }

  /// Long strings that hardly repeat are not worth looking up.
  private mutating func considerSingles() {
    let values = interner.values
    guard values.count * 10 > presentCount * 9, values.bytes.count > values.count * 32 else { return }
    singles = values
    isSingle = true
    interner = Interner()
  }

  /// Copies to `scratch`, without the blanks around.
  private mutating func trim(_ p: UnsafePointer<UInt8>, _ length: Int) {
    scratch.removeAll(keepingCapacity: true)
    CellKey.withKey(p, length) { scratch.append(contentsOf: UnsafeBufferPointer(start: $0, count: $1)) }
  }

  /// Copies to `scratch`, each doubled quote once.
  private mutating func unescape(_ p: UnsafePointer<UInt8>, _ length: Int) {
    scratch.removeAll(keepingCapacity: true)
    let quote = UInt8(ascii: "\"")
    var start = 0
    var i = 0
    while i < length {
      if p[i] == quote {
        scratch.append(contentsOf: UnsafeBufferPointer(start: p + start, count: i + 1 - start))
        i += 2
        start = i
      } else {
        i += 1
      }
    }
    if start < length {
      scratch.append(contentsOf: UnsafeBufferPointer(start: p + start, count: length - start))
    }
  }
}
