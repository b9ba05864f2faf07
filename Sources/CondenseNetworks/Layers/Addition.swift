import CondenseCore

/// Values of one size, added up: `y = x₁ + x₂ + …`; the gradient of each is `dy`. Or their mean: `y / n`, and
/// `dy / n`.
///
/// Lets a part of a network speak to the output directly, beside the dense layers ("wide and deep", Cheng et
/// al. 2016, arXiv:1606.07792).
public struct Addition: Layer {
  /// `add`
  public static let kind = "add"

  /// Whether the sum is divided by the number of values.
  public var takesMean: Bool

  /// A sum, or mean, of as many values as it is given.
  public init(takesMean: Bool = false) { self.takesMean = takesMean }

  /// All sizes have to be the same; the result has the shape of the first.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first,
      inputs.allSatisfy({ if case .value(let other) = $0 { other.size == shape.size } else { false } })
    else { throw CondenseError(.content, "'\(name)' adds values of one size") }
    return LayerPlan(output: shape, writesOnlyItsColumns: true)
  }

  /// Adds in the order of the inputs.
  public func forward(_ pass: LayerPass) {
    let size = pass.outputShape.size
    for row in 0..<pass.rows {
      let y = pass.output[row]
      y.update(from: pass.input(0)[row], count: size)
      for input in 1..<pass.inputCount {
        let x = pass.input(input)[row]
        for column in 0..<size { y[column] += x[column] }
      }
      if takesMean {
        let share = 1 / Float(pass.inputCount)
        for column in 0..<size { y[column] *= share }
      }
    }
  }

  /// Hands the gradient to every input.
  public func backward(_ pass: LayerPass) {
    let size = pass.outputShape.size, share = takesMean ? 1 / Float(pass.inputCount) : 1
    for input in 0..<pass.inputCount {
      guard let dx = pass.inputGradient(input) else { continue }
      for row in 0..<pass.rows {
        let dy = pass.outputGradient[row], target = dx[row]
        for column in 0..<size { target[column] += dy[column] * share }
      }
    }
  }
}
