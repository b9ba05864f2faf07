import CondenseCore

/// Runs a layer alone, in memory that is poisoned and guarded, to see what it reads and writes.
///
/// All memory is first filled with a NaN of known bits. What a layer should have written and did not is NaN afterwards;
/// what it should not have written is something else.
struct LayerMemoryCheck {
  /// Rows in memory that nothing has been said about.
  private struct Guarded {
    private static let poison: UInt32 = 0x7FC0_BEEF
    /// Rows before and behind, columns behind each row.
    private static let spareRows = 2, spareColumns = 32

    let memory: FloatMemory
    let rows: Int
    let stride: Int
    /// Columns of a row, padding included.
    var columns: Int { stride - Self.spareColumns }

    init(rows: Int, width: Int) throws {
      self.rows = rows
      stride = roundedUp(max(width, 1), toMultipleOf: 16) + Self.spareColumns
      memory = try FloatMemory(count: (rows + 2 * Self.spareRows) * stride)
      spoil()
    }

    func spoil() {
      memory.base.update(repeating: Float(bitPattern: Self.poison), count: memory.count)
    }

    var view: MutableRows { MutableRows(start: memory.base + Self.spareRows * stride, stride: stride) }

    func fill(_ width: Int, _ value: (_ row: Int, _ column: Int) -> Float) {
      for row in 0..<rows { for column in 0..<width { view[row][column] = value(row, column) } }
    }

    func values(_ width: Int) -> [Float] {
      (0..<rows).flatMap { row in (0..<width).map { view[row][$0] } }
    }

    /// Whether nothing but the first columns of the rows was written.
    func isClean(beyond width: Int) -> Bool {
      let first = Self.spareRows * stride, end = first + rows * stride
      return (0..<memory.count).allSatisfy { place in
        let isOwn = place >= first && place < end && (place - first) % stride < width
        return isOwn || memory.base[place].bitPattern == Self.poison
      }
    }

    var bits: [UInt32] { memory.elements.map(\.bitPattern) }
  }

  private let layer: any Layer
  private let place: NodePlace
  private let writesOnlyItsColumns: Bool
  private let statistics: Int
  private let parameters: Parameters
  private let frame: TileFrame
  private let rows: Int
  private let seed: UInt64
  private let inputs: [Guarded?]
  private let inputGradients: [Guarded?]
  private let output: Guarded
  private let outputGradient: Guarded
  private let slots: [Guarded]
  private let tileGradients: [Guarded?]
  private let sums: [Guarded]
  private let transposed: [FloatMemory?]
  private let columns: [Examples.Column?]

  /// - Parameters:
  ///   - values: for each input that is a value the numbers of its rows.
  init(
    _ plan: NetworkPlan, node: Int, parameters: Parameters, columns: [Examples.Column?], values: [[Float]?],
    rows: Int, seed: UInt64
  ) throws {
    guard case .layer(let layer, _) = plan.network.nodes[node].content else {
      preconditionFailure("an input is no layer")
    }
    self.layer = layer
    self.parameters = parameters
    self.rows = rows
    self.seed = seed
    self.columns = columns
    let own = plan.nodes[node]
    let layerPlan = try layer.plan(name: own.name, inputs: own.inputShapes)
    writesOnlyItsColumns = layerPlan.writesOnlyItsColumns
    statistics = layerPlan.statistics
    let indices = own.parameters
    // Inputs come first, then the layer; parameters and slots count from 0.
    var place = own
    place.index = own.inputs.count
    place.inputs = Array(own.inputs.indices)
    place.parameters = Array(indices.indices)
    place.slots = Array(own.slots.indices)
    self.place = place
    frame = TileFrame(
      nodes: own.inputs.count + 1, slots: layerPlan.slots.count, parameters: indices.count)
    inputs = try own.inputShapes.enumerated().map { input, shape in
      guard case .value(let shape) = shape, let numbers = values[input] else { return nil }
      let memory = try Guarded(rows: rows, width: shape.size)
      memory.fill(shape.size) { numbers[$0 * shape.size + $1] }
      return memory
    }
    inputGradients = try own.inputShapes.map {
      if case .value(let shape) = $0 { try Guarded(rows: rows, width: shape.size) } else { nil }
    }
    output = try Guarded(rows: rows, width: own.output.size)
    outputGradient = try Guarded(rows: rows, width: own.output.size)
    slots = try layerPlan.slots.map { try Guarded(rows: rows, width: $0) }
    tileGradients = try own.parameterPlans.map {
      $0.kind == .perTile ? try Guarded(rows: 1, width: $0.storedCount) : nil
    }
    let doubles = 2 * layerPlan.statistics
    sums = try (0..<3).map { _ in try Guarded(rows: 1, width: doubles) }
    transposed = try own.parameterPlans.enumerated().map { index, parameter in
      guard case .product = parameter.kind else { return nil }
      let layout = parameter.panels, copy = try FloatMemory(count: layout.transposed.count)
      for panel in 0..<layout.panels {
        ProductKernels.transpose(
          block: parameters.memory[indices[index]].base + panel * layout.inputs * PanelLayout.width,
          layout: layout, panel: panel, firstInput: 0, inputs: layout.inputs, into: copy.base)
      }
      return copy
    }
    for (index, parameter) in indices.enumerated() {
      frame.parameters[index] = parameters.memory[parameter].base
      frame.transposed[index] = transposed[index]?.base
    }
  }

  private var size: Int { place.output.size }

  private func fault(_ message: String) -> CondenseError {
    CondenseError(.content, "'\(type(of: layer).kind)' \(message)")
  }

  /// Points the frame at the memory and hands over a pass.
  private func pass(_ body: (LayerPass) -> Void, isStarted: Bool) {
    frame.rows = rows
    frame.batchRows = rows
    frame.isTraining = true
    frame.step = 1
    frame.random = [Philox](repeating: Philox(seed: seed, purpose: place.name), count: place.index + 1)
    for input in place.inputs {
      frame.values[input] = inputs[input]?.view
      frame.gradients[input] = inputGradients[input]?.view
      switch columns[input] {
      case .ids(let ids): frame.ids[input] = IdRows(start: ids.ids.base, perExample: ids.perExample)
      case .bags(let bags):
        frame.bags[input] = BagRows(
          offsets: bags.offsets.base, ids: bags.ids.base, weights: bags.weights.map { UnsafePointer($0.base) }
        )
      case .numbers, nil: break
      }
    }
    frame.values[place.index] = output.view
    frame.gradients[place.index] = outputGradient.view
    for (slot, memory) in slots.enumerated() { frame.slots[slot] = memory.view }
    for (index, memory) in tileGradients.enumerated() { frame.tileGradients[index] = memory?.view.start }
    if statistics > 0 {
      func doubles(_ memory: Guarded) -> UnsafeMutablePointer<Double> {
        UnsafeMutableRawPointer(memory.view.start).assumingMemoryBound(to: Double.self)
      }
      frame.tileStatistics[place.index] = doubles(sums[0])
      frame.batchStatistics[place.index] = doubles(sums[1])
      frame.batchGradientStatistics[place.index] = doubles(sums[2])
    }
    var place = place
    place.gradientIsStarted = place.inputs.map { _ in isStarted }
    var places = place.inputs.map { input in
      var source = place
      source.index = input
      source.inputs = []
      source.inputShapes = []
      source.gradientIsStarted = []
      source.parameters = []
      source.parameterPlans = []
      source.slots = []
      return source
    }
    places.append(place)
    let held = NodePlaces(places)
    withExtendedLifetime(held) { body(LayerPass(frame, held, place.index)) }
  }

  /// Has statistics gathered, and makes those of the batch of them: there is one tile.
  private func gather(into sum: Int, _ body: (LayerPass) -> Void) throws {
    guard statistics > 0 else { return }
    sums[0].spoil()
    sums[0].fill(2 * statistics) { _, _ in 0 }
    pass(body, isStarted: false)
    guard sums[0].isClean(beyond: 2 * statistics) else { throw fault("writes past its statistics") }
    sums[sum].memory.base.update(from: sums[0].memory.base, count: sums[0].memory.count)
  }

  func run() throws {
    let before = inputs.map { $0?.bits }, weights = weightBits
    try gather(into: 1) { layer.gather($0) }
    pass({ layer.forward($0) }, isStarted: false)
    guard output.values(size).allSatisfy({ !$0.isNaN }) else {
      throw fault("leaves numbers of its output unwritten, or they are no numbers")
    }
    let padded = roundedUp(size, toMultipleOf: 16)
    guard output.isClean(beyond: writesOnlyItsColumns ? size : padded) else {
      throw fault(
        writesOnlyItsColumns
          ? "writes past its output, though its plan says that it writes only its columns"
          : "writes past its output by more than its padding")
    }
    try checkScratch()
    guard inputs.map({ $0?.bits }) == before else { throw fault("changes its input") }
    guard weightBits == weights else { throw fault("changes its parameters while it runs forward") }

    let outputs = output.values(size)
    let alone = try gradients(from: nil)
    let start: Float = 0.75
    let added = try gradients(from: start)
    guard output.values(size).map(\.bitPattern) == outputs.map(\.bitPattern) else {
      throw fault("changes its output while it runs backward")
    }
    guard inputs.map({ $0?.bits }) == before else { throw fault("changes its input") }
    guard weightBits == weights else { throw fault("changes its parameters while it runs backward") }
    for (input, (alone, added)) in zip(alone, added).enumerated() {
      let largest = alone.reduce(1) { max($0, abs($1)) }
      if zip(alone, added).contains(where: { abs($0 + start - $1) > 1e-4 * largest }) {
        throw fault(
          "overwrites the gradient of input \(input) that another layer has begun; it has to add to it")
      }
    }
  }

  /// The gradients of inputs, to be added to those that are there already.
  private func gradients(from start: Float?) throws -> [[Float]] {
    let random = Philox(seed: seed, purpose: "gradient")
    outputGradient.spoil()
    outputGradient.fill(size) { 2 * Philox.unit(random.block(UInt64($0), UInt64($1))[0]) - 1 }
    for (index, memory) in tileGradients.enumerated() {
      memory?.spoil()
      memory?.fill(place.parameterPlans[index].storedCount) { _, _ in 0 }
    }
    for (input, memory) in inputGradients.enumerated() {
      memory?.spoil()
      if let start { memory?.fill(inputSize(input)) { _, _ in start } }
    }
    try gather(into: 2) { layer.gatherBackward($0) }
    pass({ layer.backward($0) }, isStarted: start != nil)
    try checkScratch()
    guard outputGradient.isClean(beyond: roundedUp(size, toMultipleOf: 16)) else {
      throw fault("writes past the gradient of its output")
    }
    for (index, memory) in tileGradients.enumerated() {
      guard let memory else { continue }
      let plan = place.parameterPlans[index]
      guard memory.isClean(beyond: plan.storedCount) else {
        throw fault("writes past the gradient of '\(plan.name)'")
      }
      guard memory.values(plan.count).allSatisfy({ !$0.isNaN }) else {
        throw fault("makes the gradient of '\(plan.name)' of numbers that nobody wrote")
      }
    }
    return try inputGradients.enumerated().map { input, memory in
      guard let memory else { return [] }
      guard memory.isClean(beyond: roundedUp(inputSize(input), toMultipleOf: 16)) else {
        throw fault("writes past the gradient of input \(input)")
      }
      let values = memory.values(inputSize(input))
      guard values.allSatisfy({ !$0.isNaN }) else {
        throw fault("leaves numbers of the gradient of input \(input) unwritten, or they are no numbers")
      }
      return values
    }
  }

  private func checkScratch() throws {
    for (slot, memory) in slots.enumerated()
    where !memory.isClean(beyond: memory.columns) {
      throw fault("writes past slot \(slot)")
    }
  }

  private func inputSize(_ input: Int) -> Int {
    if case .value(let shape) = place.inputShapes[input] { shape.size } else { 0 }
  }

  private var weightBits: [[UInt32]] {
    parameters.memory.map { $0.elements.map(\.bitPattern) }
  }
}
