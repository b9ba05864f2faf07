import CondenseModels

/// Bars from a line at zero: to the right what raises, to the left what lowers; with intervals where there are some.
struct ContributionChart {
  struct Row {
    let name: String
    let value: Double
    var interval: MetricInterval?
    let figure: String
  }

  private static let size = 12.0, rowHeight = 26.0

  let rows: [Row]

  /// - Parameter stacks: whether names stand above their bars, for narrow pages.
  func drawing(width: Double, stacks: Bool = false) -> SVG {
    let step = Self.rowHeight + (stacks ? 16 : 0)
    var svg = SVG(width: width, height: step * Double(rows.count) + 8)
    let names = rows.map {
      TextWidth.fitted($0.name, size: Self.size, width: stacks ? width : width * 0.36)
    }
    let ends = rows.flatMap { [$0.value, $0.interval?.low ?? 0, $0.interval?.high ?? 0, 0] }.filter(
      \.isFinite)
    let low = ends.min() ?? 0, high = ends.max() ?? 0, span = high > low ? high - low : 1
    let figures = rows.map { TextWidth.of($0.figure, size: Self.size) }.max() ?? 0
    let left = stacks ? 0 : 14 + (names.map { TextWidth.of($0, size: Self.size) }.max() ?? 0)
    let right = max(left + 40, width - figures - 14)
    func across(_ value: Double) -> Double { left + (right - left) * (value - low) / span }
    for (place, row) in rows.enumerated() where row.value.isFinite {
      let top = step * Double(place) + (stacks ? 18 : 4), middle = top + 9
      svg.text(
        stacks ? 0 : left - 10, stacks ? top - 4 : middle + 4, names[place], size: Self.size,
        stacks ? .start : .end)
      svg.bar(
        across(0), top, length: across(row.value) - across(0), height: 18, row.value < 0 ? .dense : .embedding
      )
      if let interval = row.interval {
        let (first, last) = (across(interval.low), across(interval.high))
        svg.line(first, middle, last, middle, "neutral-line", stroke: 1.5)
        for end in [first, last] { svg.line(end, middle - 4, end, middle + 4, "neutral-line", stroke: 1.5) }
      }
      svg.text(right + 10, middle + 4, row.figure, size: Self.size)
    }
    svg.line(across(0), 0, across(0), svg.height, "muted-line")
    return svg
  }
}
