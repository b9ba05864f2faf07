/// How quantities grow with another, a line each; every line bears its name at its end.
package struct LineChart: Sendable {
  /// One line.
  package struct Line: Sendable {
    package let name: String
    package let ink: Ink
    package let points: [(x: Double, y: Double)]
    /// Whether other lines are held against it: grey and without marks.
    package let isGuide: Bool

    package init(
      _ name: String, _ ink: Ink, _ points: [(x: Double, y: Double)], isGuide: Bool = false
    ) {
      self.name = name
      self.ink = ink
      self.isGuide = isGuide
      self.points = points.filter { $0.x.isFinite && $0.y.isFinite }
    }
  }

  private let lines: [Line]
  private let x: Axis
  private let y: Axis

  package init(_ lines: [Line], x: Axis, y: Axis) {
    self.lines = lines.filter { !$0.points.isEmpty }
    self.x = x
    self.y = y
  }

  package func drawing(width: Double, height: Double) -> SVG {
    var svg = SVG(width: width, height: height)
    let frame = PlotFrame(x: x, y: y, width: width, height: height)
    frame.draw(into: &svg)
    var placer = LabelPlacer(within: .init(left: frame.left, top: 20, right: width, bottom: frame.bottom - 2))
    for line in lines {
      let places = line.points.map { (x: frame.across($0.x), y: frame.down($0.y)) }
      if line.isGuide {
        svg.path(places, "muted-line", isDashed: true)
      } else {
        svg.path(places, "\(line.ink.rawValue)-line", stroke: 2, isDashed: line.ink == .dense)
      }
      for (a, b) in zip(places, places.dropFirst()) {
        // A slope is blocked in pieces, so that there is room above and below it.
        for piece in 0..<16 {
          let (s, t) = (Double(piece) / 16, Double(piece + 1) / 16)
          let (xa, xb) = (a.x + (b.x - a.x) * s, a.x + (b.x - a.x) * t)
          let (ya, yb) = (a.y + (b.y - a.y) * s, a.y + (b.y - a.y) * t)
          placer.block(
            .init(left: min(xa, xb), top: min(ya, yb) - 3, right: max(xa, xb), bottom: max(ya, yb) + 3))
        }
      }
      for place in places where !line.isGuide {
        svg.mark(place.x, place.y, line.ink, radius: 4)
        placer.block(.init(left: place.x - 6, top: place.y - 6, right: place.x + 6, bottom: place.y + 6))
      }
    }
    let size = PlotFrame.size
    for line in lines {
      guard let last = line.points.last else { continue }
      let name = TextWidth.fitted(line.name, size: size, width: (frame.right - frame.left) * 0.7)
      let wide = TextWidth.of(name, size: size)
      let (px, py) = (frame.across(last.x), frame.down(last.y))
      guard let box = placer.place(width: wide, height: 16, besideX: px, y: py, gap: 8) else { continue }
      svg.text(
        box.left, (box.top + box.bottom) / 2 + 4, name, size: size, .start,
        line.isGuide ? "muted" : line.ink.rawValue)
    }
    return svg
  }
}
