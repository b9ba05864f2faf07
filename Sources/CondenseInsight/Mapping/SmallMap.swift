/// A map so small that several stand side by side: points, and the names of the most frequent values where there is room.
enum SmallMap {
  private static let side = 300.0, margin = 10.0, mostNames = 24, fontSize = 10.0

  static func drawing(_ map: PointMap, _ colours: PointColours) -> SVG {
    var svg = SVG(width: side, height: side)
    let frame = PointFrame(
      map.tsne ?? map.principal, left: margin, top: margin, width: side - 2 * margin,
      height: side - 2 * margin)
    let radius = map.names.count > 500 ? 1.6 : 2.6
    for point in map.names.indices {
      let at = frame.place(point)
      svg.circle(at.x, at.y, radius: radius, colours.style(point) ?? "embedding")
    }
    guard map.subject == .value else { return svg }
    var labels = LabelPlacer(within: LabelPlacer.Box(left: 0, top: 0, right: side, bottom: side))
    for point in map.names.indices.prefix(mostNames) {
      let at = frame.place(point), name = FigureText.name(map.names[point], most: 14)
      guard
        let box = labels.place(
          width: TextWidth.of(name, size: fontSize), height: fontSize + 1, besideX: at.x, y: at.y, gap: 4,
          steps: 1)
      else { continue }
      svg.text(box.left, box.bottom - 2, name, size: fontSize)
    }
    return svg
  }
}
