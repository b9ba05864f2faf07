/// How dates are written in a column. All but the month formats may be followed by a time (`T` or a space,
/// `HH:MM`, seconds, a fraction; a time zone is read over).
public enum DateFormat: String, Codable, Sendable, CaseIterable {
  /// `2013-01-31`
  case yearMonthDay = "YYYY-MM-DD"
  /// `2013/01/31`
  case yearMonthDaySlashes = "YYYY/MM/DD"
  /// `31.01.2013`
  case dayMonthYearDots = "DD.MM.YYYY"
  /// `01/31/2013`
  case monthDayYear = "MM/DD/YYYY"
  /// `31/01/2013`
  case dayMonthYear = "DD/MM/YYYY"
  /// `Jan-2013`
  case monthNameYear = "Mon-YYYY"
  /// `2013-01`
  case yearMonth = "YYYY-MM"
  /// `31 Jan 2013`
  case dayMonthNameYear = "DD Mon YYYY"
  /// `20130131`, never guessed
  case compact = "YYYYMMDD"

  /// The formats that are tried, in this order, on a column nobody said anything about.
  package static let guessed: [DateFormat] = [
    .yearMonthDay, .yearMonthDaySlashes, .dayMonthYearDots, .monthDayYear, .dayMonthYear, .monthNameYear,
    .yearMonth, .dayMonthNameYear,
  ]

  /// Whether a cell names a day rather than a whole month.
  public var hasDay: Bool { self != .monthNameYear && self != .yearMonth }

  /// What the bytes say in this format, nil when they do not follow it.
  package func parse(_ p: UnsafePointer<UInt8>, _ count: Int) -> Moment? {
    var reader = DateReader(p, count)
    let year: Int
    let month: Int
    var day = 1
    switch self {
    case .yearMonthDay, .yearMonthDaySlashes:
      let separator = UInt8(ascii: self == .yearMonthDay ? "-" : "/")
      guard let y = reader.number(4...4), reader.skip(separator), let m = reader.number(1...2),
        reader.skip(separator), let d = reader.number(1...2)
      else { return nil }
      (year, month, day) = (y, m, d)
    case .dayMonthYearDots, .monthDayYear, .dayMonthYear:
      let separator = UInt8(ascii: self == .dayMonthYearDots ? "." : "/")
      guard let a = reader.number(1...2), reader.skip(separator), let b = reader.number(1...2),
        reader.skip(separator), let y = reader.number(4...4)
      else { return nil }
      (year, month, day) = self == .monthDayYear ? (y, a, b) : (y, b, a)
    case .monthNameYear:
      guard let m = reader.monthName(), reader.skip(UInt8(ascii: "-")) || reader.skip(0x20),
        let y = reader.number(4...4)
      else { return nil }
      (year, month) = (y, m)
    case .yearMonth:
      guard let y = reader.number(4...4), reader.skip(UInt8(ascii: "-")), let m = reader.number(2...2)
      else { return nil }
      (year, month) = (y, m)
    case .dayMonthNameYear:
      guard let d = reader.number(1...2), reader.skip(0x20) || reader.skip(UInt8(ascii: "-")),
        let m = reader.monthName(), reader.skip(0x20) || reader.skip(UInt8(ascii: "-")),
        let y = reader.number(4...4)
      else { return nil }
      (year, month, day) = (y, m, d)
    case .compact:
      guard let y = reader.number(4...4), let m = reader.number(2...2), let d = reader.number(2...2)
      else { return nil }
      (year, month, day) = (y, m, d)
    }
    guard let civil = CivilDay(year: year, month: month, day: day) else { return nil }
    if reader.isAtEnd { return Moment(day: civil.daysSince1970) }
    guard hasDay, let second = reader.time() else { return nil }
    return Moment(day: civil.daysSince1970, second: second)
  }
}
