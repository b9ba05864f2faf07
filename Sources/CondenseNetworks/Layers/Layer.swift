/// A layer: a formula forward and its derivative backward. The built-in layers use this protocol and
/// nothing more.
///
/// A layer is a value without numbers of its own: what it learns lives in the network's `Parameters`. It
/// never sums over the batch and never updates; the engine does both. `checkLayer` tests a layer of yours.
public protocol Layer: Codable, Sendable {
  /// What files and summaries call it: `dense`.
  static var kind: String { get }

  /// Says what comes out, what is learned and what memory is wanted.
  ///
  /// - Parameters:
  ///   - name: the name of the node; parameters begin with it.
  ///   - inputs: the shapes that go in.
  /// - Throws: `CondenseError` of kind `content` when the shapes do not fit.
  func plan(name: String, inputs: [InputShape]) throws -> LayerPlan

  /// Computes the output of a tile.
  func forward(_ pass: LayerPass)

  /// Adds to the gradients of inputs and of `perTile` parameters, and leaves in `outputGradient` what the
  /// engine multiplies into `product` and `rows` parameters.
  func backward(_ pass: LayerPass)

  /// For layers that couple examples, while training: writes the tile's statistics; the batch's sums are
  /// there when `forward` runs.
  func gather(_ pass: LayerPass)

  /// The same before `backward`.
  func gatherBackward(_ pass: LayerPass)

  /// Once a step, when the batch's sums are there: changes `constant` parameters (running statistics).
  func settle(_ pass: LayerPass)
}

extension Layer {
  /// Nothing: examples do not depend on each other.
  public func gather(_ pass: LayerPass) {}
  /// Nothing: examples do not depend on each other.
  public func gatherBackward(_ pass: LayerPass) {}
  /// Nothing: no running statistics.
  public func settle(_ pass: LayerPass) {}
}
