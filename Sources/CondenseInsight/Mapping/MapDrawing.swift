import CondenseData

/// A map as a drawing for papers: points, and the names of the most frequent values where these do not overlap.
public enum MapDrawing {
  private static let width = 960.0, height = 720.0, margin = 24.0, mostNames = 120, fontSize = 11.0

  /// The drawing, by t-SNE where there is one.
  ///
  /// - Parameter aspect: what the points are coloured by; nil for none.
  public static func svg(_ map: PointMap, by aspect: MapAspect? = nil) -> String {
    let n = map.names.count, isNamed = map.subject == .value
    let colours = PointColours(aspect)
    // Names need room to the right.
    let frame = PointFrame(
      map.tsne ?? map.principal, left: margin, top: margin, width: width - 2 * margin - 80,
      height: height - 2 * margin)
    let largest = Double(map.counts?.max() ?? 1)
    var drawing = SVG(width: width, height: height)
    for i in (0..<n).reversed() {
      let at = frame.place(i)
      let share = map.counts.map { (Double(max($0[i], 1)) / max(largest, 1)).squareRoot() } ?? 0.3
      let plain = isNamed && i >= mostNames ? "muted" : "embedding"
      drawing.circle(at.x, at.y, radius: 1.5 + 4 * share, colours.style(i) ?? plain)
    }
    if isNamed {
      PointNames(most: mostNames, length: 24, size: fontSize, gap: 6).draw(map, frame, into: &drawing)
    }
    for (line, entry) in colours.entries.enumerated() {
      let y = margin + Double(line) * (fontSize + 5)
      drawing.circle(width - 130, y, radius: 4, entry.style)
      drawing.text(width - 120, y + 4, Markup.cut(entry.text, to: 20), size: fontSize)
    }
    return drawing.document(
      label: "a map of \(FigureText.name(map.name))", millimetres: 240,
      rules: colours.entries.isEmpty ? "" : Palette.pointRules(scope: "#sheet"))
  }
}
