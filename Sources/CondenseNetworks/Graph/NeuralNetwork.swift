import CondenseCore

/// A network of layers, as a value: it can be printed, compared, saved and rebuilt. It holds no learned
/// numbers; those live in `Parameters`. `NeuralNetwork.init(_:)` builds one.
public struct NeuralNetwork: Sendable {
  /// What stands at a node.
  public enum Content: Sendable {
    /// Something that comes from the data.
    case input(InputShape)
    /// A layer and the nodes it reads, all earlier in the list.
    case layer(any Layer, inputs: [Int])
  }

  /// One node, with a name that no other has.
  public struct Node: Sendable {
    /// Unique in the network.
    public let name: String
    /// Input or layer.
    public let content: Content

    /// A node by name.
    public init(name: String, content: Content) {
      self.name = name
      self.content = content
    }
  }

  /// Where a loss is taken.
  public struct Output: Sendable, Codable, Hashable {
    /// The node.
    public let node: Int
    /// What targets go by in `Examples`.
    public let name: String
    /// What it is trained towards.
    public let loss: Loss
    /// Weight among several outputs.
    public let weight: Float

    /// A loss taken at a node.
    public init(node: Int, name: String, loss: Loss, weight: Float = 1) {
      self.node = node
      self.name = name
      self.loss = loss
      self.weight = weight
    }
  }

  /// Nodes in an order in which each comes after what it reads.
  public let nodes: [Node]
  private let places: [String: Int]
  /// At least one.
  public let outputs: [Output]
  /// The node whose value is the network's prediction: that of the first output, unless another was named.
  public let prediction: Int

  /// Checks names, order, inputs and outputs; shapes of layers are checked by `NetworkPlan`.
  /// - Throws: `CondenseError` of kind `content`.
  public init(nodes: [Node], outputs: [Output], prediction: Int? = nil) throws {
    var places: [String: Int] = [:]
    for (place, node) in nodes.enumerated() {
      guard places.updateValue(place, forKey: node.name) == nil else {
        throw CondenseError(.content, "the network has two nodes named '\(node.name)'")
      }
      if case .input(let shape) = node.content { try shape.check(node.name) }
      if case .layer(_, let inputs) = node.content,
        let bad = inputs.first(where: { $0 < 0 || $0 >= place })
      {
        throw CondenseError(.content, "node '\(node.name)' reads node \(bad), which does not come before it")
      }
    }
    guard !outputs.isEmpty else {
      throw CondenseError(.content, "the network has no output; end it with `n.output(…, loss: …)`")
    }
    if let bad = outputs.first(where: { !nodes.indices.contains($0.node) }) {
      throw CondenseError(.content, "output '\(bad.name)' stands at node \(bad.node), which is not there")
    }
    var losses: [String: Loss] = [:]
    for output in outputs {
      guard output.weight >= 0, output.weight.isFinite else {
        throw CondenseError(
          .content,
          "the weight of output '\(output.name)' is \(output.weight); weights are finite and not negative")
      }
      if let other = losses.updateValue(output.loss, forKey: output.name), other != output.loss {
        throw CondenseError(.content, "output '\(output.name)' has two losses: \(other) and \(output.loss)")
      }
    }
    let prediction = prediction ?? outputs[0].node
    guard nodes.indices.contains(prediction) else {
      throw CondenseError(.content, "the prediction stands at node \(prediction), which is not there")
    }
    self.places = places
    self.nodes = nodes
    self.outputs = outputs
    self.prediction = prediction
  }

  /// The place of a node by name.
  public func node(named name: String) -> Int? { places[name] }
}
