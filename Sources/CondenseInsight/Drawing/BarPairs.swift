/// Pairs of bars, one for each of the two layers: within a pair their lengths are exactly as their figures.
struct BarPairs {
  /// What both layers are measured by.
  struct Pair {
    let title: String
    let embedding: (value: Double, figure: String)
    let dense: (value: Double, figure: String)
  }

  private static let size = 12.0, pairHeight = 66.0

  let pairs: [Pair]

  func drawing(width: Double) -> SVG {
    var svg = SVG(width: width, height: Double(pairs.count) * Self.pairHeight)
    let label = TextWidth.of("embedding", size: Self.size) + 10
    for (place, pair) in pairs.enumerated() {
      let y = Double(place) * Self.pairHeight
      let bars = [("embedding", Ink.embedding, pair.embedding), ("dense", Ink.dense, pair.dense)]
      let figures = bars.map { TextWidth.of($0.2.figure, size: Self.size) }.max() ?? 0
      let room = max(20, width - label - figures - 12)
      let most = bars.map(\.2.value).max() ?? 0
      svg.text(
        0, y + 12, TextWidth.fitted(pair.title, size: Self.size, width: width), size: Self.size, .start,
        "muted")
      for (row, (name, ink, (value, figure))) in bars.enumerated() {
        let top = y + 20 + Double(row) * 20
        let length = most > 0 && value.isFinite ? room * value / most : 0
        svg.text(label - 10, top + 12, name, size: Self.size, .end, ink.rawValue)
        svg.bar(label, top, length: length, height: 15, ink)
        svg.text(label + length + 6, top + 12, figure, size: Self.size, .start, "", isBold: true)
      }
      svg.line(label, y + 17, label, y + 58, "muted-line")
    }
    return svg
  }
}
