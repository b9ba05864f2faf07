/// The cells of a column of numbers whose text says more than their value, while they are collected; settles whether they
/// agree.
///
/// A column of very many different texts, or of texts that hardly repeat, holds no codes: from then on only odd cells and
/// units are kept, so that memory stays a few bytes a row.
struct NumberTexts {
  /// The part of the cells, beside those that are missing, that may be something else: 1 / 20.
  static let oddShare = 20
  /// How many different texts are kept beside their numbers; as many again of odd cells and first ones of a unit.
  private static let mostTexts = 1 << 17
  /// After so many rows it is seen whether texts repeat.
  private static let sampleCount = 1 << 13

  private var rows: [Int32] = []
  /// The text of each row; `~code` for some other text of the same unit as that one.
  private var codes: [Int32] = []
  private var texts = Interner()
  /// What each text is; nil for one that is no number.
  private var found: [WrittenNumber?] = []
  /// The first text of each unit.
  private var firsts: [[UInt8]: Int32] = [:]
  /// Whether the texts of plain numbers are kept no longer.
  private(set) var isFull = false
  /// Cells that are no numbers, before units are compared.
  private(set) var oddCount = 0
  private var unit: [UInt8] = []
  private var unitCount = 0

  /// Adds a cell whose text says more than its number, and gives the number; NaN for none.
  mutating func add(_ text: [UInt8], ofRow row: Int, _ number: () -> WrittenNumber?) -> Double {
    var code = isFull ? texts.find(text) : texts.intern(text)
    if code == found.count { found.append(number()) }
    let what = code < 0 ? number() : found[Int(code)]
    if what == nil { oddCount += 1 }
    if code < 0 {
      guard let known = other(text, what) else { return what?.value ?? .nan }
      code = known
    } else if let what, !what.unit.isEmpty, firsts[what.unit] == nil {
      firsts[what.unit] = code
    }
    rows.append(Int32(truncatingIfNeeded: row))
    codes.append(code)
    let hardlyRepeat = rows.count == Self.sampleCount && texts.count * 2 > rows.count
    if hardlyRepeat || texts.count >= Self.mostTexts { isFull = true }
    return what?.value ?? .nan
  }

  /// The code of a new text where no more are kept; nil for a plain number, and for the last of too many odd cells.
  private mutating func other(_ text: [UInt8], _ what: WrittenNumber?) -> Int32? {
    if let what, what.unit.isEmpty { return nil }
    if let first = what.flatMap({ firsts[$0.unit] }) { return ~first }
    guard texts.count < 2 * Self.mostTexts else { return nil }
    let code = texts.intern(text)
    found.append(what)
    if let what { firsts[what.unit] = code }
    return code
  }

  private func unit(of code: Int32) -> WrittenNumber? {
    found[Int(code < 0 ? ~code : code)].flatMap { $0.unit.isEmpty ? nil : $0 }
  }

  /// Compares units: the cells of another unit than most have are odd. False where more than one cell in `oddShare` is.
  mutating func settle(_ numbers: inout [Double], presentCount: Int) -> Bool {
    var counts: [[UInt8]: Int] = [:]
    var money: Set<[UInt8]> = []
    for code in codes {
      guard let number = unit(of: code) else { continue }
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
      guard let number = unit(of: code), number.unit != unit else { continue }
      numbers[Int(row)] = .nan
      oddCount += 1
    }
    return oddCount * Self.oddShare <= presentCount
  }

  consuming func cells(_ numbers: [Double]) -> WrittenCells? {
    if isFull {
      let kept = rows.indices.filter { codes[$0] >= 0 && numbers[Int(rows[$0])].isNaN }
      (rows, codes) = (kept.map { rows[$0] }, kept.map { codes[$0] })
    }
    guard !rows.isEmpty || unitCount > 0 else { return nil }
    return WrittenCells(
      rows: rows, codes: codes, texts: texts.values, oddCount: oddCount,
      unit: String(decoding: unit, as: UTF8.self), unitCount: unitCount)
  }

  /// Units of the numbers that strings are nearly all of, the most frequent first, at most four; nil where they are none,
  /// or have one unit.
  static func units(in cells: StringCells) -> [String]? {
    guard cells.isDistinct, let values = Values(cells, NumberParser()) else { return nil }
    var units: [[UInt8]: Int] = [:]
    for (number, count) in zip(values.numbers, values.counts) where count > 0 {
      if let number { units[number.unit, default: 0] += count }
    }
    let named = units.filter { !$0.key.isEmpty && $0.value * 50 >= values.present }
    guard named.count > 1, named.count <= 8, named.values.reduce(0, +) * 2 > values.present else {
      return nil
    }
    return named.sorted { ($1.value, $0.key.count) < ($0.value, $1.key.count) }.prefix(4).map {
      String(decoding: $0.key, as: UTF8.self)
    }
  }

  /// The numbers that strings are after all, nil where more than one cell in `oddShare` is none.
  static func numbers(in cells: StringCells, _ parser: NumberParser) -> NumberCells? {
    guard let values = Values(cells, parser) else { return nil }
    var texts = NumberTexts()
    var numbers = [Double](repeating: .nan, count: cells.codes.count)
    for (row, code) in cells.codes.enumerated() where code >= 0 {
      let number = values.numbers[Int(code)]
      if let number, values.isPlain[Int(code)] {
        numbers[row] = number.value
        continue
      }
      let text = cells.values.withBytes(of: Int(code)) { p, n in
        CellKey.withKey(p, n) { Array(UnsafeBufferPointer(start: $0, count: $1)) }
      }
      numbers[row] = texts.add(text, ofRow: row) { number }
    }
    guard texts.settle(&numbers, presentCount: values.present) else { return nil }
    return NumberCells(numbers, written: texts.cells(numbers))
  }

  /// What different strings are, where nearly all their cells are numbers.
  private struct Values {
    private(set) var numbers: [WrittenNumber?] = []
    /// Of each whether its number says all.
    private(set) var isPlain: [Bool] = []
    let counts: [Int]
    /// How many cells are not missing.
    let present: Int

    /// A few values tell most columns of words.
    private static let sampleCount = 64

    init?(_ cells: StringCells, _ parser: NumberParser) {
      let values = cells.values, few = min(values.count, Self.sampleCount)
      func number(_ value: Int) -> (WrittenNumber?, isPlain: Bool) {
        values.withBytes(of: value) { p, n in
          var plain = 0.0
          let outcome = parser.parse(p, n, &plain)
          if outcome.isNumber { return (WrittenNumber(plain: plain), outcome == .number) }
          return (outcome == .infinite ? nil : WrittenNumber(p, n, parser: parser), false)
        }
      }
      guard (0..<few).contains(where: { number($0 * values.count / few).0 != nil }) else { return nil }
      counts = cells.counts()
      present = counts.reduce(0, +)
      var odd = 0
      for (value, count) in counts.enumerated() {
        let (what, isPlain) = count > 0 ? number(value) : (nil, false)
        if what == nil { odd += count }
        if odd * NumberTexts.oddShare > present { return nil }
        numbers.append(what)
        self.isPlain.append(isPlain)
      }
      guard present > 0 else { return nil }
    }
  }
}

extension WrittenNumber {
  /// A plain number without a unit.
  init(plain value: Double) { (self.value, unit, isMoney) = (value, [], false) }
}
