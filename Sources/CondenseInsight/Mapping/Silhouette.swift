import CondenseCore

/// How well classes stand apart: the mean silhouette, from −1 to 1.
///
///     s(i) = (b − a) / max(a, b)
///
/// `a` is the mean distance of point `i` from the others of its class, `b` the least mean distance from those of another
/// class; a point alone in its class has 0.
///
/// **Cost** `2 · points² · dimension` flops.
///
/// Source: Rousseeuw 1987, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis".
package enum Silhouette {
  /// - Parameters:
  ///   - rows: `n × dimension` numbers.
  ///   - classes: of each row, from 0; −1 for a row that is left out.
  /// - Returns: nil where fewer than two classes have rows.
  package static func mean(rows: [Float], dimension: Int, classes: [Int], threads: Int) -> Double? {
    let points = classes.indices.filter { classes[$0] >= 0 }, count = (classes.max() ?? -1) + 1
    var sizes = [Int](repeating: 0, count: max(count, 0))
    for point in points { sizes[classes[point]] += 1 }
    guard sizes.count(where: { $0 > 0 }) > 1 else { return nil }
    let parts = ChunkedRows.map(rowCount: points.count, threads: threads) { range in
      var total = 0.0
      for place in range {
        let point = points[place], own = classes[point]
        guard sizes[own] > 1 else { continue }
        var sums = [Double](repeating: 0, count: count)
        for other in points where other != point {
          sums[classes[other]] += Double(distance(rows, point * dimension, other * dimension, dimension))
        }
        let a = sums[own] / Double(sizes[own] - 1)
        var b = Double.infinity
        for other in 0..<count where other != own && sizes[other] > 0 {
          b = min(b, sums[other] / Double(sizes[other]))
        }
        if max(a, b) > 0 { total += (b - a) / max(a, b) }
      }
      return total
    }
    return parts.reduce(0, +) / Double(points.count)
  }

  private static func distance(_ rows: [Float], _ a: Int, _ b: Int, _ dimension: Int) -> Float {
    rows.withUnsafeBufferPointer { rows in
      var wide = SIMD8<Float>.zero, sum: Float = 0, column = 0
      while column + 8 <= dimension {
        var difference = SIMD8<Float>.zero
        for lane in 0..<8 { difference[lane] = rows[a + column + lane] - rows[b + column + lane] }
        wide.addProduct(difference, difference)
        column += 8
      }
      while column < dimension {
        let difference = rows[a + column] - rows[b + column]
        sum += difference * difference
        column += 1
      }
      return (wide.sum() + sum).squareRoot()
    }
  }
}
