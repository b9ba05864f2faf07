import CondenseCore

/// One-hot: ids as numbers, 1 at the place of each id and 0 at all others; of a bag the weights, or counts, of its ids.
///
///     y[id] = Σ of the weights of the id in the example,  y[j] = 0 for every other j
///
/// A dense layer over it learns one row of weights for each id: an embedding as wide as the layer, without a
/// matrix between them. It is worth its place for a handful of ids only.
///
/// **Shapes**: one id, or a bag, of `n` gives `n` numbers.
/// **Cost** per example: `n` numbers written here, and a dense layer of `u` units over them multiplies all `n · u`
/// weights, whichever ids there are.
public struct OneHot: Layer {
  /// `oneHot`
  public static let kind = "oneHot"

  /// One-hot numbers of an id, or of a bag.
  public init() {}

  /// Learns nothing itself.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    let size: Int
    switch inputs.first {
    case .ids(perExample: 1, let count)? where inputs.count == 1: size = count
    case .bag(let count)? where inputs.count == 1: size = count
    default:
      throw CondenseError(.content, "one-hot '\(name)' takes one input of one id an example, or of bags")
    }
    guard size <= 1 << 16 else {
      throw CondenseError(
        .content,
        "one-hot '\(name)' would give \(size) numbers; \(1 << 16) are the most: use an embedding")
    }
    return LayerPlan(output: ValueShape(width: size), writesOnlyItsColumns: true)
  }

  /// Writes zeros, and what is not zero.
  public func forward(_ pass: LayerPass) {
    let y = pass.output, size = pass.outputShape.size
    for row in 0..<pass.rows { y[row].update(repeating: 0, count: size) }
    guard case .bag = pass.inputShape(0) else {
      let ids = pass.ids(0).start
      for row in 0..<pass.rows { y[row][Int(ids[row])] = 1 }
      return
    }
    let bag = pass.bag(0)
    for row in 0..<pass.rows {
      for place in Int(bag.offsets[row])..<Int(bag.offsets[row + 1]) {
        y[row][Int(bag.ids[place])] += bag.weights?[place] ?? 1
      }
    }
  }

  /// Nothing: ids have no gradient.
  public func backward(_ pass: LayerPass) {}
}
