import CondenseCore
import Synchronization

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
  private let layers: FixedList<(any Layer)?>

  /// - Throws: `CondenseError` of kind `content` when the parameters belong to another network.
  public init(_ plan: NetworkPlan, parameters: Parameters) throws {
    guard parameters.plans == plan.parameters else {
      throw CondenseError(.content, "these parameters belong to another network")
    }
    self.plan = plan
    self.parameters = parameters
    places = NodePlaces(plan.nodes)
    layers = FixedList(
      plan.network.nodes.map {
        if case .layer(let layer, _) = $0.content { layer } else { nil }
      })
  }

  /// The output of a node for a run of examples: `rows × size` numbers, row by row, on several threads.
  ///
  /// - Throws: `CondenseError` when the examples do not fit or there is no such node.
  public func values(
    of node: String, _ examples: Examples, rows: Range<Int>? = nil, threads: Int = 1
  ) throws -> [Float] {
    guard let index = plan.network.node(named: node) else {
      throw CondenseError(.usage, "the network has no node '\(node)'")
    }
    let rows = rows ?? 0..<examples.count
    guard rows.lowerBound >= 0, rows.upperBound <= examples.count else {
      throw CondenseError(.usage, "rows \(rows) of \(examples.count) examples")
    }
    return try values(at: index, examples, rows, threads)
  }

  /// The prediction of the network for all examples, `rows × size`, on several threads.
  ///
  /// - Throws: `CondenseError` when the examples do not fit.
  public func outputs(_ examples: Examples, threads: Int = 1) throws -> [Float] {
    try values(at: plan.network.prediction, examples, 0..<examples.count, threads)
  }

  private func values(
    at node: Int, _ examples: Examples, _ rows: Range<Int>, _ threads: Int
  ) throws -> [Float] {
    try examples.check(against: plan, needsTargets: false)
    let asked = try Processors.threads(threads)
    parameters.bringUpToDate()
    let size = plan.nodes[node].output.size
    var result = [Float](repeating: 0, count: rows.count * size)
    let threads = min(asked, max(1, rows.count / Self.chunk))
    let pool = WorkerPool.take(threads: threads)
    defer { pool?.release() }
    let workspaces = try (0..<(pool == nil ? 1 : threads)).map { _ in try makeWorkspace(rows: rows.count) }
    try result.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      let job = ValuesJob(self, examples, rows, workspaces, node: node, size: size, target: base)
      let tasks = (rows.count + Self.chunk - 1) / Self.chunk
      if let pool {
        pool.run(tasks: tasks, threads: threads, context: Unmanaged.passUnretained(job).toOpaque()) {
          context, task, worker in
          Unmanaged<ValuesJob>.fromOpaque(context)._withUnsafeGuaranteedRef {
            $0.run(task: task, worker: worker)
          }
        }
      } else {
        for task in 0..<tasks { job.run(task: task, worker: 0) }
      }
      if let error = job.error.withLock({ $0 }) { throw error }
    }
    return result
  }

  /// Rows that one task runs.
  private static let chunk = 60 * 16

  private final class ValuesJob {
    let inference: Inference
    let examples: Examples
    let rows: Range<Int>
    let workspaces: [Workspace]
    let node: Int
    let size: Int
    let target: UnsafeMutablePointer<Float>
    let error = Mutex<(any Error)?>(nil)

    init(
      _ inference: Inference, _ examples: Examples, _ rows: Range<Int>, _ workspaces: [Workspace], node: Int,
      size: Int, target: UnsafeMutablePointer<Float>
    ) {
      self.inference = inference
      self.examples = examples
      self.rows = rows
      self.workspaces = workspaces
      self.node = node
      self.size = size
      self.target = target
    }

    func run(task: Int, worker: Int) {
      let first = task * Inference.chunk, end = min(first + Inference.chunk, rows.count)
      let part = rows.lowerBound + first..<rows.lowerBound + end
      do {
        try inference.run(examples, part, workspaces[worker], upTo: node) { start, count, values in
          for row in 0..<count {
            (target + (first + start + row) * size).update(from: values[row], count: size)
          }
        }
      } catch {
        self.error.withLock { $0 = error }
      }
    }
  }

  /// Runs tiles of checked examples up to a node and hands over each tile's rows of it.
  package func run(
    _ examples: Examples, _ rows: Range<Int>, _ workspace: Workspace, upTo node: Int,
    _ body: (_ first: Int, _ count: Int, _ values: Rows) -> Void
  ) throws {
    var first = 0
    try run(examples, rows, workspace, upTo: node) { frame, count in
      if let value = frame.values[node] { body(first, count, value.readOnly) }
      first += count
    }
  }

  /// The same, and hands over the whole tile.
  func run(
    _ examples: Examples, _ rows: Range<Int>, _ workspace: Workspace, upTo node: Int,
    _ body: (_ frame: TileFrame, _ count: Int) -> Void
  ) throws {
    try workspace.inputs.bind(examples, .range(rows))
    let frame = workspace.memory.frame
    for first in stride(from: 0, to: rows.count, by: workspace.rows) {
      let count = min(workspace.rows, rows.count - first)
      workspace.memory.prepare(firstRow: first, rows: count)
      workspace.inputs.load(frame)
      forward(frame, upTo: node)
      body(frame, count)
    }
  }

  /// Runs the rows of a frame whose inputs are in place.
  func forward(_ frame: TileFrame, from first: Int = 0, upTo node: Int) {
    for index in first...node { layers.base[index]?.forward(LayerPass(frame, places, index)) }
  }
}
