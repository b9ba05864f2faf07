import CondenseData

/// A map as a drawing for papers: points, and the names of the most frequent values where these do not overlap.
public enum MapDrawing {
  private static let width = 960.0, height = 720.0, margin = 24.0, mostNames = 120, fontSize = 11.0

  /// The drawing, by t-SNE where there is one.
  public static func svg(_ map: ValueMap) -> String {
    let points = map.tsne ?? map.principal, n = points.count / 2
    let x = points[..<n], y = points[n...]
    let (lowX, highX) = (Double(x.min() ?? 0), Double(x.max() ?? 0))
    let (lowY, highY) = (Double(y.min() ?? 0), Double(y.max() ?? 0))
    // Names need room to the right.
    let roomX = width - 2 * margin - 80, roomY = height - 2 * margin
    let scale = min(
      highX > lowX ? roomX / (highX - lowX) : .infinity, highY > lowY ? roomY / (highY - lowY) : .infinity)
    func place(_ i: Int) -> (x: Double, y: Double) {
      guard scale.isFinite else { return (width / 2, height / 2) }
      return (
        width / 2 - 40 + (Double(points[i]) - (lowX + highX) / 2) * scale,
        height / 2 - (Double(points[n + i]) - (lowY + highY) / 2) * scale
      )
    }
    let largest = Double(map.counts?.max() ?? 1)
    var drawing = SVG(width: width, height: height)
    var labels = LabelPlacer(
      within: LabelPlacer.Box(left: 0, top: 0, right: width, bottom: height))
    for i in (0..<n).reversed() {
      let at = place(i)
      let share = map.counts.map { (Double(max($0[i], 1)) / max(largest, 1)).squareRoot() } ?? 0.3
      drawing.circle(at.x, at.y, radius: 1.5 + 4 * share, i < mostNames ? "embedding" : "muted")
    }
    for i in 0..<min(n, mostNames) {
      let at = place(i)
      let name = FigureText.name(map.values[i], most: 24)
      guard
        let box = labels.place(
          width: TextWidth.of(name, size: fontSize), height: fontSize + 1, besideX: at.x, y: at.y, gap: 6,
          steps: 1)
      else { continue }
      drawing.text(box.left, box.bottom - 2.5, name, size: fontSize)
    }
    return drawing.document(label: "a map of \(FigureText.name(map.name))", millimetres: 240)
  }
}
