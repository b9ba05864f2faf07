/// Finds the format that all dates of a column follow.
package struct DateGuess {
  package let format: DateFormat
  /// Whether day and month could as well be the other way round.
  package let isAmbiguous: Bool
  let first: Moment
  let last: Moment
  let distinctDays: Int
  let hasTimes: Bool

  /// Nil when some cell is no date in any format tried.
  package init?(_ column: Column, formats: [DateFormat] = DateFormat.guessed) {
    var fitting: [(format: DateFormat, moments: [Moment])] = []
    for format in formats {
      if let moments = Self.moments(column, format) { fitting.append((format, moments)) }
    }
    guard let best = fitting.first, let earliest = best.moments.map(\.day).min(),
      let latest = best.moments.map(\.day).max()
    else { return nil }
    format = best.format
    isAmbiguous = format == .monthDayYear && fitting.contains { $0.format == .dayMonthYear }
    first = Moment(day: earliest)
    last = Moment(day: latest)
    distinctDays = Set(best.moments.map(\.day)).count
    hasTimes = best.moments.contains { $0.second >= 0 }
  }

  /// The different moments of the column, nil when a cell is none.
  private static func moments(_ column: Column, _ format: DateFormat) -> [Moment]? {
    var moments: [Moment] = []
    switch column.cells {
    case .numbers(let cells):
      for value in Set(cells.values.filter { !$0.isNaN }) {
        guard let moment = ShortestNumber.withBytes(value, { format.parse($0, $1) }) else { return nil }
        moments.append(moment)
      }
    case .strings(let cells):
      for (value, count) in cells.counts().enumerated() where count > 0 {
        guard let moment = cells.values.withBytes(of: value, { format.parse($0, $1) }) else { return nil }
        moments.append(moment)
      }
    case .images: return nil
    }
    return moments
  }
}
