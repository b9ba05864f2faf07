/// Vectors turned and scaled until their shadow lies over known places as well as it can.
///
/// Of all ways to turn them the one is taken whose plane fits best (orthogonal Procrustes): with rows `X` and places `Y`,
/// both around their middle, and `M = Xᵀ · Y`, the plane is `M · (Mᵀ · M)^−½`, and one number scales it.
///
/// Source: Schönemann 1966, "A generalized solution of the orthogonal Procrustes problem".
package struct Alignment: Sendable {
  /// Where each row falls: `x` of all, then `y`.
  package let points: [Double]
  /// The share of how the known places differ that these explain (R²).
  package let explained: Double

  /// - Parameters:
  ///   - rows: `n × dimension` numbers.
  ///   - places: for each row where it should fall; nil where that is not known, which has no part in the fit.
  /// - Returns: nil where fewer than three places are known, or all are the same.
  package init?(rows: [Float], dimension: Int, over places: [(x: Double, y: Double)?]) {
    let known = places.indices.filter { places[$0] != nil }, count = Double(known.count)
    let spots = places.compactMap(\.self)
    guard spots.count > 2, spots.contains(where: { $0 != spots[0] }) else { return nil }
    let middle = spots.reduce((x: 0.0, y: 0.0)) { ($0.x + $1.x / count, $0.y + $1.y / count) }
    var means = [Double](repeating: 0, count: dimension)
    for row in known {
      for column in 0..<dimension { means[column] += Double(rows[row * dimension + column]) / count }
    }
    func number(_ row: Int, _ column: Int) -> Double {
      Double(rows[row * dimension + column]) - means[column]
    }
    func truth(_ row: Int) -> (x: Double, y: Double) {
      places[row].map { ($0.x - middle.x, $0.y - middle.y) } ?? (0, 0)
    }
    let m = (0..<dimension).map { column in
      known.reduce((x: 0.0, y: 0.0)) { sum, row in
        let place = truth(row), value = number(row, column)
        return (sum.x + value * place.x, sum.y + value * place.y)
      }
    }
    let inverse = Self.inverseRoot(
      m.reduce(0) { $0 + $1.x * $1.x }, m.reduce(0) { $0 + $1.x * $1.y }, m.reduce(0) { $0 + $1.y * $1.y })
    let shadow = places.indices.map { row in
      (0..<dimension).reduce((x: 0.0, y: 0.0)) { sum, column in
        let value = number(row, column)
        return (
          sum.x + value * (m[column].x * inverse.xx + m[column].y * inverse.xy),
          sum.y + value * (m[column].x * inverse.xy + m[column].y * inverse.yy)
        )
      }
    }
    var (size, both, whole) = (0.0, 0.0, 0.0)
    for row in known {
      let (place, at) = (truth(row), shadow[row])
      size += at.x * at.x + at.y * at.y
      both += at.x * place.x + at.y * place.y
      whole += place.x * place.x + place.y * place.y
    }
    let scale = size > 0 ? both / size : 0
    explained = size > 0 ? both * both / (size * whole) : 0
    points = shadow.map { $0.x * scale + middle.x } + shadow.map { $0.y * scale + middle.y }
  }

  /// The inverse root of a symmetric matrix without negative eigenvalues; of an eigenvalue that is nothing beside the
  /// other the inverse is 0 (a line instead of a plane).
  private static func inverseRoot(
    _ a: Double, _ b: Double, _ d: Double
  ) -> (xx: Double, xy: Double, yy: Double) {
    let half = (a + d) / 2, reach = ((a - d) * (a - d) / 4 + b * b).squareRoot()
    // The direction of the larger eigenvalue.
    var (x, y) = b == 0 ? (a >= d ? (1.0, 0.0) : (0.0, 1.0)) : (half + reach - d, b)
    let length = (x * x + y * y).squareRoot()
    (x, y) = (x / length, y / length)
    func root(_ value: Double) -> Double { value > 1e-12 * (half + reach) ? 1 / value.squareRoot() : 0 }
    let (large, small) = (root(half + reach), root(half - reach))
    return (
      large * x * x + small * y * y, (large - small) * x * y, large * y * y + small * x * x
    )
  }
}
