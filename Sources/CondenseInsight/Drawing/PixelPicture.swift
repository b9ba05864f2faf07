/// Numbers of pixels as a picture: blue above 0, orange below, the stronger the further.
enum PixelPicture {
  static func drawing(_ numbers: [Double], height: Int, width: Int) -> SVG {
    let side = min(12.0, 300 / Double(max(height, width)))
    var svg = SVG(width: side * Double(width), height: side * Double(height))
    let largest = numbers.reduce(0) { max($0, abs($1)) }
    draw(into: &svg, left: 0, side: side, height: height, width: width) {
      Shade.name(numbers[$0], largest: largest)
    }
    svg.path(
      [(0, 0), (svg.width, 0), (svg.width, svg.height), (0, svg.height)], "grid-line", isClosed: true)
    return svg
  }

  /// Draws what has a shade; neighbours of one shade in a row of pixels are one rectangle.
  static func draw(
    into svg: inout SVG, left: Double, side: Double, height: Int, width: Int, shade: (Int) -> String?
  ) {
    for row in 0..<height {
      var first = 0
      for column in 0..<width {
        let place = row * width + column, isLast = column + 1 == width
        guard isLast || shade(place) != shade(place + 1) else { continue }
        if let shade = shade(place) {
          svg.rect(
            left + side * Double(first), side * Double(row), side * Double(column + 1 - first), side, shade)
        }
        first = column + 1
      }
    }
  }
}
