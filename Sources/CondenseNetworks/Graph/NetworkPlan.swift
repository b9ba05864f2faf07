import CondenseCore

/// Everything about a network that can be known before it runs: shapes, parameters, who needs a gradient,
/// and where each value stands in memory.
public struct NetworkPlan: Sendable {
  /// Where the rows of a node's output stand: columns of a root, which may be another node's.
  package struct Place: Sendable, Hashable {
    package var root: Int
    package var column: Int
  }

  /// One stretch of rows in memory.
  package struct Root: Sendable {
    package var stride: Int
    /// Kept for the whole batch until the parameter phase, rather than for one tile.
    package var keepsValues: Bool
    package var keepsGradients: Bool
    package var hasGradient: Bool
  }

  /// One use of a parameter.
  package struct Use: Sendable {
    package var node: Int
    package var kind: ParameterPlan.Kind
  }

  /// The network that was planned.
  public let network: NeuralNetwork
  /// Each parameter once, in order of first use.
  public let parameters: [ParameterPlan]
  package let uses: [[Use]]
  package let nodes: [NodePlace]
  package let places: [Place]
  package let roots: [Root]
  package let needsGradient: [Bool]
  /// Nodes that lead to a loss; the others lead to the prediction alone and rest while training.
  package let isTrained: [Bool]
  package let slotSizes: [Int]
  package let statistics: [Int]

  /// Nodes whose examples depend on each other; a step is cut before each of them.
  package var coupled: [Int] { statistics.indices.filter { statistics[$0] > 0 } }

  /// - Throws: `CondenseError` of kind `content` when shapes do not fit.
  public init(_ network: NeuralNetwork) throws {
    try self.init(network, inputGradients: false)
  }

  /// - Parameter inputGradients: whether inputs of numbers need gradients too.
  package init(_ network: NeuralNetwork, inputGradients: Bool) throws {
    var shapes: [InputShape] = []
    var parameters: [ParameterPlan] = []
    var uses: [[Use]] = []
    var byName: [String: Int] = [:]
    var nodes: [NodePlace] = []
    var needsGradient: [Bool] = []
    var slotSizes: [Int] = []
    var statistics: [Int] = []
    var writesOnlyItsColumns: [Bool] = []

    for (index, node) in network.nodes.enumerated() {
      switch node.content {
      case .input(let shape):
        shapes.append(shape)
        if case .value = shape { needsGradient.append(inputGradients) } else { needsGradient.append(false) }
        statistics.append(0)
        writesOnlyItsColumns.append(true)
        nodes.append(
          NodePlace(
            index: index, name: node.name, inputs: [], inputShapes: [], gradientIsStarted: [],
            output: shape.valueShape, parameters: [], parameterPlans: [], slots: []))
      case .layer(let layer, let inputs):
        let inputShapes = inputs.map { shapes[$0] }
        let plan = try layer.plan(name: node.name, inputs: inputShapes)
        try plan.check(node.name, inputs: inputShapes)
        var ownParameters: [Int] = []
        for parameter in plan.parameters {
          if let known = byName[parameter.name] {
            guard parameters[known] == parameter, case .rows = parameter.kind else {
              throw CondenseError(
                .content,
                "'\(parameter.name)' is \(parameters[known].rows) × \(parameters[known].columns) in one"
                  + " place and \(parameter.rows) × \(parameter.columns) in '\(node.name)'")
            }
            uses[known].append(Use(node: index, kind: parameter.kind))
            ownParameters.append(known)
          } else {
            byName[parameter.name] = parameters.count
            ownParameters.append(parameters.count)
            parameters.append(parameter)
            uses.append([Use(node: index, kind: parameter.kind)])
          }
        }
        let slots = plan.slots.indices.map { slotSizes.count + $0 }
        slotSizes += plan.slots
        nodes.append(
          NodePlace(
            index: index, name: node.name, inputs: inputs, inputShapes: inputShapes,
            gradientIsStarted: inputs.map { _ in true }, output: plan.output,
            parameters: ownParameters, parameterPlans: plan.parameters, slots: slots))
        shapes.append(.value(plan.output))
        needsGradient.append(
          plan.parameters.contains(where: \.isTrained) || inputs.contains { needsGradient[$0] })
        statistics.append(plan.statistics)
        writesOnlyItsColumns.append(plan.writesOnlyItsColumns)
      }
    }
    var widths: [String: Int] = [:]
    for output in network.outputs {
      guard case .value(let shape) = shapes[output.node] else {
        throw CondenseError(.content, "output '\(output.name)' stands at ids; it needs numbers")
      }
      if let other = widths.updateValue(shape.size, forKey: output.name), other != shape.size {
        throw CondenseError(
          .content, "output '\(output.name)' stands at \(other) numbers and at \(shape.size)")
      }
    }
    guard case .value = shapes[network.prediction] else {
      throw CondenseError(.content, "the prediction stands at ids; it needs numbers")
    }

    isTrained = try Self.orderGradients(&nodes, network)
    for node in nodes where !isTrained[node.index] {
      if let parameter = node.parameterPlans.first(where: \.isTrained) {
        throw CondenseError(
          .content, "'\(parameter.name)' would never learn: node '\(node.name)' leads to no loss")
      }
      needsGradient[node.index] = false
    }

    self.network = network
    self.parameters = parameters
    self.uses = uses
    self.nodes = nodes
    self.needsGradient = needsGradient
    self.slotSizes = slotSizes
    self.statistics = statistics
    (places, roots) = Self.place(
      nodes, network: network, uses: uses, needsGradient: needsGradient,
      writesOnlyItsColumns: writesOnlyItsColumns, keepsAll: statistics.contains { $0 > 0 })
  }

  /// Finds out who writes each gradient first and which nodes lead to a loss; refuses those that lead neither
  /// there nor to the prediction.
  private static func orderGradients(
    _ nodes: inout [NodePlace], _ network: NeuralNetwork
  ) throws -> [Bool] {
    var isStarted = [Bool](repeating: false, count: nodes.count)
    for output in network.outputs {
      guard !isStarted[output.node] else {
        throw CondenseError(
          .content, "two losses stand at node '\(nodes[output.node].name)'; add a linear layer for one")
      }
      isStarted[output.node] = true
    }
    var isPredicted = [Bool](repeating: false, count: nodes.count)
    isPredicted[network.prediction] = true
    for index in nodes.indices.reversed() {
      if !isStarted[index], isPredicted[index] {
        for source in nodes[index].inputs { isPredicted[source] = true }
        continue
      }
      guard isStarted[index] else {
        throw CondenseError(.content, "node '\(nodes[index].name)' leads to no output; leave it out")
      }
      for (place, source) in nodes[index].inputs.enumerated() {
        nodes[index].gradientIsStarted[place] = isStarted[source]
        isStarted[source] = true
      }
    }
    return isStarted
  }

  /// Gives each value its memory; what only a concatenation reads is written in the concatenation's columns.
  private static func place(
    _ nodes: [NodePlace], network: NeuralNetwork, uses: [[Use]], needsGradient: [Bool],
    writesOnlyItsColumns: [Bool], keepsAll: Bool
  ) -> ([Place], [Root]) {
    var consumers = [Int](repeating: 0, count: nodes.count)
    for node in nodes { for input in node.inputs { consumers[input] += 1 } }
    for output in network.outputs { consumers[output.node] += 1 }
    consumers[network.prediction] += 1
    var places = [Place?](repeating: nil, count: nodes.count)
    var roots: [Root] = []
    // Backwards, so that a concatenation has its place before its inputs ask for theirs.
    for node in nodes.reversed() {
      let place: Place
      if let given = places[node.index] {
        place = given
      } else {
        place = Place(root: roots.count, column: 0)
        roots.append(
          Root(
            stride: roundedUp(max(node.output.size, 1), toMultipleOf: 16), keepsValues: keepsAll,
            keepsGradients: keepsAll, hasGradient: needsGradient[node.index]))
        places[node.index] = place
      }
      guard case .layer(let layer, _) = network.nodes[node.index].content, layer is Concatenation else {
        continue
      }
      var column = place.column
      for input in node.inputs {
        if places[input] == nil, consumers[input] == 1, writesOnlyItsColumns[input] {
          places[input] = Place(root: place.root, column: column)
        }
        column += nodes[input].output.size
      }
    }
    let final = places.map { $0 ?? Place(root: 0, column: 0) }
    for use in uses.joined() {
      switch use.kind {
      case .product(let input): roots[final[nodes[use.node].inputs[input]].root].keepsValues = true
      case .rows: roots[final[use.node].root].keepsGradients = true
      case .perTile, .constant: break
      }
    }
    return (final, roots)
  }
}

extension InputShape {
  /// The numbers of an input; ids have none.
  var valueShape: ValueShape {
    if case .value(let shape) = self { shape } else { ValueShape(width: 0) }
  }
}
