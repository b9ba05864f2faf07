/// Reads the parts of a date from bytes, one after another.
struct DateReader {
  private let p: UnsafePointer<UInt8>
  private let end: Int
  private var i: Int

  init(_ p: UnsafePointer<UInt8>, _ count: Int) {
    var start = 0
    var end = count
    while start < end, p[start] == 0x20 || p[start] == 0x09 { start += 1 }
    while end > start, p[end - 1] == 0x20 || p[end - 1] == 0x09 { end -= 1 }
    self.p = p
    self.end = end
    i = start
  }

  var isAtEnd: Bool { i == end }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard i < end, p[i] == byte else { return false }
    i += 1
    return true
  }

  /// A number of so many digits; as many as there are are taken, up to the upper bound.
  mutating func number(_ digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while i < end, count < digits.upperBound, p[i] &- 48 <= 9 {
      value = value * 10 + Int(p[i] &- 48)
      count += 1
      i += 1
    }
    return count >= digits.lowerBound ? value : nil
  }

  /// An English month, whole or its first three letters.
  mutating func monthName() -> Int? {
    var letters = 0
    while i + letters < end, (p[i + letters] | 0x20) &- 97 < 26 { letters += 1 }
    guard letters >= 3 else { return nil }
    for (index, name) in Self.months.enumerated() where letters == 3 || letters == name.utf8.count {
      if name.utf8.prefix(letters).enumerated().allSatisfy({ p[i + $0] | 0x20 == $1 }) {
        i += letters
        return index + 1
      }
    }
    return nil
  }

  /// `T` or a space, hours and minutes, perhaps seconds and a zone, to the end: seconds since midnight.
  mutating func time() -> Int? {
    guard skip(UInt8(ascii: "T")) || skip(0x20), let hour = number(1...2), hour < 24,
      skip(UInt8(ascii: ":")), let minute = number(2...2), minute < 60
    else { return nil }
    var second = 0
    if skip(UInt8(ascii: ":")) {
      guard let s = number(2...2), s <= 60 else { return nil }
      second = min(s, 59)
      if skip(UInt8(ascii: ".")), number(1...9) == nil { return nil }
    }
    if !isAtEnd, !skip(UInt8(ascii: "Z")) {
      _ = skip(0x20)
      guard skip(UInt8(ascii: "+")) || skip(UInt8(ascii: "-")), number(2...2) != nil else { return nil }
      _ = skip(UInt8(ascii: ":"))
      if !isAtEnd, number(2...2) == nil { return nil }
    }
    return isAtEnd ? hour * 3600 + minute * 60 + second : nil
  }

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]
}
