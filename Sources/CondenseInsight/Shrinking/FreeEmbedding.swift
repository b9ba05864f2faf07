import CondenseNetworks

/// An embedding whose vectors nothing but dense layers read, alone or side by side with other values: any rotation
/// of its vectors is free, as the dense weights can undo it.
package struct FreeEmbedding: Sendable {
  /// One dense layer that reads the vectors.
  package struct Reading: Sendable, Equatable {
    /// The place of its weights among the parameters.
    package let weights: Int
    /// The place of its bias; nil without one.
    package let bias: Int?
    /// The first of the weights' rows that stand for the vectors.
    package let firstRow: Int
  }

  /// `dest` for the parameter `embedding.dest`.
  package let name: String
  /// Its place among the parameters.
  package let parameter: Int
  /// Rows of the embedding.
  package let rows: Int
  /// Numbers of a vector.
  package let dimension: Int
  /// The inputs that are looked up in it.
  package let inputs: [String]
  /// The nodes that look vectors up.
  package let nodes: [Int]
  /// Every dense layer that reads them, once for each use.
  package let readings: [Reading]
  /// Whether vectors always count whole and a mean taken out of them can be added to the biases instead: not for
  /// bags, which may be empty, nor before dense layers without bias.
  package let hasMean: Bool
  /// Whether the vectors may be left out altogether: something else is left to read at every place.
  package let isDispensable: Bool

  /// All embeddings of a network that are free, in the order of the parameters.
  package static func all(in plan: NetworkPlan) -> [FreeEmbedding] {
    let network = plan.network
    var readers = [[Int]](repeating: [], count: network.nodes.count)
    for node in plan.nodes { for input in node.inputs { readers[input].append(node.index) } }
    var isWanted = [Bool](repeating: false, count: network.nodes.count)
    isWanted[network.prediction] = true
    for output in network.outputs { isWanted[output.node] = true }
    return plan.parameters.indices.compactMap { parameter in
      free(parameter, plan, readers: readers, isWanted: isWanted)
    }
  }

  private static func free(
    _ parameter: Int, _ plan: NetworkPlan, readers: [[Int]], isWanted: [Bool]
  ) -> FreeEmbedding? {
    let shape = plan.parameters[parameter]
    guard case .rows = shape.kind else { return nil }
    var inputs: [String] = [], nodes: [Int] = [], readings: [Reading] = []
    var hasMean = true, isDispensable = true
    for use in plan.uses[parameter] {
      let node = plan.nodes[use.node]
      guard layer(use.node, plan) is Embedding, node.parameters == [parameter], !isWanted[use.node],
        !readers[use.node].isEmpty
      else { return nil }
      switch node.inputShapes.first {
      case .ids(perExample: 1, _): break
      case .bag: hasMean = false
      default: return nil
      }
      inputs.append(plan.nodes[node.inputs[0]].name)
      nodes.append(use.node)
      for reader in readers[use.node] {
        if let reading = reading(reader, from: 0, plan) {
          readings.append(reading)
          isDispensable = false
          continue
        }
        guard layer(reader, plan) is Concatenation, !isWanted[reader], !readers[reader].isEmpty else {
          return nil
        }
        var column = 0
        for source in plan.nodes[reader].inputs {
          if source == use.node {
            for dense in readers[reader] {
              guard let reading = reading(dense, from: column, plan) else { return nil }
              readings.append(reading)
            }
          }
          column += plan.nodes[source].output.size
        }
        if plan.nodes[reader].inputs.allSatisfy({ layer($0, plan) is Embedding }) { isDispensable = false }
      }
    }
    if readings.contains(where: { $0.bias == nil }) { hasMean = false }
    let stem = "embedding."
    return FreeEmbedding(
      name: shape.name.hasPrefix(stem) ? String(shape.name.dropFirst(stem.count)) : shape.name,
      parameter: parameter, rows: shape.rows, dimension: shape.columns, inputs: inputs, nodes: nodes,
      readings: readings, hasMean: hasMean, isDispensable: isDispensable)
  }

  private static func layer(_ node: Int, _ plan: NetworkPlan) -> (any Layer)? {
    if case .layer(let layer, _) = plan.network.nodes[node].content { layer } else { nil }
  }

  private static func reading(_ node: Int, from row: Int, _ plan: NetworkPlan) -> Reading? {
    guard let dense = layer(node, plan) as? Dense else { return nil }
    let own = plan.nodes[node].parameters
    return Reading(weights: own[0], bias: dense.hasBias ? own[1] : nil, firstRow: row)
  }
}
