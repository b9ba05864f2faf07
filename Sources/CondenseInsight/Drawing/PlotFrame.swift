/// The frame that charts are drawn in: ticks, grid and the names of the axes.
struct PlotFrame {
  static let size = 12.0

  let x: Axis
  let y: Axis
  let left: Double
  let right: Double
  let top: Double
  let bottom: Double

  /// - Parameter spareRight: room for labels beside the last values.
  init(x: Axis, y: Axis, width: Double, height: Double, spareRight: Double = 0) {
    self.x = x
    self.y = y
    left = 10 + (y.ticks.map { TextWidth.of($0.text, size: Self.size) }.max() ?? 0)
    let last = TextWidth.of(x.ticks.last?.text ?? "", size: Self.size) / 2
    right = max(left + 40, width - max(spareRight, last + 2))
    top = 34
    bottom = max(top + 40, height - 42)
  }

  func across(_ value: Double) -> Double { left + (right - left) * x.share(of: value) }
  func down(_ value: Double) -> Double { bottom - (bottom - top) * y.share(of: value) }

  func draw(into svg: inout SVG) {
    svg.text(0, 14, y.title, size: Self.size, .start, "muted")
    for tick in y.ticks {
      svg.line(left, down(tick.value), right, down(tick.value), "grid-line")
      svg.text(left - 6, down(tick.value) + 4, tick.text, size: Self.size, .end, "muted")
    }
    svg.line(left, bottom, right, bottom, "muted-line")
    for tick in x.ticks {
      svg.line(across(tick.value), bottom, across(tick.value), bottom + 4, "muted-line")
      svg.text(across(tick.value), bottom + 17, tick.text, size: Self.size, .middle, "muted")
    }
    svg.text((left + right) / 2, bottom + 36, x.title, size: Self.size, .middle, "muted")
  }
}
