/// A number as people write it: `(1.50)`, `−3`, `12-`, `1 234,5`, `12,34,567`, `$1.1k`, `70 kg`, `12 %`.
///
/// The sign may stand before, behind, or as parentheses around it. Groups of digits have three (or, between commas, two
/// and last three, as in India), parted by one kind of mark: the thousands mark, an apostrophe, or a blank, no-break and
/// thin ones included. `k`, `M` and `bn` multiply. What else stands before (a currency) or behind (a currency, a unit,
/// `%`) is its unit.
package struct WrittenNumber: Sendable, Equatable {
  package let value: Double
  /// What it counts, `kg`, `$` or `%`, without blanks around it; empty where nothing is said.
  package let unit: [UInt8]
  /// Whether the unit is a currency.
  package let isMoney: Bool

  /// Longer cells are none.
  private static let longest = 48
  /// Longer words behind a number are no unit.
  private static let longestUnit = 12

  /// Nil when the bytes are no number, or one that must stay as written: `007`.
  package init?(_ p: UnsafePointer<UInt8>, _ count: Int, parser: NumberParser) {
    guard count > 0, count <= Self.longest else { return nil }
    var rest = Cursor(p: p, start: 0, end: count)
    rest.trim()
    var isNegative = false
    var hasSign = false
    // Around all of it, or around what follows the currency.
    func opens(_ rest: inout Cursor) -> Bool {
      guard !hasSign, rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")") else { return false }
      rest.start += 1
      rest.end -= 1
      rest.trim()
      return true
    }
    func sign(_ rest: inout Cursor) {
      guard !hasSign, let length = rest.lengthOfSign(isNegative: &isNegative) else { return }
      hasSign = true
      rest.start += length
      rest.trim()
    }
    if opens(&rest) { (hasSign, isNegative) = (true, true) }
    sign(&rest)
    var money = rest.lengthOfMoney()
    var unit = Array(UnsafeBufferPointer(start: p + rest.start, count: money))
    rest.start += money
    if money > 0 { rest.trim() }
    if money > 0, opens(&rest) { (hasSign, isNegative) = (true, true) }
    sign(&rest)

    // Digits and a point, as the parser reads them; a power of ten follows from what stands behind.
    let digits = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longest + 4) {
      buffer -> Double? in
      guard let base = buffer.baseAddress, let length = rest.takeDigits(into: base, parser) else {
        return nil
      }
      rest.trim()
      let power = rest.takePower()
      if power > 0 {
        base[length] = UInt8(ascii: "e")
        base[length + 1] = 48 + power
      }
      var value = 0.0
      let outcome = parser.parse(base, length + (power > 0 ? 2 : 0), &value)
      return outcome.isNumber ? value : nil
    }
    guard let digits else { return nil }
    rest.trim()
    if !hasSign, rest.end - rest.start == 1, rest.first == UInt8(ascii: "-") {
      isNegative = true
      rest.start += 1
    }
    if rest.start < rest.end {
      guard unit.isEmpty, rest.end - rest.start <= Self.longestUnit, rest.isUnit else { return nil }
      unit = Array(UnsafeBufferPointer(start: p + rest.start, count: rest.end - rest.start))
      money = rest.lengthOfMoney() == unit.count ? unit.count : 0
    }
    value = isNegative ? 0 - digits : digits
    self.unit = unit
    isMoney = money > 0
  }
}

/// What is left of a cell.
private struct Cursor {
  let p: UnsafePointer<UInt8>
  var start: Int
  var end: Int

  var first: UInt8? { start < end ? p[start] : nil }
  var last: UInt8? { start < end ? p[end - 1] : nil }

  func starts(with text: StaticString, at place: Int) -> Bool {
    let n = text.utf8CodeUnitCount
    guard place + n <= end else { return false }
    for i in 0..<n where p[place + i] != text.utf8Start[i] { return false }
    return true
  }

  /// The blanks that stand between digits, or around a number: of one to three bytes.
  private static let blanks: [StaticString] = [
    " ", "\u{A0}", "\u{2009}", "\u{202F}", "\u{2007}", "\u{2008}", "\u{2006}",
  ]
  private static let apostrophes: [StaticString] = ["'", "\u{2019}", "\u{02BC}"]

  mutating func trim() {
    while start < end {
      if p[start] == 0x09 {
        start += 1
      } else if let blank = Self.blanks.first(where: { starts(with: $0, at: start) }) {
        start += blank.utf8CodeUnitCount
      } else {
        break
      }
    }
    while end > start {
      if p[end - 1] == 0x09 {
        end -= 1
      } else if let blank = Self.blanks.first(where: {
        end - start >= $0.utf8CodeUnitCount && starts(with: $0, at: end - $0.utf8CodeUnitCount)
      }) {
        end -= blank.utf8CodeUnitCount
      } else {
        break
      }
    }
  }

  func lengthOfSign(isNegative: inout Bool) -> Int? {
    if first == UInt8(ascii: "+") { return 1 }
    for minus in ["-", "\u{2212}", "\u{2013}", "\u{FE63}", "\u{FF0D}"] as [StaticString]
    where starts(with: minus, at: start) {
      isNegative = true
      return minus.utf8CodeUnitCount
    }
    return nil
  }

  private static let money: [StaticString] = [
    "US$", "R$", "A$", "C$", "$", "\u{20AC}", "\u{A3}", "\u{A5}", "\u{20B9}", "\u{20BD}", "\u{20A9}",
    "\u{20BA}",
    "\u{20AB}", "\u{E3F}", "USD", "EUR", "GBP", "CHF", "JPY", "INR", "AUD", "CAD", "CNY", "BRL", "SEK", "NOK",
    "DKK", "PLN", "Rs.", "Rs", "kr.", "kr", "z\u{142}", "Fr.",
  ]

  /// The bytes of a currency here, 0 where there is none.
  func lengthOfMoney() -> Int {
    Self.money.first { starts(with: $0, at: start) }?.utf8CodeUnitCount ?? 0
  }

  /// Copies digits, without what groups them, and the fraction; the number of bytes, nil where there are none or their
  /// groups are no groups.
  mutating func takeDigits(into target: UnsafeMutablePointer<UInt8>, _ parser: NumberParser) -> Int? {
    var count = 0
    var group = 0
    var groups = 0
    var mark: StaticString?
    var isComma = false
    func isDigit(_ i: Int) -> Bool { i < end && p[i] &- 48 <= 9 }
    while start < end {
      if isDigit(start) {
        target[count] = p[start]
        count += 1
        group += 1
        start += 1
        continue
      }
      guard group > 0, let length = self.mark(&mark, &isComma, parser), isDigit(start + length) else { break }
      // The first group may be short; between commas two digits are a group as well.
      guard groups == 0 ? group <= 3 : group == 3 || isComma && group == 2 else { return nil }
      groups += 1
      group = 0
      start += length
    }
    if groups > 0, group != 3 { return nil }
    if start < end, p[start] == parser.decimal {
      target[count] = p[start]
      count += 1
      start += 1
      while isDigit(start) {
        target[count] = p[start]
        count += 1
        start += 1
      }
    }
    return count > 0 ? count : nil
  }

  /// The bytes of the mark between two groups that stands here; the first one that is seen stands for all.
  private func mark(_ known: inout StaticString?, _ isComma: inout Bool, _ parser: NumberParser) -> Int? {
    if let known { return starts(with: known, at: start) ? known.utf8CodeUnitCount : nil }
    if isComma { return p[start] == parser.thousands ? 1 : nil }
    if p[start] == parser.thousands {
      isComma = true
      return 1
    }
    known = (Self.blanks + Self.apostrophes).first { starts(with: $0, at: start) }
    return known?.utf8CodeUnitCount
  }

  /// `k`, `M` and `bn`, alone or before a currency or a blank: the power of ten, 0 for none.
  mutating func takePower() -> UInt8 {
    for (word, power) in [("k", 3), ("K", 3), ("mn", 6), ("mio", 6), ("M", 6), ("bn", 9), ("B", 9)]
      as [(StaticString, UInt8)]
    where starts(with: word, at: start) {
      let next = start + word.utf8CodeUnitCount
      let isEnd = next == end || p[next] == 0x20
      let isMoney = Cursor(p: p, start: next, end: end).lengthOfMoney() > 0
      guard isEnd || isMoney else { continue }
      start = next
      return power
    }
    return 0
  }

  /// Letters and the signs of units: no digit, none of the marks that part values.
  var isUnit: Bool {
    for i in start..<end {
      switch p[i] {
      case 65...90, 97...122, 0x80..., 0x20, UInt8(ascii: "%"), UInt8(ascii: "/"), UInt8(ascii: "."),
        UInt8(ascii: "$"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "^"):
        continue
      default: return false
      }
    }
    return p[start] != UInt8(ascii: ".") && p[start] != UInt8(ascii: "/")
  }
}
