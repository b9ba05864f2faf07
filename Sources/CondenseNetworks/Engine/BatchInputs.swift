import CondenseCore

/// The inputs of one batch: ids and bags where the layers can read them, numbers copied into their place.
///
/// A run of examples is read where it stands; listed examples are copied tile by tile.
package final class BatchInputs {
  private struct Input {
    var node: Int
    var column: Examples.Column?
    var ids: AlignedMemory<Int32>?
    var offsets: AlignedMemory<Int64>?
    var weights: FloatMemory?
  }

  private let plan: NetworkPlan
  private var inputs: [Input] = []
  /// The place of each node among the inputs, −1 for layers.
  private var places: [Int]
  private var selection = RowSelection.range(0..<0)

  package init(_ plan: NetworkPlan) {
    self.plan = plan
    places = [Int](repeating: -1, count: plan.network.nodes.count)
    for (index, node) in plan.network.nodes.enumerated() {
      guard case .input = node.content else { continue }
      places[index] = inputs.count
      inputs.append(Input(node: index))
    }
  }

  /// Points at the examples of a batch; the examples must have been checked against the plan.
  package func bind(_ examples: Examples, _ selection: RowSelection) throws {
    self.selection = selection
    for place in inputs.indices {
      let column = examples.columns[plan.network.nodes[inputs[place].node].name]
      inputs[place].column = column
      guard case .listed(let rows) = selection else { continue }
      switch column {
      case .ids(let ids): try grow(&inputs[place].ids, to: rows.count * ids.perExample)
      case .bags(let bags):
        try grow(&inputs[place].offsets, to: rows.count + 1)
        guard let offsets = inputs[place].offsets else { continue }
        var end: Int64 = 0
        for (i, row) in rows.enumerated() {
          offsets.base[i] = end
          end += bags.offsets.base[Int(row) + 1] - bags.offsets.base[Int(row)]
        }
        offsets.base[rows.count] = end
        try grow(&inputs[place].ids, to: Int(end))
        if bags.isWeighted { try grow(&inputs[place].weights, to: Int(end)) }
      case .numbers, nil: break
      }
    }
  }

  private func grow<Element>(_ memory: inout AlignedMemory<Element>?, to count: Int) throws {
    if let memory, memory.count >= count { return }
    memory = try AlignedMemory(count: count + count / 4)
  }

  /// Fills in a tile's inputs.
  package func load(_ frame: TileFrame) {
    let first = frame.firstRow, rows = frame.rows
    for input in inputs {
      switch input.column {
      case .ids(let ids):
        let width = ids.perExample
        switch selection {
        case .range(let range):
          frame.ids[input.node] = IdRows(
            start: ids.ids.base + (range.lowerBound + first) * width, perExample: width)
        case .listed(let list):
          guard let memory = input.ids else { continue }
          let target = memory.base + first * width
          if width == 1 {
            for row in 0..<rows { target[row] = ids.ids.base[Int(list[first + row])] }
          } else {
            for row in 0..<rows {
              (target + row * width).update(
                from: ids.ids.base + Int(list[first + row]) * width, count: width)
            }
          }
          frame.ids[input.node] = IdRows(start: target, perExample: width)
        }
      case .bags(let bags):
        frame.bags[input.node] = loadBags(input, bags, first, rows)
      case .numbers(let numbers):
        guard let target = frame.values[input.node] else { continue }
        for row in 0..<rows {
          target[row].update(
            from: numbers.numbers.base + selection[first + row] * numbers.width, count: numbers.width)
        }
      case nil: break
      }
    }
  }

  private func loadBags(_ input: Input, _ bags: BagColumn, _ first: Int, _ rows: Int) -> BagRows? {
    switch selection {
    case .range(let range):
      return BagRows(
        offsets: bags.offsets.base + (range.lowerBound + first), ids: bags.ids.base,
        weights: bags.weights?.base)
    case .listed(let list):
      guard let offsets = input.offsets, let ids = input.ids else { return nil }
      for row in first..<(first + rows) {
        let from = Int(bags.offsets.base[Int(list[row])])
        let to = Int(offsets.base[row]), count = Int(offsets.base[row + 1]) - to
        (ids.base + to).update(from: bags.ids.base + from, count: count)
        if let source = bags.weights, let weights = input.weights {
          (weights.base + to).update(from: source.base + from, count: count)
        }
      }
      return BagRows(
        offsets: offsets.base + first, ids: ids.base,
        weights: bags.isWeighted ? input.weights?.base : nil)
    }
  }

  // MARK: occurrences, for the gradients of embeddings

  /// Ids of a node in the batch.
  package func occurrences(of node: Int) -> Int {
    guard places[node] >= 0 else { return 0 }
    let input = inputs[places[node]]
    switch input.column {
    case .ids(let ids): return selection.count * ids.perExample
    case .bags(let bags):
      switch selection {
      case .range(let range):
        return Int(bags.offsets.base[range.upperBound] - bags.offsets.base[range.lowerBound])
      case .listed(let list): return Int(input.offsets?.base[list.count] ?? 0)
      }
    case .numbers, nil: return 0
    }
  }

  /// Writes `id << 32 | first + place` for each occurrence, and for bags its example.
  package func writeKeys(
    of node: Int, first: Int, keys: UnsafeMutablePointer<UInt64>, examples: UnsafeMutablePointer<Int32>
  ) {
    guard places[node] >= 0 else { return }
    let input = inputs[places[node]]
    var place = first
    switch input.column {
    case .ids(let ids):
      for row in 0..<selection.count {
        let source = ids.ids.base + selection[row] * ids.perExample
        for i in 0..<ids.perExample {
          keys[place] = UInt64(UInt32(bitPattern: source[i])) << 32 | UInt64(place)
          place += 1
        }
      }
    case .bags(let bags):
      for row in 0..<selection.count {
        let example = selection[row]
        for i in Int(bags.offsets.base[example])..<Int(bags.offsets.base[example + 1]) {
          keys[place] = UInt64(UInt32(bitPattern: bags.ids.base[i])) << 32 | UInt64(place)
          examples[place] = Int32(truncatingIfNeeded: row)
          place += 1
        }
      }
    case .numbers, nil: break
    }
  }

  /// Where the weight of a node's first occurrence stands, and whether its occurrences are pooled.
  package func bag(of node: Int) -> (isBag: Bool, weights: UnsafePointer<Float>?) {
    guard places[node] >= 0, case .bags(let bags)? = inputs[places[node]].column else { return (false, nil) }
    let input = inputs[places[node]]
    guard let weights = bags.weights else { return (true, nil) }
    switch selection {
    case .range(let range):
      return (true, UnsafePointer(weights.base + Int(bags.offsets.base[range.lowerBound])))
    case .listed: return (true, input.weights.map { UnsafePointer($0.base) })
    }
  }
}
