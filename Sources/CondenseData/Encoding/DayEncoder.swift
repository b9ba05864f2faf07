import CondenseCore

/// Gives each day that rows share an id of its own: from a date, or from columns of months and days (and years).
public struct DayEncoder: Codable, Sendable {
  /// The name of the feature: `date.day`, `month+day`.
  public let name: String
  /// The columns that make up the day, the day last.
  public let sources: [String]
  /// How the date is written, for a day from one column.
  public let format: DateFormat?
  /// The days, as `2013-01-31` or `01-31`.
  public internal(set) var days: CategoryEncoder

  /// Learns from the training rows.
  public init(
    fitting decision: ColumnDecision, format: DateFormat?, rows: [Int], in table: Table, minimumCount: Int
  ) throws(CondenseError) {
    name = decision.name
    sources = decision.sources
    self.format = format
    let column = try Self.days(decision.name, decision.sources, format, table, rows)
    days = CategoryEncoder(fitting: column, rows: Array(0..<rows.count), minimumCount: minimumCount)
      .entering(by: decision.layer ?? .embedding)
  }

  func encode(_ table: Table, rows: [Int]) throws(CondenseError) -> (ids: [Int32], unknown: [Bool]) {
    let column = try Self.days(name, sources, format, table, rows)
    return days.encode(column, rows: Array(0..<rows.count))
  }

  /// The id of the day that some cells tell.
  package func id(of cells: [Cell]) -> Int32 {
    if let format {
      guard let cell = cells.first, let moment = MomentReader(format: format).moment(of: cell) else {
        return days.missingID
      }
      return days.id(of: .text(CivilDay(daysSince1970: moment.day).text))
    }
    var text = ""
    for (index, cell) in cells.enumerated() {
      guard let number = cell.number, let part = Self.part(number) else { return days.missingID }
      text += (index > 0 ? "-" : "") + part
    }
    return days.id(of: .text(text))
  }

  /// The days of some rows as a column of strings.
  private static func days(
    _ name: String, _ sources: [String], _ format: DateFormat?, _ table: Table, _ rows: [Int]
  ) throws(CondenseError) -> Column {
    var interner = Interner()
    var codes = [Int32](repeating: -1, count: rows.count)
    var codeOfDay: [Int: Int32] = [:]
    if let format, let source = sources.first {
      let column = try table.column(named: source)
      let moments = try MomentReader(format: format).moments(column, rows, table)
      for (i, moment) in moments.enumerated() {
        guard let moment else { continue }
        if let code = codeOfDay[moment.day] {
          codes[i] = code
        } else {
          let code = interner.intern(Array(CivilDay(daysSince1970: moment.day).text.utf8))
          codeOfDay[moment.day] = code
          codes[i] = code
        }
      }
    } else {
      var columns: [Column] = []
      for source in sources { columns.append(try table.column(named: source)) }
      for (i, row) in rows.enumerated() {
        var key = 0
        var isWhole = true
        for column in columns {
          guard let number = column.number(row), number >= 0, number < 10_000,
            number == number.rounded(.towardZero)
          else {
            isWhole = false
            break
          }
          key = key * 10_000 + Int(number)
        }
        guard isWhole else { continue }
        if let code = codeOfDay[key] {
          codes[i] = code
          continue
        }
        let text = columns.compactMap { $0.number(row).flatMap(part) }.joined(separator: "-")
        let code = interner.intern(Array(text.utf8))
        codeOfDay[key] = code
        codes[i] = code
      }
    }
    return Column(
      name: name, cells: .strings(StringCells(codes: codes, values: interner.values, isDistinct: true)))
  }

  /// Two digits at least; nil for what is no part of a date.
  private static func part(_ number: Double) -> String? {
    guard number >= 0, number < 10_000, number == number.rounded(.towardZero) else { return nil }
    let whole = Int(number)
    return whole < 10 ? "0\(whole)" : String(whole)
  }
}
