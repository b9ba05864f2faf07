import CondenseCore

/// Runs a network forward: for predictions, and for a look at any node.
///
/// Immutable and safe from any number of threads, each with its own workspace; a row has the same bits alone
/// and among a million.
public struct Inference: Sendable {
  /// Rows that run together.
  package static let tileRows = 60

  /// The network with its shapes.
  public let plan: NetworkPlan
  /// The learned numbers.
  public let parameters: Parameters
  private let places: NodePlaces
  private let layers: [(any Layer)?]

  /// - Throws: `CondenseError` of kind `content` when the parameters belong to another network.
  public init(_ plan: NetworkPlan, parameters: Parameters) throws {
    guard parameters.plans == plan.parameters else {
      throw CondenseError(.content, "these parameters belong to another network")
    }
    self.plan = plan
    self.parameters = parameters
    places = NodePlaces(plan.nodes)
    layers = plan.network.nodes.map {
      if case .layer(let layer, _) = $0.content { layer } else { nil }
    }
  }

  /// Memory for one caller at a time.
  public final class Workspace {
    let memory: TileMemory
    let inputs: BatchInputs

    init(_ inference: Inference) throws {
      memory = try TileMemory(inference.plan, tileRows: Inference.tileRows, batch: nil)
      inputs = BatchInputs(inference.plan)
      for index in inference.plan.parameters.indices {
        memory.frame.parameters[index] = inference.parameters.memory[index].base
      }
    }
  }

  /// Memory to predict with, to be used by one thread at a time.
  public func makeWorkspace() throws -> Workspace { try Workspace(self) }

  /// The output of a node for a run of examples: `rows × size` numbers, row by row.
  ///
  /// - Throws: `CondenseError` when the examples do not fit or there is no such node.
  public func values(of node: String, _ examples: Examples, rows: Range<Int>? = nil) throws -> [Float] {
    guard let index = plan.network.node(named: node) else {
      throw CondenseError(.usage, "the network has no node '\(node)'")
    }
    try examples.check(against: plan, needsTargets: false)
    let rows = rows ?? 0..<examples.count
    guard rows.lowerBound >= 0, rows.upperBound <= examples.count else {
      throw CondenseError(.usage, "rows \(rows) of \(examples.count) examples")
    }
    let size = plan.nodes[index].output.size
    var result = [Float](repeating: 0, count: rows.count * size)
    let workspace = try makeWorkspace()
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      try run(examples, rows, workspace, upTo: index) { first, value in
        for row in 0..<min(Self.tileRows, rows.count - first) {
          (base + (first + row) * size).update(from: value[row], count: size)
        }
      }
    }
    return result
  }

  /// Runs tiles of checked examples up to a node and hands over each tile's rows of it.
  package func run(
    _ examples: Examples, _ rows: Range<Int>, _ workspace: Workspace, upTo node: Int,
    _ body: (_ first: Int, _ values: Rows) -> Void
  ) throws {
    try workspace.inputs.bind(examples, .range(rows))
    let frame = workspace.memory.frame
    for first in stride(from: 0, to: rows.count, by: Self.tileRows) {
      workspace.memory.prepare(firstRow: first, rows: min(Self.tileRows, rows.count - first))
      // Kept values start anew with each tile: nothing outlives it.
      workspace.inputs.load(frame)
      for index in 0...node { layers[index]?.forward(LayerPass(frame: frame, node: places.base + index)) }
      if let value = frame.values[node] { body(first, value.readOnly) }
    }
  }
}
