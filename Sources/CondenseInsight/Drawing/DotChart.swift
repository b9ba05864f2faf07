/// Rows of dots on one axis: each row a name, its dots, and an interval or the mean of the dots.
package struct DotChart: Sendable {
  /// One row.
  package struct Row: Sendable {
    package let name: String
    package let ink: Ink
    package let values: [Double]
    package let interval: ClosedRange<Double>?
    /// Written at the end of the row.
    package let figure: String

    package init(
      _ name: String, _ ink: Ink, _ values: [Double], interval: ClosedRange<Double>? = nil,
      figure: String = ""
    ) {
      self.name = name
      self.ink = ink
      self.values = values.filter(\.isFinite)
      self.interval = interval
      self.figure = figure
    }
  }

  private let rows: [Row]
  private let axis: Axis
  private let reference: Double?
  private let showsTicks: Bool

  /// - Parameter reference: a value to which all others are seen, as a dashed line.
  package init(_ rows: [Row], _ axis: Axis, reference: Double? = nil, showsTicks: Bool = true) {
    self.rows = rows.filter { !$0.values.isEmpty }
    self.axis = axis
    self.reference = reference
    self.showsTicks = showsTicks
  }

  /// - Parameters:
  ///   - rowHeight: distance of the rows.
  ///   - nameShare: the most of the width that names take.
  ///   - stacks: whether names stand above their rows, for narrow pages.
  package func drawing(
    width: Double, rowHeight: Double = 28, size: Double = 12, nameShare: Double = 0.36, stacks: Bool = false
  ) -> SVG {
    let above = showsTicks ? 24.0 : 4, step = stacks ? rowHeight + 18 : rowHeight
    let height = above + step * Double(rows.count) + (showsTicks ? 24 : 4)
    var svg = SVG(width: width, height: height)
    let names = rows.map {
      TextWidth.fitted($0.name, size: size, width: stacks ? width : width * nameShare)
    }
    let figureWidth = rows.map { TextWidth.of($0.figure, size: size) }.max() ?? 0
    let left = stacks ? 18 : 14 + (names.map { TextWidth.of($0, size: size) }.max() ?? 0)
    let right = max(left + 40, width - (figureWidth > 0 ? figureWidth + 14 : 20))
    func across(_ value: Double) -> Double { left + (right - left) * axis.share(of: value) }
    let bottom = above + step * Double(rows.count)
    if showsTicks {
      svg.text(0, 12, axis.title, size: size, .start, "muted")
      for tick in axis.ticks {
        svg.line(across(tick.value), above, across(tick.value), bottom, "grid-line")
        svg.text(across(tick.value), bottom + 17, tick.text, size: size, .middle, "muted")
      }
    }
    if let reference, reference >= axis.low, reference <= axis.high {
      svg.line(across(reference), above, across(reference), bottom, "muted-line", isDashed: true)
    }
    for (place, row) in rows.enumerated() {
      let y = above + step * Double(place) + step / 2 + (stacks ? 9 : 0)
      svg.line(left, y, right, y, "grid-line")
      svg.text(
        stacks ? 0 : left - 10, stacks ? y - 12 : y + size / 3, names[place], size: size,
        stacks ? .start : .end)
      if let interval = row.interval {
        let (low, high) = (across(interval.lowerBound), across(interval.upperBound))
        svg.line(low, y, high, y, "\(row.ink.rawValue)-line", stroke: 2)
        for end in [low, high] { svg.line(end, y - 4, end, y + 4, "\(row.ink.rawValue)-line", stroke: 2) }
      } else {
        let mean = across(row.values.reduce(0, +) / Double(row.values.count))
        svg.line(mean, y - 9, mean, y + 9, "\(row.ink.rawValue)-line", stroke: 2)
      }
      for value in row.values { svg.mark(across(value), y, row.ink, radius: 4) }
      svg.text(right + 10, y + size / 3, row.figure, size: size)
    }
    return svg
  }
}
