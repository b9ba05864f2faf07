/// Measured values, each with its interval, against a quantity; every mark bears its name.
package struct ScatterChart: Sendable {
  /// One mark.
  package struct Point: Sendable {
    package let name: String
    package let x: Double
    package let y: Double
    package let low: Double
    package let high: Double
    package let ink: Ink

    package init(_ name: String, x: Double, y: Double, low: Double, high: Double, _ ink: Ink) {
      self.name = name
      self.x = x
      self.y = y
      self.low = low
      self.high = high
      self.ink = ink
    }
  }

  private let points: [Point]
  private let x: Axis
  private let y: Axis
  private let showsDiagonal: Bool

  /// - Parameter showsDiagonal: whether a line shows where both quantities are equal.
  package init(_ points: [Point], x: Axis, y: Axis, showsDiagonal: Bool = false) {
    self.points = points.filter { [$0.x, $0.y, $0.low, $0.high].allSatisfy(\.isFinite) }
    self.x = x
    self.y = y
    self.showsDiagonal = showsDiagonal
  }

  package func drawing(width: Double, height: Double) -> SVG {
    var svg = SVG(width: width, height: height)
    let frame = PlotFrame(x: x, y: y, width: width, height: height)
    frame.draw(into: &svg)
    let (first, last) = (max(x.low, y.low), min(x.high, y.high))
    if showsDiagonal, first < last {
      svg.line(
        frame.across(first), frame.down(first), frame.across(last), frame.down(last), "muted-line",
        isDashed: true)
    }
    var placer = LabelPlacer(
      within: .init(left: frame.left, top: 20, right: width, bottom: frame.bottom - 2))
    for point in points {
      let (px, py) = (frame.across(point.x), frame.down(point.y))
      svg.line(
        px, frame.down(point.low), px, frame.down(point.high), "\(point.ink.rawValue)-line", stroke: 1.5)
      for end in [point.low, point.high] {
        svg.line(px - 3, frame.down(end), px + 3, frame.down(end), "\(point.ink.rawValue)-line", stroke: 1.5)
      }
      placer.block(
        .init(
          left: px - 4, top: frame.down(point.high), right: px + 4, bottom: frame.down(point.low)))
      placer.block(.init(left: px - 7, top: py - 7, right: px + 7, bottom: py + 7))
    }
    let size = PlotFrame.size, height = 16.0
    for point in points.sorted(by: { ($0.y, $0.name) > ($1.y, $1.name) }) {
      let (px, py) = (frame.across(point.x), frame.down(point.y))
      svg.mark(px, py, point.ink)
      guard !point.name.isEmpty else { continue }
      let room = min((frame.right - frame.left) * 0.55, max(px - frame.left, width - px) - 12)
      let name = TextWidth.fitted(point.name, size: size, width: room)
      let wide = TextWidth.of(name, size: size)
      guard let box = placer.place(width: wide, height: height, besideX: px, y: py, gap: 10) else { continue }
      let middle = (box.top + box.bottom) / 2
      let anchor: SVG.Anchor = box.left >= px ? .start : box.right <= px ? .end : .middle
      let at = anchor == .start ? box.left : anchor == .end ? box.right : (box.left + box.right) / 2
      if (middle - py).magnitude > height * 0.6 {
        let nearest = anchor == .middle ? px : anchor == .start ? box.left - 2 : box.right + 2
        svg.line(px, py, nearest, middle, "muted-line", stroke: 0.75)
      }
      svg.text(at, middle + 4, name, size: size, anchor, point.ink.rawValue)
    }
    return svg
  }
}
