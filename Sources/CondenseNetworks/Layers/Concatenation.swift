import CondenseCore

/// Several values side by side: `y = [x₁ x₂ …]`.
///
/// Costs nothing where its inputs can be written in place: the plan then gives them columns of the output.
public struct Concatenation: Layer {
  /// `concatenate`
  public static let kind = "concatenate"

  /// A concatenation of as many values as it is given.
  public init() {}

  /// The widths add up.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    var width = 0
    for input in inputs {
      guard case .value(let shape) = input else {
        throw CondenseError(.content, "'\(name)' can concatenate numbers only, not ids")
      }
      width += shape.size
    }
    guard width > 0 else { throw CondenseError(.content, "'\(name)' has nothing to concatenate") }
    return LayerPlan(output: ValueShape(width: width), writesOnlyItsColumns: true)
  }

  /// Copies what does not stand in place already.
  public func forward(_ pass: LayerPass) {
    var column = 0
    for input in 0..<pass.inputCount {
      let size = pass.inputSize(input), x = pass.input(input)
      if x.start != UnsafePointer(pass.output.start + column) {
        for row in 0..<pass.rows { (pass.output[row] + column).update(from: x[row], count: size) }
      }
      column += size
    }
  }

  /// Hands each input its columns of the gradient.
  public func backward(_ pass: LayerPass) {
    var column = 0
    for input in 0..<pass.inputCount {
      let size = pass.inputSize(input)
      if let (dx, isStarted) = pass.startedInputGradient(input),
        dx.start != pass.outputGradient.start + column
      {
        for row in 0..<pass.rows {
          let source = pass.outputGradient[row] + column, target = dx[row]
          if isStarted {
            for i in 0..<size { target[i] += source[i] }
          } else {
            target.update(from: source, count: size)
          }
        }
      }
      column += size
    }
  }
}
