/// How far two series go along a straight line.
package enum Correlation {
  /// Pearson's coefficient, 0 where one of them does not vary.
  package static func of(_ x: [Double], _ y: [Double]) -> Double {
    let n = Double(max(x.count, 1))
    let meanX = x.reduce(0) { $0 + $1 / n }, meanY = y.reduce(0) { $0 + $1 / n }
    // In units of the greatest difference, so that no square overflows.
    let reachX = x.reduce(0) { max($0, abs($1 - meanX)) }, reachY = y.reduce(0) { max($0, abs($1 - meanY)) }
    guard reachX > 0, reachY > 0, reachX.isFinite, reachY.isFinite else { return 0 }
    var xx = 0.0, yy = 0.0, xy = 0.0
    for (a, b) in zip(x, y) {
      let p = (a - meanX) / reachX, q = (b - meanY) / reachY
      xx += p * p
      yy += q * q
      xy += p * q
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : 0
  }
}
