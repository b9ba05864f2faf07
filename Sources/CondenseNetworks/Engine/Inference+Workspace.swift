import CondenseCore

extension Inference {
  /// Memory for one caller at a time: the values of a tile, and the inputs of one example.
  ///
  /// Set every input, then call `Inference.output(of:into:)`; an input keeps its value until it is set again.
  /// A row after the first allocates nothing, unless a bag is larger than any before.
  public final class Workspace {
    let memory: TileMemory
    let inputs: BatchInputs
    let example: ExampleInputs
    let parameters: Parameters
    /// Rows that run together.
    let rows: Int

    init(_ inference: Inference, rows: Int) throws {
      self.rows = rows
      parameters = inference.parameters
      memory = try TileMemory(inference.plan, tileRows: rows, batch: nil)
      inputs = BatchInputs(inference.plan)
      example = try ExampleInputs(inference.plan)
      for index in inference.plan.parameters.indices {
        memory.frame.parameters[index] = parameters.memory[index].base
      }
    }

    /// Sets an input of ids: as many as the network takes of it for one example.
    ///
    /// - Throws: `CondenseError` when there is no such input, or an id is outside its vocabulary.
    public func set(ids: Span<Int32>, of input: String) throws(CondenseError) {
      try example.set(ids: ids, of: input)
    }

    /// Sets a bag: any number of ids, and a weight for each or none.
    ///
    /// - Throws: `CondenseError` when there is no such input, an id is outside its vocabulary, or a weight is
    ///   not finite.
    public func set(bag ids: Span<Int32>, weights: Span<Float>? = nil, of input: String) throws(CondenseError)
    {
      try example.set(bag: ids, weights: weights, of: input)
    }

    /// Sets an input of numbers: as many as it is wide.
    ///
    /// - Throws: `CondenseError` when there is no such input, or a number is not finite.
    public func set(numbers: Span<Float>, of input: String) throws(CondenseError) {
      try example.set(numbers: numbers, of: input)
    }
  }

  /// Memory to predict with, to be used by one thread at a time.
  ///
  /// - Parameter rows: how many rows run together, at most 60; results do not depend on it.
  public func makeWorkspace(rows: Int = 60) throws -> Workspace {
    try Workspace(self, rows: min(max(rows, 1), Self.tileRows))
  }

  /// Runs the example whose inputs were set in a workspace, and writes the network's prediction: the same
  /// bits as among a million rows.
  ///
  /// - Throws: `CondenseError` when an input was not set, the workspace belongs to another model, or `output`
  ///   has not as many places as the output has numbers.
  public func output(of workspace: Workspace, into output: inout MutableSpan<Float>) throws(CondenseError) {
    guard workspace.parameters === parameters else {
      throw CondenseError(.usage, "this workspace was made for another model; makeWorkspace() of this one")
    }
    let node = plan.network.prediction
    let size = plan.nodes[node].output.size
    guard output.count == size else {
      throw CondenseError(.usage, "\(output.count) places for an output of \(size) numbers")
    }
    parameters.bringUpToDate()
    workspace.memory.prepare(firstRow: 0, rows: 1)
    try workspace.example.load(workspace.memory.frame)
    forward(workspace.memory.frame, upTo: node)
    guard let value = workspace.memory.frame.values[node] else { return }
    for i in 0..<size { output[i] = value[0][i] }
  }
}
