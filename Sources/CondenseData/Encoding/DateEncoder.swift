import CondenseCore

/// Turns a date into its parts: ids for month, weekday, day of month, year and hour; the place in the year on a
/// circle and the time elapsed as numbers.
///
/// Parts that do not vary in the training rows are left out. In every id, 0 is the missing date. Years beyond
/// those of the training rows become the nearest.
public struct DateEncoder: Codable, Sendable, Equatable {
  /// A part that becomes an id.
  public enum Part: String, Codable, Sendable, CaseIterable {
    /// 1 to 12.
    case month
    /// 1 for Monday to 7 for Sunday.
    case weekday
    /// 1 to 31.
    case dayOfMonth
    /// 1 for the first year of the training rows.
    case year
    /// 1 for the hour after midnight, to 24.
    case hour
  }

  /// The column.
  public let column: String
  /// How its dates are written.
  public let format: DateFormat
  /// The parts that become ids.
  public let parts: [Part]
  /// The first year of the training rows.
  public let firstYear: Int
  /// The last year of the training rows.
  public let lastYear: Int
  /// Whether the place in the year is given as sine and cosine.
  public let hasCircle: Bool
  /// The days since 1970 as a number; nil where rows are put in order by the date and cover less than two
  /// years.
  public let elapsed: NumberEncoder?

  /// Days of training rows below which a season cannot be told from the course of time.
  private static let twoYears = 730

  /// Learns from the training rows.
  ///
  /// - Parameter foretells: the model will be asked about later days. Where the rows cover less than two years,
  ///   what lies ahead then has months and seasons that no row showed: only what comes again every week or
  ///   day is given.
  public init(
    fitting column: Column, format: DateFormat, rows: [Int], in table: Table, foretells: Bool = false
  ) throws(CondenseError) {
    let moments = try MomentReader(format: format).moments(column, rows, table)
    self.column = column.name
    self.format = format
    var years: Set<Int> = []
    var months: Set<Int> = []
    var weekdays: Set<Int> = []
    var days: Set<Int> = []
    var hours: Set<Int> = []
    // Rows repeat days far more often than not.
    let distinct = Set(moments.compactMap { $0?.day })
    for day in distinct {
      let civil = CivilDay(daysSince1970: day)
      years.insert(civil.year)
      months.insert(civil.month)
      days.insert(civil.day)
      weekdays.insert(CivilDay.weekday(daysSince1970: day))
    }
    for moment in moments { if let moment, moment.second >= 0 { hours.insert(moment.second / 3600) } }
    let span = (distinct.max() ?? 0) - (distinct.min() ?? 0)
    let seesSeasons = !foretells || span >= Self.twoYears
    var parts: [Part] = []
    if months.count > 1 && seesSeasons { parts.append(.month) }
    if format.hasDay && weekdays.count > 1 { parts.append(.weekday) }
    if format.hasDay && days.count > 1 && seesSeasons { parts.append(.dayOfMonth) }
    if (2...40).contains(years.count) && seesSeasons { parts.append(.year) }
    if hours.count > 1 { parts.append(.hour) }
    self.parts = parts
    firstYear = years.min() ?? 1970
    lastYear = years.max() ?? 1970
    hasCircle = months.count > 1 && seesSeasons
    elapsed =
      seesSeasons
      ? NumberEncoder(column: column.name, values: moments.map { $0.map(Self.days) ?? .nan }) : nil
  }

  /// Reads an encoder and refuses one that could not have been learned.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    column = try values.decode(String.self, forKey: .column)
    format = try values.decode(DateFormat.self, forKey: .format)
    parts = try values.decode([Part].self, forKey: .parts)
    firstYear = try values.decode(Int.self, forKey: .firstYear)
    lastYear = try values.decode(Int.self, forKey: .lastYear)
    hasCircle = try values.decode(Bool.self, forKey: .hasCircle)
    elapsed = try values.decodeIfPresent(NumberEncoder.self, forKey: .elapsed)
    guard 0...9999 ~= firstYear, firstYear...9999 ~= lastYear else {
      throw CondenseError(.content, "the years of '\(column)', \(firstYear) to \(lastYear), make no sense")
    }
    guard Set(parts).count == parts.count else {
      throw CondenseError(.content, "the date '\(column)' has a part twice")
    }
  }

  /// The number of ids of a part.
  public func vocabularySize(of part: Part) -> Int {
    switch part {
    case .month: 13
    case .weekday: 8
    case .dayOfMonth: 32
    case .year: lastYear - firstYear + 2
    case .hour: 25
    }
  }

  /// What an id of a part stands for, nil for missing.
  public func value(of id: Int32, in part: Part) -> String? {
    guard id > 0, Int(id) < vocabularySize(of: part) else { return nil }
    let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    switch part {
    case .month, .dayOfMonth: return String(id)
    case .weekday: return weekdays[Int(id) - 1]
    case .year: return String(firstYear + Int(id) - 1)
    case .hour: return String(id - 1)
    }
  }

  /// How many numbers a date gives.
  public var width: Int { (hasCircle ? 2 : 0) + (elapsed?.width ?? 0) }

  package func id(of moment: Moment?, in part: Part) -> Int32 {
    guard let moment else { return 0 }
    let id: Int
    switch part {
    case .weekday: id = CivilDay.weekday(daysSince1970: moment.day)
    case .hour: id = moment.second < 0 ? 0 : moment.second / 3600 + 1
    case .month: id = CivilDay(daysSince1970: moment.day).month
    case .dayOfMonth: id = CivilDay(daysSince1970: moment.day).day
    case .year:
      id = min(max(CivilDay(daysSince1970: moment.day).year, firstYear), lastYear) - firstYear + 1
    }
    return Int32(truncatingIfNeeded: id)
  }

  func encode(_ moment: Moment?, into output: inout MutableSpan<Float>, at start: Int) {
    var next = start
    if hasCircle {
      if let moment {
        let civil = CivilDay(daysSince1970: moment.day)
        let turns = (Double(civil.dayOfYear) - 0.5) / Double(civil.lengthOfYear)
        let point = FixedMath.sineCosine(turns: turns)
        output[next] = Float(point.sine)
        output[next + 1] = Float(point.cosine)
      } else {
        output[next] = 0
        output[next + 1] = 0
      }
      next += 2
    }
    elapsed?.encode(moment.map(Self.days), into: &output, at: next)
  }

  private static func days(_ moment: Moment) -> Double {
    Double(moment.day) + Double(max(0, moment.second)) / 86_400
  }
}
