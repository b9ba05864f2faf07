import Condense
import CondenseInsight

/// How a cost grows with one quantity: what is measured at each of its sizes, and how that is drawn.
struct ScaleStudy {
  /// What is measured at a size.
  struct Quantity {
    let name: String
    let unit: String
    /// Of its line; nil for what stands in the table alone.
    let ink: Ink?

    init(_ name: String, _ unit: String, _ ink: Ink? = nil) {
      (self.name, self.unit, self.ink) = (name, unit, ink)
    }
  }

  /// What lines show.
  enum Shown {
    /// What was measured, on logarithmic axes.
    case measured
    /// The same, beside a cost in proportion to the size: that of the size which costs least for its size.
    case besideProportion
    /// How many times as fast as at the first size, on linear axes, beside the size itself.
    case speedUp
  }

  let name: String
  let x: String
  let y: String
  var shown = Shown.besideProportion
  let sizes: [Int]
  let quantities: [Quantity]
  let measure: (Int) async throws -> [Double?]

  /// All sizes, one after the other; each is said at once. nil stands for what is left out.
  func pass() async throws -> [[Double?]] {
    var rows: [[Double?]] = []
    for size in sizes {
      let row = try await measure(size)
      rows.append(row)
      let figures = zip(quantities, row).map { "\($0.name) \(Self.text($1)) \($0.unit)" }
      Limits.say("\(NumberText.grouped(size)) \(x): \(figures.joined(separator: "; "))")
    }
    return rows
  }

  /// One figure for each of what passes measured.
  static func figures(_ passes: [[[Double?]]], _ chosen: ([Double]) -> Double?) -> [[Double?]] {
    passes[0].indices.map { size in
      passes[0][size].indices.map { quantity in chosen(passes.compactMap { $0[size][quantity] }) }
    }
  }

  /// A table in Markdown.
  func table(_ rows: [[Double?]]) -> String {
    let head = [x] + quantities.map { "\($0.name), \($0.unit)" }
    let body = zip(sizes, rows).map { size, row in [NumberText.grouped(size)] + row.map(Self.text) }
    return ([head, head.map { _ in "---:" }] + body).map { "| \($0.joined(separator: " | ")) |\n" }.joined()
  }

  private static func text(_ value: Double?) -> String {
    value.map { NumberText.rounded($0, digits: 3) } ?? "–"
  }

  /// The picture, an SVG file of its own, in the reader's light or dark.
  func picture(_ rows: [[Double?]]) -> String {
    var lines = quantities.enumerated().compactMap { place, quantity in
      quantity.ink.map { ink in
        let points = zip(sizes, rows).compactMap { size, row in row[place].map { (x: Double(size), y: $0) } }
        let first = points.first?.y ?? 1
        return LineChart.Line(
          quantity.name, ink, shown == .speedUp ? points.map { ($0.x, first / $0.y) } : points)
      }
    }
    if let guide = guide(lines.first?.points ?? []) {
      lines.append(LineChart.Line("in proportion", .neutral, guide, isGuide: true))
    }
    let places = sizes.map(Double.init)
    func text(_ size: Double) -> String { NumberText.grouped(Int(size)) }
    let chart = LineChart(
      lines,
      x: shown == .speedUp
        ? Axis(x, .linear, over: places, most: min(8, places.count), text: text)
        : Axis(x, .logarithmic, ticks: places, text: text),
      y: Axis(y, shown == .speedUp ? .linear : .logarithmic, over: lines.flatMap(\.points).map(\.y), most: 8))
    var sheet = SVG(width: 632, height: 364)
    sheet.add(chart.drawing(width: 600, height: 340), 16, 12)
    return sheet.document(
      label: "\(y) by \(x)", millimetres: 160,
      rules: "@media (prefers-color-scheme:dark){\n\(Palette.dark.drawingRules(scope: "#sheet"))}\n")
  }

  /// It ends, and bears its name, where what was measured is farther off.
  private func guide(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)]? {
    guard shown != .measured, let first = points.first, let last = points.last else { return nil }
    if shown == .speedUp { return [first, (last.x, last.x / first.x)] }
    let slopes = points.map { $0.y / $0.x }, slope = slopes.min() ?? 0
    let ends = [first, last].map { (x: $0.x, y: $0.x * slope) }
    return slopes[0] > slopes[slopes.count - 1] ? ends.reversed() : ends
  }
}
