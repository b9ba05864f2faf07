/// Collects the cells of one column, block by block, in the form the column seems to have.
///
/// A column is taken for numbers until a cell says otherwise. In the first block it then starts over at once;
/// later it is left alone until the file is read again for it.
struct ColumnBuilder {
  enum Form { case numbers, decoratedNumbers, strings }

  private(set) var form = Form.numbers
  /// Whether the form turned out wrong after the first block; `retry` gives the next form.
  private(set) var hasFailed = false
  /// The first row with an infinite number, counted without skipped rows.
  private(set) var infiniteRow: Int?

  private let parser: NumberParser
  private let missing: MissingTokens
  private var rowCount = 0
  private var numbers: [Double] = []
  private var decoration: NumberParser.Decoration?
  private var codes: [Int32] = []
  private var interner = Interner()
  /// The strings of a column that hardly repeats.
  private var singles = ByteStrings()
  private var isSingle = false
  private var presentCount = 0
  private var scratch: [UInt8] = []
  private var nextForm = Form.strings

  init(parser: NumberParser, missing: MissingTokens) {
    self.parser = parser
    self.missing = missing
  }

  mutating func reserve(_ rows: Int) {
    switch form {
    case .strings: codes.reserveCapacity(rows)
    case .numbers, .decoratedNumbers: numbers.reserveCapacity(rows)
    }
  }

  /// Starts over in the form that the failing cell suggested.
  mutating func retry() {
    form = nextForm
    hasFailed = false
    infiniteRow = nil
    rowCount = 0
    numbers = []
    decoration = nil
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
      case .decoratedNumbers: appendDecorated(base, starts, lengths, first, stride, rows)
      }
      if hasFailed && isFirstBlock {
        retry()
      } else {
        rowCount += rows
        return
      }
    }
  }

  consuming func cells() -> Column.Cells {
    switch form {
    case .strings:
      if isSingle {
        return .strings(StringCells(codes: codes, values: singles, isDistinct: false))
      }
      return .strings(StringCells(codes: codes, values: interner.values, isDistinct: true))
    case .numbers, .decoratedNumbers:
      return .numbers(NumberCells(numbers))
    }
  }

  private mutating func appendNumbers(
    _ base: UnsafePointer<UInt8>, _ starts: UnsafePointer<Int>, _ lengths: UnsafePointer<Int>,
    _ first: Int, _ stride: Int, _ rows: Int
  ) {
    let filled = numbers.count
    numbers.append(contentsOf: repeatElement(.nan, count: rows))
    let parser = parser
    let missing = missing
    var failing = -1
    var infinite = -1
    numbers.withUnsafeMutableBufferPointer { buffer in
      var cell = first
      for row in 0..<rows {
        let p = base + starts[cell]
        let length = lengths[cell]
        cell &+= stride
        if length < 0 {
          failing = row
          return
        }
        if missing.matches(p, length) { continue }
        var value = 0.0
        switch parser.parse(p, length, &value) {
        case .number: buffer[filled &+ row] = value
        case .infinite: if infinite < 0 { infinite = row }
        case .other:
          failing = row
          return
        }
      }
    }
    if infinite >= 0, infiniteRow == nil { infiniteRow = rowCount + infinite }
    if failing >= 0 {
      hasFailed = true
      let cell = first + failing * stride
      var value = 0.0
      var found: NumberParser.Decoration = []
      let looksDecorated =
        lengths[cell] >= 0
        && parser.parseDecorated(base + starts[cell], lengths[cell], &value, &found) == .number
      nextForm = looksDecorated ? .decoratedNumbers : .strings
    }
  }

  private mutating func appendDecorated(
    _ base: UnsafePointer<UInt8>, _ starts: UnsafePointer<Int>, _ lengths: UnsafePointer<Int>,
    _ first: Int, _ stride: Int, _ rows: Int
  ) {
    for row in 0..<rows {
      let cell = first + row * stride
      let p = base + starts[cell]
      let length = lengths[cell]
      if length >= 0, missing.matches(p, length) {
        numbers.append(.nan)
        continue
      }
      var value = 0.0
      var found: NumberParser.Decoration = []
      guard length >= 0, parser.parseDecorated(p, length, &value, &found) == .number,
        decoration == nil || decoration == found
      else {
        hasFailed = true
        nextForm = .strings
        return
      }
      decoration = found
      numbers.append(value)
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
