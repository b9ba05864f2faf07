import CondenseCore

/// One-hot: an id as numbers, 1 at its own place and 0 at all others.
///
///     y[id] = 1,  y[j] = 0 for every other j
///
/// A dense layer over it learns one row of weights for each id: an embedding as wide as the layer, without a
/// matrix between them. It is worth its place for a handful of ids only.
///
/// **Shapes**: one id of `n` gives `n` numbers.
/// **Cost** per id: `n` numbers written here, and a dense layer of `u` units over them multiplies all `n · u`
/// weights, whichever id it is.
public struct OneHot: Layer {
  /// `oneHot`
  public static let kind = "oneHot"

  /// One-hot numbers of an id.
  public init() {}

  /// Learns nothing itself.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .ids(perExample: 1, let size)? = inputs.first, inputs.count == 1 else {
      throw CondenseError(.content, "one-hot '\(name)' takes one input of one id an example")
    }
    guard size <= 1 << 16 else {
      throw CondenseError(
        .content,
        "one-hot '\(name)' would give \(size) numbers; \(1 << 16) are the most: use an embedding")
    }
    return LayerPlan(output: ValueShape(width: size), writesOnlyItsColumns: true)
  }

  /// Writes zeros and a one.
  public func forward(_ pass: LayerPass) {
    let ids = pass.ids(0).start, y = pass.output, size = pass.outputShape.size
    for row in 0..<pass.rows {
      y[row].update(repeating: 0, count: size)
      y[row][Int(ids[row])] = 1
    }
  }

  /// Nothing: ids have no gradient.
  public func backward(_ pass: LayerPass) {}
}
