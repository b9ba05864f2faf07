import CondenseCore

extension Inference {
  /// The predictions of some examples with one number of a node's output after another taken for 0: what the network
  /// would say without that neuron.
  ///
  /// **Cost** for each number of the node once what comes after it.
  /// - Returns: for each number of the node `examples × size` numbers, as `outputs` gives them.
  /// - Throws: `CondenseError` when the examples do not fit, or memory is short.
  package func outputs(_ examples: Examples, silencing node: Int, threads: Int) throws -> [[Float]] {
    try examples.check(against: plan, needsTargets: false)
    let width = plan.nodes[node].output.size, end = plan.network.prediction
    let size = plan.nodes[end].output.size, tile = Self.tileRows * 4
    let parts = ChunkedRows.map(count: (examples.count + tile - 1) / tile, threads: threads) { part in
      Result { () throws -> [[Float]] in
        let rows = part * tile..<min(examples.count, (part + 1) * tile)
        var results = [[Float]](repeating: [], count: width)
        try run(examples, rows, makeWorkspace(), upTo: end) { frame, count in
          guard let values = frame.values[node], let output = frame.values[end] else { return }
          var kept = [Float](repeating: 0, count: count)
          for unit in 0..<width {
            for row in 0..<count {
              kept[row] = values[row][unit]
              values[row][unit] = 0
            }
            if node < end { forward(frame, from: node + 1, upTo: end) }
            for row in 0..<count { results[unit] += UnsafeBufferPointer(start: output[row], count: size) }
            for row in 0..<count { values[row][unit] = kept[row] }
          }
        }
        return results
      }
    }
    let found = try parts.map { try $0.get() }
    return (0..<width).map { unit in found.flatMap { $0[unit] } }
  }
}
