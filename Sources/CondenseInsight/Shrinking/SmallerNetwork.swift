import CondenseNetworks

/// A network with shorter vectors, and its parameters: the same as another's but for what was left out.
package struct SmallerNetwork {
  package let plan: NetworkPlan
  package let parameters: Parameters

  /// - Parameters:
  ///   - directions: of the embeddings that may be shortened.
  ///   - dimensions: numbers of a vector to keep of each; one that keeps all of them stays as it is, bit by bit.
  package init(
    _ plan: NetworkPlan, _ parameters: Parameters, _ directions: [EmbeddingDirections], dimensions: [Int]
  )
    throws
  {
    let changes = zip(directions, dimensions).filter { $0.embedding.dimension != $1 }
    self.plan = try NetworkPlan(Self.network(plan, changes))
    let result = try Parameters(empty: self.plan)
    for (index, shape) in parameters.plans.enumerated() where self.plan.parameters.contains(shape) {
      try result.set(parameters.values(at: index), for: shape.name)
    }
    for (direction, count) in changes where count > 0 {
      try result.set(
        direction.vectors(parameters, keeping: count),
        for: parameters.plans[direction.embedding.parameter].name)
    }
    let readings = changes.flatMap { change in change.0.embedding.readings.map { (change, $0) } }
    for index in Set(readings.map(\.1.weights)) {
      let own = readings.filter { $0.1.weights == index }
      try result.set(Self.weights(index, parameters, own), for: parameters.plans[index].name)
      guard let bias = own[0].1.bias else { continue }
      var sums = parameters.values(at: bias).map(Double.init)
      for (change, reading) in own where change.0.embedding.hasMean {
        for (unit, sum) in change.0.meanSums(reading, parameters).enumerated() { sums[unit] += sum }
      }
      try result.set(sums.map { Float($0) }, for: parameters.plans[bias].name)
    }
    self.parameters = result
  }

  private typealias Change = (EmbeddingDirections, Int)

  /// The weights of a dense layer whose inputs were changed.
  private static func weights(
    _ index: Int, _ parameters: Parameters, _ readings: [(Change, FreeEmbedding.Reading)]
  ) -> [Float] {
    let shape = parameters.plans[index], units = shape.columns
    let old = parameters.values(at: index)
    var new: [Float] = [], row = 0
    for (change, reading) in readings.sorted(by: { $0.1.firstRow < $1.1.firstRow }) {
      new += old[row * units..<reading.firstRow * units]
      new += change.0.weights(reading, parameters, keeping: change.1)
      row = reading.firstRow + change.0.embedding.dimension
    }
    return new + old[(row * units)...]
  }

  /// The nodes that are left, with shorter embeddings.
  private static func network(_ plan: NetworkPlan, _ changes: [Change]) throws -> NeuralNetwork {
    let old = plan.network
    var dimensions: [Int: Int] = [:]
    for (direction, count) in changes { for node in direction.embedding.nodes { dimensions[node] = count } }
    // Inputs that nothing looks up any more go with their embeddings.
    var isRead = [Bool](repeating: false, count: old.nodes.count)
    for node in plan.nodes where dimensions[node.index] != 0 {
      for input in node.inputs { isRead[input] = true }
    }
    var places: [Int: Int] = [:]
    var nodes: [NeuralNetwork.Node] = []
    for (index, node) in old.nodes.enumerated() {
      switch node.content {
      case .input: if !isRead[index] { continue }
      case .layer: if dimensions[index] == 0 { continue }
      }
      places[index] = nodes.count
      guard case .layer(let layer, let inputs) = node.content else {
        nodes.append(node)
        continue
      }
      let kept = inputs.compactMap { places[$0] }
      guard var embedding = layer as? Embedding, let dimension = dimensions[index] else {
        nodes.append(.init(name: node.name, content: .layer(layer, inputs: kept)))
        continue
      }
      embedding.dimension = dimension
      nodes.append(.init(name: node.name, content: .layer(embedding, inputs: kept)))
    }
    return try NeuralNetwork(
      nodes: nodes,
      outputs: old.outputs.map {
        .init(node: places[$0.node] ?? 0, name: $0.name, loss: $0.loss, weight: $0.weight)
      },
      prediction: places[old.prediction])
  }
}
