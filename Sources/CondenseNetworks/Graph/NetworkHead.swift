import CondenseCore

/// A network without its first step: all behind the points where what comes from the data has become numbers.
///
/// These are the inputs of numbers, and the layers that read ids: embeddings, one-hots, codes. Each depends on one
/// input alone, and the prediction on nothing but their values. Losses play no part.
package struct NetworkHead: Sendable {
  /// One such point.
  package struct Entrance: Sendable {
    /// The node of the whole network that gives the value.
    package let node: String
    /// The input of the whole network that the node reads, or is.
    package let input: String
    /// The layer that reads ids; nil for numbers.
    package let layer: (any Layer)?
    /// Numbers of an example.
    package let size: Int
    /// Where its numbers start among those of all entrances.
    package let first: Int
  }

  /// In the order of the network.
  package let entrances: [Entrance]
  /// Numbers of an example, all entrances together.
  package let width: Int
  /// The network whose inputs are the entrances, with gradients for all of them.
  let plan: NetworkPlan

  /// - Throws: `CondenseError` of kind `content` when a layer reads ids and something else.
  package init(_ whole: NetworkPlan) throws {
    let nodes = whole.network.nodes
    func readsIds(_ node: Int) -> Bool {
      whole.nodes[node].inputShapes.contains { if case .value = $0 { false } else { true } }
    }
    var isReached = [Bool](repeating: false, count: nodes.count)
    isReached[whole.network.prediction] = true
    for index in nodes.indices.reversed() where isReached[index] && !readsIds(index) {
      for input in whole.nodes[index].inputs { isReached[input] = true }
    }
    var entrances: [Entrance] = []
    var width = 0
    var kept: [NeuralNetwork.Node] = []
    var places = [Int](repeating: 0, count: nodes.count)
    for index in nodes.indices where isReached[index] {
      let node = nodes[index]
      places[index] = kept.count
      switch node.content {
      case .layer(let layer, let inputs) where !readsIds(index):
        kept.append(.init(name: node.name, content: .layer(layer, inputs: inputs.map { places[$0] })))
        continue
      case .layer(let layer, let inputs):
        guard inputs.count == 1 else {
          throw CondenseError(
            .content, "'\(node.name)' reads ids and other inputs; it cannot be taken apart")
        }
        entrances.append(
          Entrance(
            node: node.name, input: nodes[inputs[0]].name, layer: layer,
            size: whole.nodes[index].output.size, first: width))
      case .input:
        entrances.append(
          Entrance(
            node: node.name, input: node.name, layer: nil, size: whole.nodes[index].output.size,
            first: width))
      }
      width += whole.nodes[index].output.size
      kept.append(.init(name: node.name, content: .input(.value(whole.nodes[index].output))))
    }
    self.entrances = entrances
    self.width = width
    let network = try NeuralNetwork(
      nodes: kept,
      outputs: [.init(node: places[whole.network.prediction], name: "prediction", loss: .squaredError)])
    plan = try NetworkPlan(network, inputGradients: true)
  }
}
