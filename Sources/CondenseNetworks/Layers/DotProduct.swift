import CondenseCore

/// Dot products of one vector with each of k others: how well they fit.
///
///     yⱼ = a · bⱼ                      a: width   b: k × width   y: k
///     da = Σⱼ dyⱼ · bⱼ                 dbⱼ = dyⱼ · a
///
/// **Cost** per example: `2 · k · width` flops forward, twice that backward.
public struct DotProduct: Layer {
  /// `dot`
  public static let kind = "dot"

  /// Products of the first input with each vector of the second.
  public init() {}

  /// One number for each vector of the second input.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard inputs.count == 2, case .value(let a) = inputs[0], case .value(let b) = inputs[1] else {
      throw CondenseError(.content, "'\(name)' multiplies two inputs of numbers")
    }
    guard a.count == 1, a.width == b.width else {
      throw CondenseError(
        .content, "'\(name)' multiplies one vector with others of its width, not \(a) with \(b)")
    }
    return LayerPlan(output: ValueShape(width: b.count), writesOnlyItsColumns: true)
  }

  /// Sums in one fixed order, whatever the number of vectors.
  public func forward(_ pass: LayerPass) {
    let width = pass.inputSize(0), count = pass.outputShape.size
    for row in 0..<pass.rows {
      DotKernels.products(
        pass.input(0)[row], pass.input(1)[row], width: width, count: count, y: pass.output[row])
    }
  }

  /// As in the formula above.
  public func backward(_ pass: LayerPass) {
    let width = pass.inputSize(0), count = pass.outputShape.size
    let da = pass.inputGradient(0), db = pass.inputGradient(1)
    for row in 0..<pass.rows {
      let a = pass.input(0)[row], b = pass.input(1)[row], dy = pass.outputGradient[row]
      if let da { DotKernels.addSum(of: b, weights: dy, width: width, count: count, to: da[row]) }
      if let db { DotKernels.addMultiples(of: a, weights: dy, width: width, count: count, to: db[row]) }
    }
  }
}
