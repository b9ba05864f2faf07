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

  /// The last two digits of a year, no third behind them: 69 is 1969, 68 is 2068, as in POSIX.
  mutating func shortYear() -> Int? {
    let before = i
    guard let y = number(2...2), i == end || p[i] &- 48 > 9 else {
      i = before
      return nil
    }
    return y < 69 ? 2000 + y : 1900 + y
  }

  /// What stands between the parts of a date in words: blanks, a hyphen, a comma, a point.
  mutating func skipParting() -> Bool {
    let before = i
    while i < end,
      [0x20, UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "/")].contains(p[i])
    {
      i += 1
    }
    return i > before
  }

  /// `Mon, ` or `Monday `.
  mutating func skipWeekday() {
    var letters = 0
    while i + letters < end, (p[i + letters] | 0x20) &- 97 < 26 { letters += 1 }
    guard letters >= 3,
      Self.weekdays.contains(where: { $0.utf8.elementsEqual((0..<3).map { p[i + $0] | 0x20 }) })
    else { return }
    i += letters
    _ = skipParting()
  }

  /// `1st`, `2nd`, `3rd`, `4th`: the letters.
  mutating func skipOrdinal() {
    guard i + 1 < end,
      ["st", "nd", "rd", "th"].contains(where: { $0.utf8.elementsEqual([p[i] | 0x20, p[i + 1] | 0x20]) })
    else { return }
    i += 2
  }

  /// Whole or broken seconds since 1970 in so many parts, to the end.
  mutating func epoch(unit: Int) -> Moment? {
    let isNegative = skip(UInt8(ascii: "-"))
    guard let whole = number(1...15) else { return nil }
    var nanosecond = 0
    if skip(UInt8(ascii: ".")) {
      guard let fraction = fraction() else { return nil }
      nanosecond = fraction / unit
    }
    guard isAtEnd else { return nil }
    var second = whole / unit
    nanosecond += whole % unit * (1_000_000_000 / unit)
    if isNegative {
      second = -second - (nanosecond > 0 ? 1 : 0)
      nanosecond = nanosecond > 0 ? 1_000_000_000 - nanosecond : 0
    }
    let day = second >= 0 ? second / 86_400 : (second - 86_399) / 86_400
    return Moment(day: day, second: second - day * 86_400, nanosecond: nanosecond)
  }

  /// Digits behind a point, in billionths.
  private mutating func fraction() -> Int? {
    var value = 0
    var digits = 0
    while i < end, p[i] &- 48 <= 9 {
      if digits < 9 { value = value * 10 + Int(p[i] &- 48) }
      digits += 1
      i += 1
    }
    guard digits > 0 else { return nil }
    for _ in min(digits, 9)..<9 { value *= 10 }
    return value
  }

  /// `T`, a comma or a blank, hours and minutes, perhaps seconds, a fraction, `AM` or `PM` and a zone, to the end.
  mutating func time() -> (second: Int, nanosecond: Int, offset: Int)? {
    if !skip(UInt8(ascii: "T")) {
      let before = i
      _ = skip(UInt8(ascii: ","))
      while skip(0x20) {}
      guard i > before else { return nil }
    }
    guard var hour = number(1...2), hour < 24, skip(UInt8(ascii: ":")), let minute = number(2...2),
      minute < 60
    else { return nil }
    var second = 0
    var nanosecond = 0
    if skip(UInt8(ascii: ":")) {
      guard let s = number(2...2), s <= 60 else { return nil }
      second = min(s, 59)
      if skip(UInt8(ascii: ".")) || skip(UInt8(ascii: ",")) {
        guard let fraction = fraction() else { return nil }
        nanosecond = fraction
      }
    }
    while skip(0x20) {}
    if let isAfternoon = half() {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
      while skip(0x20) {}
    }
    var offset = 0
    if !isAtEnd, !skip(UInt8(ascii: "Z")), !skipWord("utc"), !skipWord("gmt") {
      let isBehind = skip(UInt8(ascii: "-"))
      guard isBehind || skip(UInt8(ascii: "+")), let hours = number(2...2), hours < 24 else { return nil }
      _ = skip(UInt8(ascii: ":"))
      var minutes = 0
      if !isAtEnd {
        guard let m = number(2...2), m < 60 else { return nil }
        minutes = m
      }
      offset = (hours * 3600 + minutes * 60) * (isBehind ? -1 : 1)
    }
    return isAtEnd ? (hour * 3600 + minute * 60 + second, nanosecond, offset) : nil
  }

  /// `AM`, `p.m.` and the like: whether it is the second half of the day; nil where nothing of the kind stands here.
  private mutating func half() -> Bool? {
    for (word, isAfternoon) in [("am", false), ("a.m.", false), ("pm", true), ("p.m.", true)]
    where skipWord(word) {
      return isAfternoon
    }
    return nil
  }

  private mutating func skipWord(_ word: String) -> Bool {
    let letters = Array(word.utf8)
    guard end - i >= letters.count else { return false }
    for (k, letter) in letters.enumerated() {
      let byte = p[i + k]
      if (byte &- 65 < 26 ? byte | 0x20 : byte) != letter { return false }
    }
    i += letters.count
    return true
  }

  private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
  ]
}
