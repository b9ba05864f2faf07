import CondenseCore

/// Values of one size, added up: `y = activation(x₁ + x₂ + …)`; the gradient of each is `dy ⊙ activation′`. Or their
/// mean: the sum by `n`, and the gradient by `n`.
///
/// Lets a part of a network speak to the output directly, beside the dense layers ("wide and deep", Cheng et
/// al. 2016, arXiv:1606.07792); and puts a dense layer together of the rows that an example reads and of numbers.
public struct Addition: Layer {
  /// `add`
  public static let kind = "add"

  /// Whether the sum is divided by the number of values.
  public var takesMean: Bool
  /// What is done to the sums.
  public var activation: Activation

  /// A sum, or mean, of as many values as it is given.
  public init(takesMean: Bool = false, activation: Activation = .linear) {
    self.takesMean = takesMean
    self.activation = activation
  }

  /// Reads a layer; files of sums alone name no activation.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    takesMean = try values.decode(Bool.self, forKey: .takesMean)
    activation = try values.decodeIfPresent(Activation.self, forKey: .activation) ?? .linear
  }

  /// Writes the layer, the activation only where there is one.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(takesMean, forKey: .takesMean)
    if activation != .linear { try values.encode(activation, forKey: .activation) }
  }

  private enum CodingKeys: String, CodingKey { case takesMean, activation }

  /// All sizes have to be the same; the result has the shape of the first.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first,
      inputs.allSatisfy({ if case .value(let other) = $0 { other.size == shape.size } else { false } })
    else { throw CondenseError(.content, "'\(name)' adds values of one size") }
    return LayerPlan(
      output: shape, slots: activation.needsSum ? [shape.size] : [],
      writesOnlyItsColumns: activation == .linear || shape.size % 8 == 0)
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
      guard activation != .linear else { continue }
      let sums = activation.needsSum ? pass.slot(0)[row] : nil
      activation.apply(y, sums: sums, count: roundedUp(size, toMultipleOf: 8))
    }
  }

  /// Hands the gradient to every input.
  public func backward(_ pass: LayerPass) {
    let size = pass.outputShape.size, share = takesMean ? 1 / Float(pass.inputCount) : 1
    if activation != .linear {
      let sums = activation.needsSum ? pass.slot(0) : nil
      for row in 0..<pass.rows {
        activation.differentiate(
          pass.outputGradient[row], outputs: pass.output[row], sums: sums?[row],
          count: roundedUp(size, toMultipleOf: 8))
      }
    }
    for input in 0..<pass.inputCount {
      guard let dx = pass.inputGradient(input) else { continue }
      for row in 0..<pass.rows {
        let dy = pass.outputGradient[row], target = dx[row]
        for column in 0..<size { target[column] += dy[column] * share }
      }
    }
  }
}
