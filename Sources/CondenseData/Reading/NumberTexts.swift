/// The cells of a column of numbers whose text says more than their value, while they are collected; settles whether they
/// agree.
struct NumberTexts {
  private var rows: [Int32] = []
  private var codes: [Int32] = []
  private var texts = Interner()
  /// What each text is; nil for one that is no number.
  private var found: [WrittenNumber?] = []
  /// Whether there were too many texts to keep those of plain numbers.
  private(set) var isFull = false
  /// Cells that are no numbers, before units are compared.
  private(set) var oddCount = 0
  private var unit: [UInt8] = []
  private var unitCount = 0

  /// Adds a plain number that is not written as we would.
  mutating func add(_ text: [UInt8], ofRow row: Int, _ value: Double, limit: Int) {
    if isFull { return }
    if texts.count >= limit {
      // Units and odd cells stay.
      isFull = true
      let kept = rows.indices.filter { isTelling(codes[$0]) }
      (rows, codes) = (kept.map { rows[$0] }, kept.map { codes[$0] })
      return
    }
    let code = texts.intern(text)
    if code == found.count { found.append(WrittenNumber(plain: value)) }
    rows.append(Int32(truncatingIfNeeded: row))
    codes.append(code)
  }

  /// Adds a cell that is no plain number, and gives what it is all the same; NaN for none.
  mutating func add(_ text: [UInt8], ofRow row: Int, _ parser: NumberParser) -> Double {
    let code = texts.intern(text)
    if code == found.count {
      found.append(
        text.withUnsafeBufferPointer { buffer in
          buffer.baseAddress.flatMap { WrittenNumber($0, buffer.count, parser: parser) }
        })
    }
    rows.append(Int32(truncatingIfNeeded: row))
    codes.append(code)
    guard let number = found[Int(code)] else {
      oddCount += 1
      return .nan
    }
    return number.value
  }

  private func isTelling(_ code: Int32) -> Bool { found[Int(code)].map { !$0.unit.isEmpty } ?? true }

  /// Compares units: the cells of another unit than most have are odd. False where more than one cell in `oddShare` is.
  mutating func settle(_ numbers: inout [Double], presentCount: Int, oddShare: Int) -> Bool {
    var counts: [[UInt8]: Int] = [:]
    var money: Set<[UInt8]> = []
    for code in codes {
      guard let number = found[Int(code)], !number.unit.isEmpty else { continue }
      counts[number.unit, default: 0] += 1
      if number.isMoney { money.insert(number.unit) }
    }
    let most = counts.max { a, b in
      a.value != b.value ? a.value < b.value : b.key.lexicographicallyPrecedes(a.key)
    }
    // A unit that few cells have is none; a currency sign is read off wherever it stands.
    if let most, most.value * 2 >= presentCount || money.contains(most.key) {
      (unit, unitCount) = (most.key, most.value)
    }
    for (row, code) in zip(rows, codes) {
      guard let number = found[Int(code)], !number.unit.isEmpty, number.unit != unit else { continue }
      numbers[Int(row)] = .nan
      oddCount += 1
    }
    return oddCount * oddShare <= presentCount
  }

  consuming func cells(_ numbers: [Double]) -> WrittenCells? {
    guard !rows.isEmpty else { return nil }
    return WrittenCells(
      rows: rows, codes: codes, texts: texts.values, oddCount: oddCount,
      unit: String(decoding: unit, as: UTF8.self), unitCount: unitCount)
  }

  /// Units of the numbers that strings are nearly all of, the most frequent first, at most four; nil where they are none,
  /// or have one unit.
  static func units(in cells: StringCells) -> [String]? {
    guard cells.isDistinct else { return nil }
    let counts = cells.counts(), present = counts.reduce(0, +)
    var units: [[UInt8]: Int] = [:]
    var odd = 0
    for (value, count) in counts.enumerated() where count > 0 {
      guard let number = cells.values.withBytes(of: value, { WrittenNumber($0, $1, parser: NumberParser()) })
      else {
        odd += count
        if odd * 20 > present { return nil }
        continue
      }
      units[number.unit, default: 0] += count
    }
    let named = units.filter { !$0.key.isEmpty && $0.value * 50 >= present }
    guard named.count > 1, named.count <= 8, named.values.reduce(0, +) * 2 > present else { return nil }
    return named.sorted { ($1.value, $0.key.count) < ($0.value, $1.key.count) }.prefix(4).map {
      String(decoding: $0.key, as: UTF8.self)
    }
  }

  /// The numbers that strings are after all, nil where more than one cell in `oddShare` is none.
  static func numbers(in cells: StringCells, _ parser: NumberParser, oddShare: Int) -> NumberCells? {
    let counts = cells.counts(), present = counts.reduce(0, +)
    guard present > 0 else { return nil }
    var values = [Double](repeating: .nan, count: cells.values.count)
    var isPlain = [Bool](repeating: false, count: cells.values.count)
    var odd = 0
    for (value, count) in counts.enumerated() where count > 0 {
      let number = cells.values.withBytes(of: value) { p, n -> Double? in
        var plain = 0.0
        let outcome = parser.parse(p, n, &plain)
        isPlain[value] = outcome == .number
        if outcome.isNumber { return plain }
        return outcome == .infinite ? nil : WrittenNumber(p, n, parser: parser)?.value
      }
      if let number { values[value] = number } else { odd += count }
      if odd * oddShare > present { return nil }
    }
    var texts = NumberTexts()
    var numbers = [Double](repeating: .nan, count: cells.codes.count)
    for (row, code) in cells.codes.enumerated() where code >= 0 {
      numbers[row] = values[Int(code)]
      if isPlain[Int(code)] { continue }
      let text = cells.values.withBytes(of: Int(code)) { p, n in
        CellKey.withKey(p, n) { Array(UnsafeBufferPointer(start: $0, count: $1)) }
      }
      var plain = 0.0
      let isWritten = text.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { parser.parse($0, buffer.count, &plain) } == .numberAsWritten
      }
      if isWritten {
        texts.add(text, ofRow: row, plain, limit: .max)
      } else {
        _ = texts.add(text, ofRow: row, parser)
      }
    }
    guard texts.settle(&numbers, presentCount: present, oddShare: oddShare) else { return nil }
    return NumberCells(numbers, written: texts.cells(numbers))
  }
}

extension WrittenNumber {
  /// A plain number without a unit.
  init(plain value: Double) { (self.value, unit, isMoney) = (value, [], false) }
}
