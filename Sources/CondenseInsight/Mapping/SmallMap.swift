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
    PointNames(most: mostNames, length: 14, size: fontSize, gap: 4).draw(map, frame, into: &svg)
    return svg
  }
}
