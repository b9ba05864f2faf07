import CondenseCore

/// The inputs of a single example, written in place: what serving one row after another needs.
///
/// Allocates only when a bag is larger than any before.
final class ExampleInputs {
  private struct Input {
    let name: String
    let node: Int
    let shape: InputShape
    var isSet = false
    var ids: AlignedMemory<Int32>?
    var weights: FloatMemory?
    /// Where a bag starts and ends.
    var offsets: AlignedMemory<Int64>?
    var isWeighted = false
    var numbers: FloatMemory?
  }

  private var inputs: [Input] = []
  private var places: [String: Int] = [:]

  init(_ plan: NetworkPlan) throws(CondenseError) {
    for (node, content) in plan.network.nodes.enumerated() {
      guard case .input(let shape) = content.content else { continue }
      var input = Input(name: content.name, node: node, shape: shape)
      switch shape {
      case .ids(let perExample, _): input.ids = try AlignedMemory(count: perExample)
      case .bag:
        input.ids = try AlignedMemory(count: 64)
        input.weights = try FloatMemory(count: 64)
        input.offsets = try AlignedMemory(count: 2)
      case .value(let shape): input.numbers = try FloatMemory(count: shape.size)
      }
      places[content.name] = inputs.count
      inputs.append(input)
    }
  }

  private func place(of name: String) throws(CondenseError) -> Int {
    guard let place = places[name] else {
      let names = inputs.map(\.name).joined(separator: ", ")
      throw CondenseError(.usage, "the network has no input '\(name)'; its inputs: \(names)")
    }
    return place
  }

  func set(ids: Span<Int32>, of name: String) throws(CondenseError) {
    let place = try place(of: name)
    guard case .ids(let perExample, let size) = inputs[place].shape, let memory = inputs[place].ids else {
      throw CondenseError(.usage, "the network's input '\(name)' takes no fixed number of ids")
    }
    guard ids.count == perExample else {
      throw CondenseError(
        .content, "\(ids.count) ids of '\(name)', where an example of the network has \(perExample)")
    }
    inputs[place].isSet = false
    try copy(ids, to: memory, name, size)
    inputs[place].isSet = true
  }

  func set(bag ids: Span<Int32>, weights: Span<Float>?, of name: String) throws(CondenseError) {
    let place = try place(of: name)
    guard case .bag(let size) = inputs[place].shape, let offsets = inputs[place].offsets else {
      throw CondenseError(.usage, "the network's input '\(name)' takes no bag")
    }
    inputs[place].isSet = false
    try grow(&inputs[place].ids, to: ids.count)
    if let memory = inputs[place].ids { try copy(ids, to: memory, name, size) }
    if let weights {
      guard weights.count == ids.count else {
        throw CondenseError(
          .content, "\(weights.count) weights of '\(name)', where the bag has \(ids.count) ids")
      }
      try grow(&inputs[place].weights, to: ids.count)
      if let memory = inputs[place].weights { try copy(weights, to: memory, name) }
    }
    offsets.base[1] = Int64(ids.count)
    inputs[place].isWeighted = weights != nil
    inputs[place].isSet = true
  }

  func set(numbers: Span<Float>, of name: String) throws(CondenseError) {
    let place = try place(of: name)
    guard case .value(let shape) = inputs[place].shape, let memory = inputs[place].numbers else {
      throw CondenseError(.usage, "the network's input '\(name)' takes no numbers")
    }
    guard numbers.count == shape.size else {
      throw CondenseError(
        .content, "\(numbers.count) numbers of '\(name)', where an example of the network has \(shape.size)")
    }
    inputs[place].isSet = false
    try copy(numbers, to: memory, name)
    inputs[place].isSet = true
  }

  private func copy(
    _ ids: Span<Int32>, to memory: AlignedMemory<Int32>, _ name: String, _ size: Int
  ) throws(CondenseError) {
    for i in ids.indices {
      guard ids[i] >= 0, Int(ids[i]) < size else {
        throw CondenseError(.content, "id \(ids[i]) of '\(name)' is outside the vocabulary of \(size) rows")
      }
      memory.base[i] = ids[i]
    }
  }

  private func copy(_ numbers: Span<Float>, to memory: FloatMemory, _ name: String) throws(CondenseError) {
    for i in numbers.indices {
      guard numbers[i].isFinite else {
        throw CondenseError(.content, "'\(name)' holds \(numbers[i]), which is not a finite number")
      }
      memory.base[i] = numbers[i]
    }
  }

  private func grow<Element>(_ memory: inout AlignedMemory<Element>?, to count: Int) throws(CondenseError) {
    if let memory, memory.count >= count { return }
    memory = try AlignedMemory(count: count + count / 4)
  }

  /// Points a frame of one row at the inputs.
  func load(_ frame: TileFrame) throws(CondenseError) {
    for input in inputs {
      guard input.isSet else {
        throw CondenseError(.content, "the input '\(input.name)' was not set in this workspace")
      }
      switch input.shape {
      case .ids(let perExample, _):
        if let ids = input.ids { frame.ids[input.node] = IdRows(start: ids.base, perExample: perExample) }
      case .bag:
        guard let offsets = input.offsets, let ids = input.ids else { continue }
        frame.bags[input.node] = BagRows(
          offsets: offsets.base, ids: ids.base,
          weights: input.isWeighted ? input.weights.map { UnsafePointer($0.base) } : nil)
      case .value(let shape):
        guard let numbers = input.numbers, let target = frame.values[input.node] else { continue }
        target[0].update(from: numbers.base, count: shape.size)
      }
    }
  }
}
