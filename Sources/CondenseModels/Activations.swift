import CondenseCore
import CondenseData
import CondenseNetworks

/// What the layers of a model make of some rows of a table: read once, looked at layer by layer.
public struct Activations: Sendable {
  /// The output of one layer.
  public struct Layer: Sendable {
    /// The layer's name, as `condense summary` lists it.
    public let name: String
    /// `rows × width` numbers, row by row.
    public let values: [Float]
    /// Numbers of a row.
    public let width: Int
  }

  /// The rows of the table, by place.
  public let rows: [Int]
  private let model: Predictor
  private let examples: Examples
  private let threads: Int

  /// - Parameter rows: the rows to look at; nil for all.
  /// - Throws: `CondenseError` of kind `content` when a column is missing or holds what it must not.
  public init(
    of model: Predictor, on table: Table, rows: [Int]? = nil, threads: Int = Processors.available
  ) throws {
    let rows = rows ?? Array(0..<table.rowCount)
    self.init(
      of: model, on: try model.examples(of: table, rows: rows, threads: threads).examples, rows: rows,
      threads: threads)
  }

  /// The same for rows that were read before.
  package init(of model: Predictor, on examples: Examples, rows: [Int], threads: Int) {
    (self.rows, self.model, self.examples, self.threads) = (rows, model, examples, threads)
  }

  /// What a layer makes of the rows.
  ///
  /// - Throws: `CondenseError` of kind `usage` when the model has no such layer.
  public func layer(_ name: String) throws -> Layer {
    let node = try model.node(ofLayer: name)
    return Layer(
      name: name, values: try model.inference.values(of: name, examples, threads: threads),
      width: model.plan.nodes[node].output.size)
  }
}

extension Predictor {
  /// The layers whose activations can be looked at, in the network's order; inputs that are numbers come first.
  public var layers: [String] {
    zip(plan.network.nodes, plan.nodes).filter { isLayer($0.0.content) }.map(\.0.name)
  }

  private func isLayer(_ content: NeuralNetwork.Content) -> Bool {
    if case .input(let shape) = content, case .value = shape { return true }
    if case .layer = content { return true }
    return false
  }

  /// The node of a layer.
  ///
  /// - Throws: `CondenseError` of kind `usage` when the model has no such layer.
  package func node(ofLayer name: String) throws(CondenseError) -> Int {
    if let node = plan.network.node(named: name), isLayer(plan.network.nodes[node].content) { return node }
    let question = NearestName.question(name, among: layers)
    throw CondenseError(
      .usage,
      "the model has no layer '\(name)'\(question.isEmpty ? ";" : question) its layers on the way to the answer are"
        + " \(stages.joined(separator: ", "))")
  }

  /// The layers on the longest way from the inputs to the last dense layer, from the one where all inputs stand side
  /// by side: what an example goes through. Of several stacks the first; layers that only act in training are left out.
  public var stages: [String] {
    let nodes = plan.nodes
    var depths = [Int](repeating: 0, count: nodes.count)
    for node in nodes { depths[node.index] = 1 + (node.inputs.map { depths[$0] }.max() ?? -1) }
    var way = [plan.network.prediction]
    while let last = way.last, let deepest = nodes[last].inputs.map({ depths[$0] }).max(),
      let next = nodes[last].inputs.first(where: { depths[$0] == deepest })
    {
      way.append(next)
    }
    way.reverse()
    func layer(_ node: Int) -> (any Layer)? {
      if case .layer(let layer, _) = plan.network.nodes[node].content { layer } else { nil }
    }
    let first = way.lastIndex { layer($0) is Concatenation } ?? way.startIndex
    let last = way.lastIndex { layer($0) is Dense } ?? way.index(before: way.endIndex)
    return way[min(first, last)...last].filter {
      isLayer(plan.network.nodes[$0].content) && !(layer($0) is Dropout) && !(layer($0) is Shift)
    }.map { plan.network.nodes[$0].name }
  }
}
