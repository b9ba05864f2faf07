/// Finds the format that nearly all dates of a column follow.
package struct DateGuess {
  package let format: DateFormat
  /// Whether day and month could as well be the other way round.
  package let isAmbiguous: Bool
  let first: Moment
  let last: Moment
  package let distinctDays: Int
  let hasTimes: Bool

  /// The part of the cells that may be no dates: 1 / 20.
  private static let oddShare = 20
  /// Values that are looked at before the whole column is.
  private static let sampleCount = 64

  /// Nil when more than a few cells are no dates in any format tried.
  package init?(_ column: Column, formats: [DateFormat] = DateFormat.guessed) {
    let values = Values(column)
    guard values.present > 0 else { return nil }
    var best: (format: DateFormat, moments: [Moment], fitting: Int)?
    var fits: [DateFormat: Int] = [:]
    for format in formats {
      guard let found = values.moments(format, oddShare: Self.oddShare, sampleCount: Self.sampleCount)
      else { continue }
      fits[format] = found.fitting
      // Of formats that fit equally well the first counts.
      if found.fitting > best?.fitting ?? 0 { best = (format, found.moments, found.fitting) }
    }
    guard let best, let earliest = best.moments.map(\.day).min(),
      let latest = best.moments.map(\.day).max()
    else { return nil }
    format = best.format
    isAmbiguous = best.format.swapped.flatMap { fits[$0] } == best.fitting
    first = Moment(day: earliest)
    last = Moment(day: latest)
    distinctDays = Set(best.moments.map(\.day)).count
    hasTimes = best.moments.contains { $0.second >= 0 }
  }

  /// The different values of a column, and how many rows hold each.
  private struct Values {
    private var texts = ByteStrings()
    private var counts: [Int] = []
    private(set) var present = 0

    init(_ column: Column) {
      switch column.cells {
      case .strings(let cells):
        for (value, count) in cells.counts().enumerated() where count > 0 {
          cells.values.withBytes(of: value) { texts.append($0, $1) }
          counts.append(count)
        }
      case .numbers(let cells):
        let codes = CategoryCodes(column, isByValue: true)
        texts = codes.keys
        counts = codes.counts
        present = cells.oddCount
      case .images: break
      }
      present += counts.reduce(0, +)
    }

    /// The moments of the values that fit, and how many rows hold them; nil where too many do not.
    func moments(
      _ format: DateFormat, oddShare: Int, sampleCount: Int
    ) -> (moments: [Moment], fitting: Int)? {
      func moment(_ value: Int) -> Moment? { texts.withBytes(of: value) { format.parse($0, $1) } }
      // A few values tell most formats apart; more than half of them must fit.
      let step = max(1, counts.count / sampleCount)
      let sample = stride(from: 0, to: counts.count, by: step).map(\.self)
      guard sample.count(where: { moment($0) != nil }) * 2 > sample.count else { return nil }
      var moments: [Moment] = []
      var fitting = 0
      for value in counts.indices {
        guard let moment = moment(value) else { continue }
        moments.append(moment)
        fitting += counts[value]
      }
      return (present - fitting) * oddShare <= present ? (moments, fitting) : nil
    }
  }
}
