/// What a dense layer does to its weighted sums.
public enum Activation: String, Codable, Sendable, CaseIterable {
  /// x
  case linear
  /// max(x, 0)
  case relu
  /// x · Φ(x), exact (Hendrycks and Gimpel 2016, arXiv:1606.08415)
  case gelu
  /// x · sigmoid(x), also called swish (Elfwing et al. 2017, arXiv:1702.03118)
  case silu
  case tanh
  /// 1 / (1 + e⁻ˣ)
  case sigmoid

  /// Whether the derivative needs the weighted sum itself; otherwise the output is enough.
  package var needsSum: Bool { self == .gelu || self == .silu }

  /// Applies the activation to `count` numbers (a multiple of 8).
  ///
  /// - Parameter sums: receives the numbers as they were, where the derivative needs them.
  package func apply(
    _ y: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>?, count: Int
  ) {
    let half = Float8(repeating: 0.5), one = Float8(repeating: 1)
    var i = 0
    switch self {
    case .linear: break
    case .relu:
      while i < count {
        let x = y.load8(i)
        y.store8(x.replacing(with: 0, where: x .< 0), i)
        i += 8
      }
    case .gelu:
      let scale = Float8(repeating: 0.707_106_77)
      while i < count {
        let x = y.load8(i)
        sums?.store8(x, i)
        y.store8(x * half * (one + Elementary.erf(x * scale)), i)
        i += 8
      }
    case .silu:
      while i < count {
        let x = y.load8(i)
        sums?.store8(x, i)
        y.store8(x * Elementary.sigmoid(x), i)
        i += 8
      }
    case .tanh:
      while i < count {
        y.store8(Elementary.tanh(y.load8(i)), i)
        i += 8
      }
    case .sigmoid:
      while i < count {
        y.store8(Elementary.sigmoid(y.load8(i)), i)
        i += 8
      }
    }
  }

  /// Multiplies `count` output gradients (a multiple of 8) by the derivative, in place.
  ///
  /// - Parameters:
  ///   - y: the outputs.
  ///   - sums: the weighted sums, where `needsSum`.
  package func differentiate(
    _ dy: UnsafeMutablePointer<Float>, outputs y: UnsafePointer<Float>, sums: UnsafePointer<Float>?,
    count: Int
  ) {
    let half = Float8(repeating: 0.5), one = Float8(repeating: 1)
    var i = 0
    switch self {
    case .linear: break
    case .relu:
      while i < count {
        dy.store8(dy.load8(i).replacing(with: 0, where: y.load8(i) .<= 0), i)
        i += 8
      }
    case .gelu:
      guard let sums else { return }
      let scale = Float8(repeating: 0.707_106_77), density = Float8(repeating: 0.398_942_28)
      while i < count {
        let x = sums.load8(i)
        let cumulative = half * (one + Elementary.erf(x * scale))
        let slope = cumulative.addingProduct(x * density, Elementary.exp(-(x * x) * half))
        dy.store8(dy.load8(i) * slope, i)
        i += 8
      }
    case .silu:
      guard let sums else { return }
      while i < count {
        let x = sums.load8(i)
        let s = Elementary.sigmoid(x)
        dy.store8(dy.load8(i) * (s * (one + x * (one - s))), i)
        i += 8
      }
    case .tanh:
      while i < count {
        let t = y.load8(i)
        dy.store8(dy.load8(i) * (one - t * t), i)
        i += 8
      }
    case .sigmoid:
      while i < count {
        let s = y.load8(i)
        dy.store8(dy.load8(i) * (s * (one - s)), i)
        i += 8
      }
    }
  }
}
