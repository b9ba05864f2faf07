import CondenseCore

/// A named column of a table: numbers, strings, or images.
public struct Column: Sendable {
  /// The cells, by what they are.
  public enum Cells: Sendable {
    /// Numbers; NaN is a missing cell.
    case numbers(NumberCells)
    /// Strings, as they stood in the file.
    case strings(StringCells)
    /// Images of one size; none is missing.
    case images(ImageCells)
  }

  /// The name, as in the header.
  public let name: String

  /// The cells.
  public let cells: Cells

  /// Words other than blanks that were read as missing.
  package let missingWords: [MissingWord]

  package init(name: String, cells: Cells, missingWords: [MissingWord] = []) {
    self.name = name
    self.cells = cells
    self.missingWords = missingWords
  }

  /// A column of numbers; nil and NaN are missing.
  public init(name: String, numbers: [Double?]) {
    self.init(name: name, cells: .numbers(NumberCells(numbers.map { $0 ?? .nan })))
  }

  /// A column of strings; nil is missing.
  public init(name: String, strings: [String?]) {
    var interner = Interner()
    let codes = strings.map { string -> Int32 in string.map { interner.intern(Array($0.utf8)) } ?? -1 }
    self.init(
      name: name, cells: .strings(StringCells(codes: codes, values: interner.values, isDistinct: true)))
  }

  /// The number of rows.
  public var count: Int {
    switch cells {
    case .numbers(let cells): cells.values.count
    case .strings(let cells): cells.codes.count
    case .images(let cells): cells.count
    }
  }

  /// Whether the cells are numbers.
  public var isNumeric: Bool {
    if case .numbers = cells { true } else { false }
  }

  /// The number of cells that hold nothing. An odd cell of a column of numbers, as `#N/A`, holds something.
  public var missingCount: Int {
    switch cells {
    case .numbers(let cells): cells.values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) } - cells.oddCount
    case .strings(let cells): cells.codes.reduce(0) { $0 + ($1 < 0 ? 1 : 0) }
    case .images: 0
    }
  }

  /// Whether the cell of `row` holds nothing.
  public func isMissing(_ row: Int) -> Bool {
    requireRow(row)
    return switch cells {
    case .numbers(let cells): cells.values[row].isNaN && cells.written?.code(ofRow: row) == nil
    case .strings(let cells): cells.codes[row] < 0
    case .images: false
    }
  }

  /// The cell of `row` as a number: nil when it is missing, not finite, or an image. A string is read as
  /// leniently as a person would: `$1,200` is 1200.
  public func number(_ row: Int) -> Double? {
    requireRow(row)
    switch cells {
    case .numbers(let cells):
      let value = cells.values[row]
      return value.isNaN ? nil : value
    case .strings(let cells):
      let code = Int(cells.codes[row])
      guard code >= 0 else { return nil }
      return cells.values.withBytes(of: code) { Self.lenientNumber($0, $1) }
    case .images: return nil
    }
  }

  @inline(__always)
  private func requireRow(_ row: Int) {
    require(row >= 0 && row < count, "'\(name)' has \(Count.of(count, "row", "rows")), and none at \(row)")
  }

  /// Stops the program where one of the rows is not there.
  func requireRows(_ rows: [Int]) {
    let count = count
    if let row = rows.first(where: { $0 < 0 || $0 >= count }) { requireRow(row) }
  }

  package static func lenientNumber(_ p: UnsafePointer<UInt8>, _ count: Int) -> Double? {
    let parser = NumberParser()
    var value = 0.0
    switch parser.parse(p, count, &value) {
    case .number, .numberAsWritten: return value
    case .infinite: return nil
    case .other: return WrittenNumber(p, count, parser: parser)?.value
    }
  }

  /// The cell of `row` as text, nil when it is missing or an image: as it was written, or for numbers that were not read
  /// from text the shortest that reads back the same.
  public func text(_ row: Int) -> String? {
    requireRow(row)
    switch cells {
    case .numbers(let cells):
      if let written = cells.written, let code = written.code(ofRow: row) {
        return written.texts.string(code)
      }
      let value = cells.values[row]
      return value.isNaN ? nil : ShortestNumber.text(value)
    case .strings(let cells):
      let code = Int(cells.codes[row])
      return code < 0 ? nil : cells.values.string(code)
    case .images: return nil
    }
  }

  /// Calls `body` with the text of a cell that is not missing; that of an image is empty.
  @inline(__always)
  func withText<R>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    switch cells {
    case .numbers(let cells):
      if let written = cells.written, let code = written.code(ofRow: row) {
        written.texts.withBytes(of: code) { body(UnsafeBufferPointer(start: $0, count: $1)) }
      } else {
        ShortestNumber.withBytes(cells.values[row]) { body(UnsafeBufferPointer(start: $0, count: $1)) }
      }
    case .strings(let cells):
      cells.values.withBytes(of: Int(cells.codes[row])) {
        body(UnsafeBufferPointer(start: $0, count: $1))
      }
    case .images: body(UnsafeBufferPointer(start: nil, count: 0))
    }
  }

  /// The cells of some rows, in the order given.
  package func rows(_ indices: [Int]) -> Column {
    requireRows(indices)
    switch cells {
    case .numbers(let cells):
      return Column(name: name, cells: .numbers(cells.rows(indices)))
    case .strings(let cells):
      return Column(name: name, cells: .strings(cells.rows(indices)))
    case .images(let cells):
      return Column(name: name, cells: .images(cells.rows(indices)))
    }
  }
}
