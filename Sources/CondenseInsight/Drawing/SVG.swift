/// A drawing, shape by shape. Every text is escaped and every length written with at most two decimals.
package struct SVG: Sendable {
  /// On which side of its place a text stands.
  package enum Anchor: String, Sendable {
    case start
    case middle
    case end
  }

  package let width: Double
  package let height: Double
  private var body = ""

  package init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  // MARK: shapes

  /// A rectangle; `style` names rules of the palette.
  package mutating func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String, radius: Double = 0,
    stroke: Double? = nil
  ) {
    let corner = radius > 0 ? " rx=\"\(Markup.number(radius))\"" : ""
    element(
      "rect x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\" width=\"\(Markup.number(max(0, width)))\""
        + " height=\"\(Markup.number(max(0, height)))\"\(corner)", style, stroke)
  }

  package mutating func line(
    _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String, stroke: Double = 1,
    isDashed: Bool = false
  ) {
    element(
      "line x1=\"\(Markup.number(x1))\" y1=\"\(Markup.number(y1))\" x2=\"\(Markup.number(x2))\""
        + " y2=\"\(Markup.number(y2))\"" + (isDashed ? " stroke-dasharray=\"4 3\"" : ""), style, stroke)
  }

  package mutating func circle(_ x: Double, _ y: Double, radius: Double, _ style: String) {
    element(
      "circle cx=\"\(Markup.number(x))\" cy=\"\(Markup.number(y))\" r=\"\(Markup.number(radius))\"", style,
      nil)
  }

  /// Straight lines from point to point.
  package mutating func path(
    _ points: [(x: Double, y: Double)], _ style: String, stroke: Double? = nil, isClosed: Bool = false,
    isDashed: Bool = false
  ) {
    guard !points.isEmpty else { return }
    let d = points.enumerated().map { place, point in
      "\(place == 0 ? "M" : "L")\(Markup.number(point.x)) \(Markup.number(point.y))"
    }.joined()
    element(
      "path d=\"\(d)\(isClosed ? "Z" : "")\"" + (isDashed ? " stroke-dasharray=\"6 4\"" : ""), style, stroke)
  }

  /// An arrow along a straight line, its head at the end.
  package mutating func arrow(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    let length = ((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1)).squareRoot()
    guard length > 0 else { return }
    let (dx, dy) = ((x2 - x1) / length, (y2 - y1) / length)
    let (bx, by) = (x2 - dx * 7, y2 - dy * 7)
    line(x1, y1, bx, by, "muted-line", stroke: 1.5)
    path([(x2, y2), (bx - dy * 4, by + dx * 4), (bx + dy * 4, by - dx * 4)], "muted", isClosed: true)
  }

  /// A line of text, its baseline at `y`.
  package mutating func text(
    _ x: Double, _ y: Double, _ text: String, size: Double = 13, _ anchor: Anchor = .start,
    _ style: String = "", isBold: Bool = false
  ) {
    guard !text.isEmpty else { return }
    let side = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    let rule = style.isEmpty ? "" : " class=\"\(style)\""
    body +=
      "<text x=\"\(Markup.number(x))\" y=\"\(Markup.number(y))\" font-size=\"\(Markup.number(size))\"\(side)"
      + "\(isBold ? " font-weight=\"600\"" : "")\(rule)>\(Markup.escaped(text))</text>\n"
  }

  /// The mark of a measured value.
  package mutating func mark(_ x: Double, _ y: Double, _ ink: Ink, radius r: Double = 5) {
    switch ink {
    case .embedding: circle(x, y, radius: r, "embedding")
    case .dense: rect(x - r + 1, y - r + 1, 2 * r - 2, 2 * r - 2, "open", stroke: 2)
    case .neutral:
      path([(x, y - r - 1), (x + r + 1, y), (x, y + r + 1), (x - r - 1, y)], "neutral", isClosed: true)
    }
  }

  /// A bar that starts at `x` and goes to the left where its length is below zero: it is exactly as long as
  /// it is told, filled for an embedding and open for a dense layer. `name` tells bars from other rectangles.
  package mutating func bar(
    _ x: Double, _ y: Double, length: Double, height: Double, _ ink: Ink, name: String = "bar"
  ) {
    let left = min(x, x + length), long = length.magnitude
    rect(left, y, long, height, "\(name) \(ink.rawValue)")
    if ink == .dense, long > 4 { rect(left + 2, y + 2, long - 4, height - 4, "paper") }
  }

  /// Another drawing, its upper left corner at a place.
  package mutating func add(_ other: SVG, _ x: Double, _ y: Double) {
    body += "<g transform=\"translate(\(Markup.number(x)) \(Markup.number(y)))\">\n\(other.body)</g>\n"
  }

  private mutating func element(_ shape: String, _ style: String, _ stroke: Double?) {
    let wide = stroke.map { " stroke-width=\"\(Markup.number($0))\"" } ?? ""
    body += "<\(shape)\(style.isEmpty ? "" : " class=\"\(style)\"")\(wide)/>\n"
  }

  // MARK: documents

  private var box: String { "viewBox=\"0 0 \(Markup.number(width)) \(Markup.number(height))\"" }

  /// A part of a page, as wide as there is room; `label` says what it shows to those who do not see it.
  package func inline(label: String, style: String = "") -> String {
    let rule = style.isEmpty ? "" : " class=\"\(style)\""
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" \(box)\(rule) role=\"img\""
      + " aria-label=\"\(Markup.escaped(label))\">\n\(body)</svg>\n"
  }

  /// A file of its own on white; `millimetres` is its width on paper.
  ///
  /// - Parameter rules: of styles beyond the palette's.
  package func document(label: String, millimetres: Double, rules: String = "") -> String {
    let across = Markup.number(millimetres), down = Markup.number(millimetres * height / width)
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- condense -->
      <svg xmlns="http://www.w3.org/2000/svg" id="sheet" role="img"
        width="\(across)mm" height="\(down)mm" \(box)>
      <title>\(Markup.escaped(label))</title>
      <style>
      #sheet{font-family:Helvetica,Arial,'DejaVu Sans',sans-serif}
      \(Palette.light.drawingRules(scope: "#sheet"))\(rules)</style>
      <rect width="\(Markup.number(width))" height="\(Markup.number(height))" class="paper"/>
      \(body)</svg>

      """
  }
}
