import CondenseCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Tests a layer as the engine uses it; for layers of your own as for the built-in ones.
///
/// - Gradients of every input and parameter against central differences, with repeated ids and empty bags;
/// - in memory that is poisoned and guarded: all that it should write is written, and nothing else; gradients of inputs are
///   added to those that another layer has begun;
/// - every row alone gives the bits it has among others;
/// - what is saved and loaded gives the same bits.
///
/// - Parameters:
///   - inputs: the shapes to feed it.
///   - rows: examples in the batch, at most 4,096; 1 is worth trying.
/// - Throws: `CondenseError` of kind `content` that says what disagrees, where, and by how much.
public func checkLayer<L: Layer>(
  _ layer: L, inputs: [InputShape], rows: Int = 7, seed: UInt64 = 1
) throws {
  guard (1...4096).contains(rows) else {
    throw CondenseError(.usage, "a check over \(rows) examples; it goes from 1 to 4096")
  }
  let check = try LayerCheck(layer, inputs: inputs, rows: rows, seed: seed)
  try check.memory()
  try check.gradients()
  try check.rowsAlone()
  try check.savingAndLoading(L.self)
}

private struct LayerCheck {
  /// The difference quotient's step, and what single precision leaves of its accuracy.
  static let step: Float = 4e-3
  static let tolerance = 2e-2

  let plan: NetworkPlan
  let examples: Examples
  let parameters: Parameters
  let engine: TrainingEngine
  let rows: Int
  let seed: UInt64

  /// Values come through an embedding, so that their gradients are those of a parameter.
  init(_ layer: some Layer, inputs: [InputShape], rows: Int, seed: UInt64) throws {
    let random = Philox(seed: seed, purpose: "check")
    var nodes: [NeuralNetwork.Node] = []
    var sources: [Int] = []
    var columns: [String: Examples.Column] = [:]
    for (place, shape) in inputs.enumerated() {
      let name = "in\(place)"
      try shape.check(name)
      switch shape {
      case .ids(let perExample, let size):
        let ids = (0..<rows * perExample).map {
          Int32(random.integer(below: min(size, max(2, rows / 2)), UInt64(place), UInt64($0)))
        }
        columns[name] = .ids(try IdColumn(ids, perExample: perExample, vocabularySize: size))
        nodes.append(.init(name: name, content: .input(shape)))
      case .bag(let size):
        var offsets: [Int64] = [0], ids: [Int32] = [], weights: [Float] = []
        for row in 0..<rows {
          for i in 0..<(row == 1 ? 0 : 1 + row % 4) {
            ids.append(Int32(random.integer(below: min(size, 5), UInt64(place), UInt64(row * 8 + i))))
            weights.append(0.5 + Float(i) / 4)
          }
          offsets.append(Int64(ids.count))
        }
        columns[name] = .bags(
          try BagColumn(offsets: offsets, ids: ids, weights: weights, vocabularySize: size))
        nodes.append(.init(name: name, content: .input(shape)))
      case .value(let value):
        let ids = (0..<Int32(rows * value.count)).map { $0 }
        columns[name] = .ids(
          try IdColumn(ids, perExample: value.count, vocabularySize: rows * value.count))
        nodes.append(
          .init(
            name: name,
            content: .input(.ids(perExample: value.count, vocabularySize: rows * value.count))))
        nodes.append(
          .init(
            name: "value\(place)",
            content: .layer(Embedding(dimension: value.width), inputs: [nodes.count - 1])))
      }
      sources.append(nodes.count - 1)
    }
    nodes.append(.init(name: "checked", content: .layer(layer, inputs: sources)))
    let network = try NeuralNetwork(
      nodes: nodes,
      outputs: [.init(node: nodes.count - 1, name: "target", loss: .squaredError, weight: 1)])
    plan = try NetworkPlan(network)
    let size = plan.nodes[nodes.count - 1].output.size
    let targets = (0..<rows * size).map { 4 * Philox.unit(random.block(99, UInt64($0))[0]) - 2 }
    examples = try Examples(columns: columns, targets: ["target": .numbers(targets, width: size)])
    parameters = try Parameters(for: plan, seed: seed)
    for parameter in plan.parameters where parameter.isTrained {
      try parameters.set(
        (0..<parameter.count).map {
          2 * Philox.unit(random.block(StableHash.hash(parameter.name.utf8), UInt64($0))[0]) - 0.9
        }, for: parameter.name)
    }
    self.rows = rows
    self.seed = seed
    engine = try TrainingEngine(
      plan, parameters: parameters, optimizer: .sgd(), rowOptimizer: .sgd(), batchSize: rows, seed: seed,
      threads: 1)
  }

  /// Runs the layer in guarded memory, over all rows and over the first alone.
  func memory() throws {
    let node = plan.network.nodes.count - 1
    let inference = try Inference(plan, parameters: parameters)
    let sources = plan.nodes[node].inputs
    let columns = sources.map { examples.columns[plan.network.nodes[$0].name] }
    let values = try zip(sources, plan.nodes[node].inputShapes).map { source, shape in
      if case .value = shape {
        try inference.values(of: plan.network.nodes[source].name, examples)
      } else {
        nil as [Float]?
      }
    }
    for rows in Set([1, rows]).sorted() {
      try LayerMemoryCheck(
        plan, node: node, parameters: parameters, columns: columns, values: values, rows: rows, seed: seed
      ).run()
    }
  }

  private func loss() throws -> Double {
    try engine.run(examples, .range(0..<rows), rate: 0, rowRate: 0, updates: false)
  }

  func gradients() throws {
    for (index, parameter) in plan.parameters.enumerated() where parameter.isTrained {
      _ = try loss()
      let gradient = engine.gradient(of: index)
      let values = parameters.values(at: index)
      let largest = gradient.reduce(0) { max($0, abs($1)) }
      for place in 0..<parameter.count {
        let quotient = try quotients(values, place, parameter.name, Self.step)[0]
        func agrees(_ quotient: Double) -> Bool {
          abs(quotient - gradient[place]) <= Self.tolerance * largest + 1e-3
        }
        guard
          try agrees(quotient)
            || quotients(values, place, parameter.name, Self.step / 8).contains(where: agrees)
        else {
          throw CondenseError(
            .content,
            "the gradient of '\(parameter.name)' at row \(place / parameter.columns), column"
              + " \(place % parameter.columns) is \(gradient[place]); differences say \(quotient)")
        }
      }
      try parameters.set(values, for: parameter.name)
    }
  }

  /// The difference quotient around a number, above it and below it: where a rectifier bends in between,
  /// one of the last two is the slope.
  private func quotients(
    _ values: [Float], _ place: Int, _ name: String, _ step: Float
  ) throws -> [Double] {
    func loss(_ value: Float) throws -> Double {
      var moved = values
      moved[place] = value
      try parameters.set(moved, for: name)
      return try self.loss()
    }
    let up = values[place] + step, down = values[place] - step
    let above = try loss(up), below = try loss(down), here = try loss(values[place])
    return [
      (above - below) / (Double(up) - Double(down)), (above - here) / (Double(up) - Double(values[place])),
      (here - below) / (Double(values[place]) - Double(down)),
    ]
  }

  func rowsAlone() throws {
    let inference = try Inference(plan, parameters: parameters)
    let together = try inference.values(of: "checked", examples)
    let size = together.count / rows
    for row in 0..<rows {
      let alone = try inference.values(of: "checked", examples, rows: row..<row + 1)
      guard
        zip(alone, together[row * size..<(row + 1) * size]).allSatisfy({ $0.bitPattern == $1.bitPattern })
      else {
        throw CondenseError(.content, "row \(row) alone gives other bits than among \(rows) rows")
      }
    }
  }

  func savingAndLoading<L: Layer>(_ type: L.Type) throws {
    let data = try JSONEncoder().encode(NetworkRecord(plan.network))
    let decoder = JSONDecoder()
    if let key = NetworkRecord.registryKey { decoder.userInfo[key] = LayerRegistry([type]) }
    let copy = try NetworkPlan(decoder.decode(NetworkRecord.self, from: data).network())
    let before = try Inference(plan, parameters: parameters).values(of: "checked", examples)
    let after = try Inference(copy, parameters: parameters).values(of: "checked", examples)
    guard zip(before, after).allSatisfy({ $0.bitPattern == $1.bitPattern }) else {
      throw CondenseError(.content, "'\(type.kind)' gives other values after saving and loading")
    }
    let other = try TrainingEngine(
      copy, parameters: parameters, optimizer: .sgd(), rowOptimizer: .sgd(), batchSize: rows, seed: seed,
      threads: 1)
    let again = try other.run(examples, .range(0..<rows), rate: 0, rowRate: 0, updates: false)
    guard try loss().bitPattern == again.bitPattern else {
      throw CondenseError(.content, "'\(type.kind)' trains differently after saving and loading")
    }
  }
}
