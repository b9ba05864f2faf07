/// Logarithm, sine and normal quantile from `+ − × ÷ √` alone: the same bits on every processor.
package enum FixedMath {
  /// The natural logarithm of a positive, normal number.
  package static func log(_ x: Double) -> Double {
    // x = m · 2ᵉ with m in √½…√2, and log m = 2 artanh((m − 1) / (m + 1)).
    var m = x.significand
    var e = Double(x.exponent)
    if m > 1.414_213_562_373_095_1 {
      m /= 2
      e += 1
    }
    let t = (m - 1) / (m + 1)
    let square = t * t
    var sum = 0.0
    var k = 23.0
    while k >= 1 {
      sum = sum * square + 1 / k
      k -= 2
    }
    return e * 0.693_147_180_559_945_3 + 2 * t * sum
  }

  /// Sine and cosine of so many turns.
  package static func sineCosine(turns: Double) -> (sine: Double, cosine: Double) {
    let turn = turns - turns.rounded(.down)
    // A quarter of the angle by its series, then doubled twice.
    let x = (turn - 0.5) * 6.283_185_307_179_586 / 4
    let square = x * x
    var sine = 0.0
    var cosine = 0.0
    var k = 21.0
    while k >= 3 {
      sine = (1 + sine) * (0 - square) / (k * (k - 1))
      cosine = (1 + cosine) * (0 - square) / ((k - 1) * (k - 2))
      k -= 2
    }
    var s = x * (1 + sine)
    var c = 1 + cosine
    for _ in 0..<2 { (s, c) = (2 * s * c, c * c - s * s) }
    return (0 - s, 0 - c)
  }

  /// The number below which a standard normal variable lies with probability p (Acklam's rational
  /// approximation, relative error below 1.2e−9).
  package static func normalQuantile(_ p: Double) -> Double {
    if p < 0.02425 { return tail(p) }
    if p > 1 - 0.02425 { return 0 - tail(1 - p) }
    let q = p - 0.5
    let r = q * q
    let top =
      ((((-3.969683028665376e+01 * r + 2.209460984245205e+02) * r - 2.759285104469687e+02) * r
        + 1.383577518672690e+02) * r - 3.066479806614716e+01) * r + 2.506628277459239e+00
    let bottom =
      ((((-5.447609879822406e+01 * r + 1.615858368580409e+02) * r - 1.556989798598866e+02) * r
        + 6.680131188771972e+01) * r - 1.328068155288572e+01) * r + 1
    return q * top / bottom
  }

  private static func tail(_ p: Double) -> Double {
    let q = (-2 * log(p)).squareRoot()
    let top =
      ((((-7.784894002430293e-03 * q - 3.223964580411365e-01) * q - 2.400758277161838e+00) * q
        - 2.549732539343734e+00) * q + 4.374664141464968e+00) * q + 2.938163982698783e+00
    let bottom =
      (((7.784695709041462e-03 * q + 3.224671290700398e-01) * q + 2.445134137142996e+00) * q
        + 3.754408661907416e+00) * q + 1
    return top / bottom
  }
}
