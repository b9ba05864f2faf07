/// Points of a map in a rectangle: as large as they fit, the same scale both ways, `y` upwards.
struct PointFrame {
  private let points: [Float]
  private let scale: Double
  private let middle: (x: Double, y: Double)
  private let centre: (x: Double, y: Double)

  /// - Parameter points: `x` of all, then `y`.
  init(_ points: [Float], left: Double, top: Double, width: Double, height: Double) {
    let n = points.count / 2, x = points[..<n], y = points[n...]
    let (lowX, highX) = (Double(x.min() ?? 0), Double(x.max() ?? 0))
    let (lowY, highY) = (Double(y.min() ?? 0), Double(y.max() ?? 0))
    self.points = points
    // Points in one place stand in the middle.
    let fit = min(
      highX > lowX ? width / (highX - lowX) : .infinity, highY > lowY ? height / (highY - lowY) : .infinity)
    scale = fit.isFinite ? fit : 0
    middle = ((lowX + highX) / 2, (lowY + highY) / 2)
    centre = (left + width / 2, top + height / 2)
  }

  func place(_ point: Int) -> (x: Double, y: Double) {
    (
      centre.x + (Double(points[point]) - middle.x) * scale,
      centre.y - (Double(points[points.count / 2 + point]) - middle.y) * scale
    )
  }
}
