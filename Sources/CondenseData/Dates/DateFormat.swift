/// How dates are written in a column. All but the formats of months may be followed by a time: `T`, a comma or a blank,
/// `HH:MM`, seconds, a fraction, `AM` or `PM`, and `Z`, `UTC` or an offset. Years of two digits are 1969 to 2068.
public enum DateFormat: String, Codable, Sendable, CaseIterable {
  /// `2013-01-31`
  case yearMonthDay = "YYYY-MM-DD"
  /// `2013/01/31`
  case yearMonthDaySlashes = "YYYY/MM/DD"
  /// `2013.01.31`
  case yearMonthDayDots = "YYYY.MM.DD"
  /// `31.01.2013`
  case dayMonthYearDots = "DD.MM.YYYY"
  /// `01/31/2013`
  case monthDayYear = "MM/DD/YYYY"
  /// `31/01/2013`
  case dayMonthYear = "DD/MM/YYYY"
  /// `31-01-2013`
  case dayMonthYearHyphens = "DD-MM-YYYY"
  /// `01-31-2013`
  case monthDayYearHyphens = "MM-DD-YYYY"
  /// `01.31.2013`
  case monthDayYearDots = "MM.DD.YYYY"
  /// `31.01.13`
  case dayMonthShortYearDots = "DD.MM.YY"
  /// `01/31/13`
  case monthDayShortYear = "MM/DD/YY"
  /// `31/01/13`
  case dayMonthShortYear = "DD/MM/YY"
  /// `31-01-13`
  case dayMonthShortYearHyphens = "DD-MM-YY"
  /// `01-31-13`
  case monthDayShortYearHyphens = "MM-DD-YY"
  /// `Jan-2013`
  case monthNameYear = "Mon-YYYY"
  /// `2013-01`
  case yearMonth = "YYYY-MM"
  /// `31 Jan 2013`, also with a weekday in front or the year in two digits
  case dayMonthNameYear = "DD Mon YYYY"
  /// `Jan 31, 2013`
  case monthNameDayYear = "Mon DD, YYYY"
  /// `2013-W05-4`, a day of a week of ISO 8601; without the day its Monday
  case week = "YYYY-Www-D"
  /// `20130131`
  case compact = "YYYYMMDD"
  /// Seconds since 1970-01-01 UTC
  case epochSeconds = "seconds since 1970"
  /// Milliseconds since 1970-01-01 UTC
  case epochMilliseconds = "milliseconds since 1970"

  /// The formats that are tried, in this order, on a column of strings nobody said anything about.
  package static let guessed: [DateFormat] = [
    .yearMonthDay, .yearMonthDaySlashes, .yearMonthDayDots, .dayMonthYearDots, .monthDayYear, .dayMonthYear,
    .dayMonthYearHyphens, .monthDayYearHyphens, .monthDayYearDots, .dayMonthShortYearDots, .monthDayShortYear,
    .dayMonthShortYear, .dayMonthShortYearHyphens, .monthDayShortYearHyphens, .monthNameYear, .yearMonth,
    .dayMonthNameYear, .monthNameDayYear, .week,
  ]

  /// The formats of whole numbers.
  package static let ofNumbers: [DateFormat] = [.compact, .epochSeconds, .epochMilliseconds]

  /// The format that reads day and month the other way round, where there is one.
  package var swapped: DateFormat? {
    switch self {
    case .monthDayYear: .dayMonthYear
    case .dayMonthYear: .monthDayYear
    case .dayMonthYearHyphens: .monthDayYearHyphens
    case .monthDayYearHyphens: .dayMonthYearHyphens
    case .dayMonthYearDots: .monthDayYearDots
    case .monthDayYearDots: .dayMonthYearDots
    case .monthDayShortYear: .dayMonthShortYear
    case .dayMonthShortYear: .monthDayShortYear
    case .dayMonthShortYearHyphens: .monthDayShortYearHyphens
    case .monthDayShortYearHyphens: .dayMonthShortYearHyphens
    default: nil
    }
  }

  /// Whether the day comes before the month.
  var isDayFirst: Bool { rawValue.hasPrefix("DD") }

  /// Whether a cell names a day rather than a whole month.
  public var hasDay: Bool { self != .monthNameYear && self != .yearMonth }

  /// What the bytes say in this format, nil when they do not follow it.
  package func parse(_ p: UnsafePointer<UInt8>, _ count: Int) -> Moment? {
    var reader = DateReader(p, count)
    let year: Int
    let month: Int
    var day = 1
    switch self {
    case .yearMonthDay, .yearMonthDaySlashes, .yearMonthDayDots:
      let separator = separator
      guard let y = reader.number(4...4), reader.skip(separator), let m = reader.number(1...2),
        reader.skip(separator), let d = reader.number(1...2)
      else { return nil }
      (year, month, day) = (y, m, d)
    case .dayMonthYearDots, .monthDayYear, .dayMonthYear, .dayMonthYearHyphens, .monthDayYearHyphens,
      .monthDayYearDots, .dayMonthShortYearDots, .monthDayShortYear, .dayMonthShortYear,
      .dayMonthShortYearHyphens, .monthDayShortYearHyphens:
      let separator = separator, isShort = !rawValue.hasSuffix("YYYY")
      guard let a = reader.number(1...2), reader.skip(separator), let b = reader.number(1...2),
        reader.skip(separator), let y = isShort ? reader.shortYear() : reader.number(4...4)
      else { return nil }
      (year, month, day) = isDayFirst ? (y, b, a) : (y, a, b)
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
      reader.skipWeekday()
      guard let d = reader.number(1...2) else { return nil }
      reader.skipOrdinal()
      guard reader.skipParting(), let m = reader.monthName(), reader.skipParting(),
        let y = reader.shortYear() ?? reader.number(4...4)
      else { return nil }
      (year, month, day) = (y, m, d)
    case .monthNameDayYear:
      reader.skipWeekday()
      guard let m = reader.monthName(), reader.skipParting(), let d = reader.number(1...2) else { return nil }
      reader.skipOrdinal()
      guard reader.skipParting(), let y = reader.number(4...4) else { return nil }
      (year, month, day) = (y, m, d)
    case .week:
      guard let y = reader.number(4...4) else { return nil }
      _ = reader.skip(UInt8(ascii: "-"))
      guard reader.skip(UInt8(ascii: "W")), let week = reader.number(2...2), (1...53).contains(week)
      else { return nil }
      var weekday = 1
      if !reader.isAtEnd {
        _ = reader.skip(UInt8(ascii: "-"))
        guard let d = reader.number(1...1), (1...7).contains(d) else { return nil }
        weekday = d
      }
      guard reader.isAtEnd, let fourth = CivilDay(year: y, month: 1, day: 4)?.daysSince1970 else {
        return nil
      }
      // The week of the fourth of January is the first.
      let monday = fourth - CivilDay.weekday(daysSince1970: fourth) + 1
      return Moment(day: monday + (week - 1) * 7 + weekday - 1)
    case .compact:
      guard let y = reader.number(4...4), let m = reader.number(2...2), let d = reader.number(2...2)
      else { return nil }
      (year, month, day) = (y, m, d)
    case .epochSeconds, .epochMilliseconds: return reader.epoch(unit: self == .epochSeconds ? 1 : 1000)
    }
    guard let civil = CivilDay(year: year, month: month, day: day) else { return nil }
    if reader.isAtEnd { return Moment(day: civil.daysSince1970) }
    guard hasDay, let time = reader.time() else { return nil }
    return Moment(
      day: civil.daysSince1970, second: time.second, nanosecond: time.nanosecond, offset: time.offset)
  }

  private var separator: UInt8 {
    rawValue.utf8.first { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: ".") } ?? 0
  }
}
