import CondenseCore

/// Standardising: numbers with the mean and spread they had in training data.
///
///     y = (x − mean) · scale        dx = dy · scale
///
/// Mean and scale are constants of the network (`Parameters.standardize(_:to:)` sets them), not learned.
public struct Standardization: Layer {
  /// `standardize`
  public static let kind = "standardize"

  /// Standardising of one value.
  public init() {}

  /// Begins as the identity.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first, inputs.count == 1 else {
      throw CondenseError(.content, "'\(name)' standardises one input of numbers")
    }
    return LayerPlan(
      output: shape,
      parameters: [
        ParameterPlan(
          name: "\(name).mean", rows: 1, columns: shape.size, kind: .constant, initial: .constant(0)),
        ParameterPlan(
          name: "\(name).scale", rows: 1, columns: shape.size, kind: .constant, initial: .constant(1)),
      ],
      writesOnlyItsColumns: true)
  }

  /// One subtraction and one product a number.
  public func forward(_ pass: LayerPass) {
    let mean = pass.parameter(0), scale = pass.parameter(1), size = pass.inputSize(0)
    for row in 0..<pass.rows {
      let x = pass.input(0)[row], y = pass.output[row]
      for column in 0..<size { y[column] = (x[column] - mean[column]) * scale[column] }
    }
  }

  /// Scales the gradient.
  public func backward(_ pass: LayerPass) {
    guard let dx = pass.inputGradient(0) else { return }
    let scale = pass.parameter(1), size = pass.inputSize(0)
    for row in 0..<pass.rows {
      let dy = pass.outputGradient[row], target = dx[row]
      for column in 0..<size { target[column] += dy[column] * scale[column] }
    }
  }
}
