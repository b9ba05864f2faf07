import CondenseCore

/// Layer normalisation: each example's numbers brought to mean 0 and variance 1, then scaled and shifted.
///
///     n = (x − mean(x)) / √(variance(x) + ε)        y = γ ⊙ n + β
///     dx = (g − mean(g) − n · mean(g ⊙ n)) / √(variance + ε),  g = dy ⊙ γ
///     dγ = Σ dy ⊙ n        dβ = Σ dy
///
/// Source: Ba, Kiros, Hinton 2016, arXiv:1607.06450.
public struct LayerNormalization: Layer {
  /// `layerNormalize`
  public static let kind = "layerNormalize"

  /// Added to the variance.
  public var epsilon: Float

  /// Normalisation within each example.
  public init(epsilon: Float = 1e-5) { self.epsilon = epsilon }

  /// γ begins at 1, β at 0; a slot keeps n and 1 / √(variance + ε).
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first, inputs.count == 1 else {
      throw CondenseError(.content, "layer normalisation '\(name)' takes one input of numbers")
    }
    guard epsilon > 0, epsilon.isFinite else {
      throw CondenseError(
        .content, "the epsilon of layer normalisation '\(name)' is \(epsilon); it is finite and above 0")
    }
    return LayerPlan(
      output: shape,
      parameters: [
        ParameterPlan(
          name: "\(name).gamma", rows: 1, columns: shape.size, kind: .perTile, initial: .constant(1)),
        ParameterPlan(
          name: "\(name).beta", rows: 1, columns: shape.size, kind: .perTile, initial: .constant(0)),
      ],
      slots: [shape.size + 1], writesOnlyItsColumns: true)
  }

  /// Mean and variance in Double, in order of columns.
  public func forward(_ pass: LayerPass) {
    let size = pass.inputSize(0), gamma = pass.parameter(0), beta = pass.parameter(1)
    for row in 0..<pass.rows {
      let x = pass.input(0)[row], y = pass.output[row], kept = pass.slot(0)[row]
      var sum = 0.0
      for column in 0..<size { sum += Double(x[column]) }
      let mean = sum / Double(size)
      var squares = 0.0
      for column in 0..<size {
        let difference = Double(x[column]) - mean
        squares += difference * difference
      }
      let inverse = Float(1 / (squares / Double(size) + Double(epsilon)).squareRoot())
      for column in 0..<size {
        let n = (x[column] - Float(mean)) * inverse
        kept[column] = n
        y[column] = beta[column].addingProduct(gamma[column], n)
      }
      kept[size] = inverse
    }
  }

  /// As in the formula above.
  public func backward(_ pass: LayerPass) {
    let size = pass.inputSize(0), gamma = pass.parameter(0)
    let dGamma = pass.gradient(0), dBeta = pass.gradient(1), dx = pass.inputGradient(0)
    for row in 0..<pass.rows {
      let dy = pass.outputGradient[row], kept = pass.slot(0)[row]
      var sum = 0.0, product = 0.0
      for column in 0..<size {
        dGamma[column] += dy[column] * kept[column]
        dBeta[column] += dy[column]
        let g = dy[column] * gamma[column]
        sum += Double(g)
        product += Double(g) * Double(kept[column])
      }
      guard let target = dx?[row] else { continue }
      let mean = Float(sum / Double(size)), meanProduct = Float(product / Double(size))
      for column in 0..<size {
        let g = dy[column] * gamma[column]
        target[column] += (g - mean - kept[column] * meanProduct) * kept[size]
      }
    }
  }
}
