import CondenseCore

/// An id as if it were a quantity, with mean 0 and variance 1 over all ids.
///
///     y = (id − (n − 1) / 2) / √((n² − 1) / 12)
///
/// What a table of codes gives a dense layer where nobody says that they are names: neighbours in the vocabulary are
/// neighbours in meaning. It is here to be compared with.
///
/// **Shapes**: one id of `n` gives one number.
public struct Code: Layer {
  /// `code`
  public static let kind = "code"

  /// Codes as numbers.
  public init() {}

  /// Learns nothing.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .ids(perExample: 1, _)? = inputs.first, inputs.count == 1 else {
      throw CondenseError(.content, "code '\(name)' takes one input of one id an example")
    }
    return LayerPlan(output: ValueShape(width: 1), writesOnlyItsColumns: true)
  }

  /// Writes the number of each id.
  public func forward(_ pass: LayerPass) {
    guard case .ids(_, let size) = pass.inputShape(0) else { return }
    let n = Float(size), middle = (n - 1) / 2
    let scale = 1 / max((n * n - 1) / 12, 1).squareRoot()
    let ids = pass.ids(0).start
    for row in 0..<pass.rows { pass.output[row][0] = (Float(ids[row]) - middle) * scale }
  }

  /// Nothing: ids have no gradient.
  public func backward(_ pass: LayerPass) {}
}
