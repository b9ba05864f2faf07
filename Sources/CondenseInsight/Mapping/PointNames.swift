/// The names of the first points of a map, beside them, where these do not overlap.
struct PointNames {
  /// How many are tried.
  let most: Int
  /// The most characters of a name.
  let length: Int
  let size: Double
  /// Between a point and its name.
  let gap: Double

  func draw(_ map: PointMap, _ frame: PointFrame, into svg: inout SVG) {
    var labels = LabelPlacer(
      within: LabelPlacer.Box(left: 0, top: 0, right: svg.width, bottom: svg.height))
    for point in map.names.indices.prefix(most) {
      let at = frame.place(point), name = FigureText.name(map.names[point], most: length)
      guard
        let box = labels.place(
          width: TextWidth.of(name, size: size), height: size + 1, besideX: at.x, y: at.y, gap: gap, steps: 1)
      else { continue }
      svg.text(box.left, box.bottom - 2.5, name, size: size)
    }
  }
}
