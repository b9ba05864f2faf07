import CondenseCore

/// Dot products of all pairs of some vectors: which go together.
///
///     y_ij = xᵢ · xⱼ   for j < i, in the order (1, 0), (2, 0), (2, 1), (3, 0), …
///     dxᵢ = Σ_{j<i} dy_ij · xⱼ + Σ_{j>i} dy_ji · xⱼ
///
/// **Cost** per example of n vectors: `n · (n − 1) · width` flops forward, twice that backward.
///
/// Source: Naumov et al. 2019, "Deep learning recommendation model for personalization and recommendation systems",
/// arXiv:1906.00091.
public struct PairwiseDot: Layer {
  /// `pairwiseDot`
  public static let kind = "pairwiseDot"

  /// Products of as many vectors as it is given.
  public init() {}

  /// One number for each pair.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    let shapes = inputs.compactMap { if case .value(let shape) = $0 { shape } else { nil } }
    guard shapes.count == inputs.count, shapes.count > 1, let first = shapes.first else {
      throw CondenseError(.content, "'\(name)' multiplies two or more vectors with one another")
    }
    guard first.count == 1, shapes.allSatisfy({ $0 == first }) else {
      throw CondenseError(
        .content,
        "'\(name)' multiplies vectors of one width with one another, not \(shapes.map(\.description).joined(separator: ", "))"
      )
    }
    let count = shapes.count
    // The vectors side by side, and their gradients.
    return LayerPlan(
      output: ValueShape(width: count * (count - 1) / 2), slots: [count * first.width, count * first.width],
      writesOnlyItsColumns: true)
  }

  /// Sums in one fixed order.
  public func forward(_ pass: LayerPass) {
    let count = pass.inputCount, width = pass.inputSize(0)
    for row in 0..<pass.rows {
      let x = pass.slot(0)[row], y = pass.output[row]
      for i in 0..<count {
        (x + i * width).update(from: pass.input(i)[row], count: width)
        DotKernels.products(x + i * width, x, width: width, count: i, y: y + i * (i - 1) / 2)
      }
    }
  }

  /// As in the formula above.
  public func backward(_ pass: LayerPass) {
    let count = pass.inputCount, width = pass.inputSize(0)
    for row in 0..<pass.rows {
      let x = pass.slot(0)[row], dx = pass.slot(1)[row], dy = pass.outputGradient[row]
      dx.update(repeating: 0, count: count * width)
      for i in 1..<count {
        let weights = dy + i * (i - 1) / 2
        DotKernels.addSum(of: x, weights: weights, width: width, count: i, to: dx + i * width)
        DotKernels.addMultiples(of: x + i * width, weights: weights, width: width, count: i, to: dx)
      }
    }
    for i in 0..<count {
      guard let (target, isStarted) = pass.startedInputGradient(i) else { continue }
      for row in 0..<pass.rows {
        let source = pass.slot(1)[row] + i * width, into = target[row]
        if isStarted {
          for k in 0..<width { into[k] += source[k] }
        } else {
          into.update(from: source, count: width)
        }
      }
    }
  }
}
