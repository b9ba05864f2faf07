import Foundation

/// Learned rows, turned and scaled until their shadow lies on a map as well as it can.
///
/// Of all ways to turn them the one is taken whose plane fits best (orthogonal Procrustes; Schönemann 1966): with rows
/// `X` and places `Y`, both around their middle, and `M = Xᵀ · Y`, the plane is `M · (Mᵀ · M)^−½`.
struct DrawnMap {
  /// Where each row falls, and where it should.
  let drawn: [(x: Double, y: Double)]
  let truth: [(x: Double, y: Double)]
  /// The share of how places differ that the drawn ones explain.
  let explained: Double

  init(_ rows: [Double], _ dimension: Int, over places: [(x: Double, y: Double)]) {
    let n = places.count, count = Double(n)
    let middle = (
      x: places.reduce(0) { $0 + $1.x } / count, y: places.reduce(0) { $0 + $1.y } / count
    )
    let truth = places.map { (x: $0.x - middle.x, y: $0.y - middle.y) }
    let means = (0..<dimension).map { column in
      (0..<n).reduce(0) { $0 + rows[$1 * dimension + column] } / count
    }
    func number(_ row: Int, _ column: Int) -> Double { rows[row * dimension + column] - means[column] }
    let m = (0..<dimension).map { column in
      (0..<n).reduce((x: 0.0, y: 0.0)) { sum, row in
        (sum.x + number(row, column) * truth[row].x, sum.y + number(row, column) * truth[row].y)
      }
    }
    // The root of a symmetric matrix of 2 × 2, and its inverse.
    let a = m.reduce(0) { $0 + $1.x * $1.x }, b = m.reduce(0) { $0 + $1.x * $1.y }
    let d = m.reduce(0) { $0 + $1.y * $1.y }
    let s = (a * d - b * b).squareRoot(), t = (a + d + 2 * s).squareRoot()
    let (ra, rb, rd) = ((a + s) / t, b / t, (d + s) / t), r = ra * rd - rb * rb
    let plane = m.map { (x: ($0.x * rd - $0.y * rb) / r, y: ($0.y * ra - $0.x * rb) / r) }
    let shadow = (0..<n).map { row in
      (0..<dimension).reduce((x: 0.0, y: 0.0)) { sum, column in
        (sum.x + number(row, column) * plane[column].x, sum.y + number(row, column) * plane[column].y)
      }
    }
    let size = shadow.reduce(0) { $0 + $1.x * $1.x + $1.y * $1.y }
    let scale = zip(shadow, truth).reduce(0) { $0 + $1.0.x * $1.1.x + $1.0.y * $1.1.y } / size
    let drawn = shadow.map { (x: $0.x * scale, y: $0.y * scale) }
    let off = zip(drawn, truth).reduce(0) { sum, pair in
      let (dx, dy) = (pair.0.x - pair.1.x, pair.0.y - pair.1.y)
      return sum + dx * dx + dy * dy
    }
    explained = 1 - off / truth.reduce(0) { $0 + $1.x * $1.x + $1.y * $1.y }
    (self.drawn, self.truth) = (drawn, truth)
  }

  /// Each airport where it is, a ring, and where the rows put it, a disc with its name; a line between the two.
  func svg(_ names: [String]) -> String {
    func at(_ place: (x: Double, y: Double)) -> (x: String, y: String) {
      (String(format: "%.1f", 380 + place.x * 16), String(format: "%.1f", 250 - place.y * 16))
    }
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 480\" font-family=\"sans-serif\" font-size=\"9\">",
      "<title>Airports where they are, and where a network put them that knew their distances only</title>",
      "<rect width=\"800\" height=\"480\" fill=\"#ffffff\"/>",
    ]
    for (place, name) in names.enumerated() {
      let (stands, put) = (at(truth[place]), at(drawn[place]))
      lines.append(
        "<path d=\"M\(stands.x) \(stands.y)L\(put.x) \(put.y)\" stroke=\"#a3acb5\"/><circle cx=\"\(stands.x)\" cy=\"\(stands.y)\""
          + " r=\"3\" fill=\"none\" stroke=\"#ad4400\"/><circle cx=\"\(put.x)\" cy=\"\(put.y)\" r=\"2.5\" fill=\"#1a5fa8\"/>"
      )
      lines.append("<text x=\"\(put.x)\" y=\"\(put.y)\" dx=\"4\" dy=\"-3\" fill=\"#1c2126\">\(name)</text>")
    }
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }
}
