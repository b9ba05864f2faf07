/// Our own exp, log, tanh and their kin, in `+ − × ÷` and fused multiply-add only: the C library's choose
/// code by processor, so their bits are not the same everywhere.
///
/// Float versions are within 2 units in the last place of the true value (exp, log) or within 4·10⁻⁷ of it
/// (tanh, erf); Double versions, for metrics and statistics, within a few units of theirs.
package enum Elementary {
  // MARK: eight Floats

  /// eˣ; 0 below −104, infinite above 88.7228; NaN stays NaN.
  @inline(__always)
  package static func exp(_ x: Float8) -> Float8 {
    // x = n·ln 2 + r, |r| ≤ ln 2 / 2; n found by rounding with a large constant.
    let shift = Float8(repeating: 12_582_912)
    var clamped = x.replacing(with: Float8(repeating: 89), where: x .> 89)
    clamped = clamped.replacing(with: Float8(repeating: -104), where: x .< -104)
    let rounded = shift.addingProduct(clamped, Float8(repeating: 1.442695041))
    let n = rounded - shift
    var r = clamped.addingProduct(n, Float8(repeating: -0.693359375))
    r.addProduct(n, Float8(repeating: 2.12194440e-4))
    var p = Float8(repeating: 1.0 / 5040)
    p = Float8(repeating: 1.0 / 720).addingProduct(p, r)
    p = Float8(repeating: 1.0 / 120).addingProduct(p, r)
    p = Float8(repeating: 1.0 / 24).addingProduct(p, r)
    p = Float8(repeating: 1.0 / 6).addingProduct(p, r)
    p = Float8(repeating: 0.5).addingProduct(p, r)
    p = Float8(repeating: 1).addingProduct(p, r)
    p = Float8(repeating: 1).addingProduct(p, r)
    // 2ⁿ in two factors, so that results from the largest to the denormal come out right.
    let whole =
      SIMD8<Int32>(truncatingIfNeeded: unsafeBitCast(rounded, to: SIMD8<UInt32>.self))
      &- SIMD8<Int32>(repeating: 0x4B40_0000)
    let half = whole &>> 1
    let bias = SIMD8<Int32>(repeating: 127)
    let first = unsafeBitCast((half &+ bias) &<< 23, to: Float8.self)
    let second = unsafeBitCast((whole &- half &+ bias) &<< 23, to: Float8.self)
    return p * first * second
  }

  /// Natural logarithm of positive normal numbers; infinity and NaN stay what they are.
  @inline(__always)
  package static func log(_ x: Float8) -> Float8 {
    // x = m·2ᵉ with m in [√½, √2); log m by the series of atanh((m − 1) / (m + 1)).
    let bits = SIMD8<Int32>(truncatingIfNeeded: unsafeBitCast(x, to: SIMD8<UInt32>.self))
    let offset = bits &- SIMD8<Int32>(repeating: 0x3F35_04F3)
    let exponent = offset &>> 23
    let m = unsafeBitCast(bits &- (exponent &<< 23), to: Float8.self)
    let s = (m - 1) / (m + 1)
    let z = s * s
    var p = Float8(repeating: 2.0 / 11)
    p = Float8(repeating: 2.0 / 9).addingProduct(p, z)
    p = Float8(repeating: 2.0 / 7).addingProduct(p, z)
    p = Float8(repeating: 2.0 / 5).addingProduct(p, z)
    p = Float8(repeating: 2.0 / 3).addingProduct(p, z)
    let small = (s * z) * p
    let e = Float8(exponent)
    let low = small.addingProduct(e, Float8(repeating: -2.12194440e-4)) + (s + s)
    let finite = low.addingProduct(e, Float8(repeating: 0.693359375))
    return x.replacing(with: finite, where: x .< .infinity)
  }

  @inline(__always)
  package static func sigmoid(_ x: Float8) -> Float8 {
    Float8(repeating: 1) / (Float8(repeating: 1) + exp(-x))
  }

  @inline(__always)
  package static func tanh(_ x: Float8) -> Float8 {
    let one = Float8(repeating: 1)
    let far = one - Float8(repeating: 2) / (one + exp(x + x))
    // Near zero the difference above cancels: the odd series of tanh to x⁹ instead.
    let z = x * x
    var p = Float8(repeating: 62.0 / 2835)
    p = Float8(repeating: -17.0 / 315).addingProduct(p, z)
    p = Float8(repeating: 2.0 / 15).addingProduct(p, z)
    p = Float8(repeating: -1.0 / 3).addingProduct(p, z)
    let near = x.addingProduct(p * z, x)
    return far.replacing(with: near, where: z .< 0.0625)
  }

  /// The error function, by a polynomial in 1 / (1 + x/2) times exp(−x²), fitted for this file.
  @inline(__always)
  package static func erf(_ x: Float8) -> Float8 {
    let one = Float8(repeating: 1)
    let positive = x.replacing(with: -x, where: x .< 0)
    let t = one / one.addingProduct(positive, Float8(repeating: 0.5))
    var p = Float8(repeating: 0.0315898041)
    p = Float8(repeating: -0.165391344).addingProduct(p, t)
    p = Float8(repeating: 0.312402804).addingProduct(p, t)
    p = Float8(repeating: -0.182555598).addingProduct(p, t)
    p = Float8(repeating: -0.12764398).addingProduct(p, t)
    p = Float8(repeating: 0.104654578).addingProduct(p, t)
    p = Float8(repeating: 0.0244588243).addingProduct(p, t)
    p = Float8(repeating: 0.194418073).addingProduct(p, t)
    p = Float8(repeating: 0.243565851).addingProduct(p, t)
    p = Float8(repeating: 0.28241997).addingProduct(p, t)
    p = Float8(repeating: 0.282081024).addingProduct(p, t)
    let magnitude = one - p * t * exp(-(positive * positive))
    return magnitude.replacing(with: -magnitude, where: x .< 0)
  }

  // MARK: one Float, the bits of a lane

  package static func exp(_ x: Float) -> Float { exp(Float8(repeating: x))[0] }
  package static func log(_ x: Float) -> Float { log(Float8(repeating: x))[0] }
  package static func tanh(_ x: Float) -> Float { tanh(Float8(repeating: x))[0] }
  package static func sigmoid(_ x: Float) -> Float { sigmoid(Float8(repeating: x))[0] }

  // MARK: Double

  /// eˣ in double precision.
  package static func exp(_ x: Double) -> Double {
    guard x > -745.2 else { return x.isNaN ? x : 0 }
    guard x < 709.79 else { return .infinity }
    let n = (x * 1.442_695_040_888_963_4).rounded()
    var r = x.addingProduct(-n, 0.693_147_180_369_123_8)
    r = r.addingProduct(-n, 1.908_214_929_270_587_7e-10)
    var p = 1.0
    for k in stride(from: 14, through: 1, by: -1) { p = (1.0).addingProduct(p / Double(k), r) }
    let half = (n / 2).rounded(.down)
    return p * power(of2: Int(half)) * power(of2: Int(n - half))
  }

  private static func power(of2 exponent: Int) -> Double {
    Double(bitPattern: UInt64(exponent + 1023) << 52)
  }

  /// Natural logarithm in double precision; −∞ at 0, NaN below.
  package static func log(_ x: Double) -> Double {
    guard x > 0, x.isFinite else { return x == 0 ? -.infinity : x > 0 ? x : .nan }
    var m = x.significand
    var e = Double(x.exponent)
    if m > 1.414_213_562_373_095 {
      m /= 2
      e += 1
    }
    let s = (m - 1) / (m + 1)
    let z = s * s
    var p = 0.0
    for k in stride(from: 23, through: 3, by: -2) { p = (2 / Double(k)).addingProduct(p, z) }
    let low = (s * z * p).addingProduct(e, 1.908_214_929_270_587_7e-10) + 2 * s
    return low.addingProduct(e, 0.693_147_180_369_123_8)
  }

  /// xʸ for positive x.
  package static func power(_ x: Double, _ y: Double) -> Double { exp(y * log(x)) }
}
