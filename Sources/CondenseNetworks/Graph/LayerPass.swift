import CondenseCore

/// What a layer sees while it runs over one tile: its inputs, its output, their gradients, its parameters.
///
/// All memory belongs to the engine and is valid during the call. Rows of values are `stride` apart with at
/// least 16-number padding, so that whole vectors may be read past a row's end.
public struct LayerPass {
  private let unmanaged: Unmanaged<TileFrame>
  private let node: UnsafePointer<NodePlace>
  private let table: UnsafePointer<PlaceTable>

  /// - Parameter places: in memory that outlives the pass.
  init(_ frame: TileFrame, _ places: NodePlaces, _ node: Int) {
    unmanaged = .passUnretained(frame)
    self.node = UnsafePointer(places.places.base + node)
    table = UnsafePointer(places.tables.base + node)
  }

  /// Something of the frame, which lives longer than the pass: nobody counts a reference to it.
  @inline(__always)
  private func frame<Part>(_ part: (TileFrame) -> Part) -> Part { unmanaged._withUnsafeGuaranteedRef(part) }

  /// Examples in the tile.
  public var rows: Int { frame({ $0.rows }) }
  /// Place of the tile's first example in the batch.
  public var firstRow: Int { frame({ $0.firstRow }) }
  /// Examples in the whole batch.
  public var batchRows: Int { frame({ $0.batchRows }) }
  /// False when predicting: no dropout, running statistics.
  public var isTraining: Bool { frame({ $0.isTraining }) }
  /// The step of training, from 1: with row and place the counter of random numbers.
  public var step: UInt64 { frame({ $0.step }) }
  /// Random numbers of this layer: a function of seed and the layer's name.
  public var random: Philox { frame({ $0.random[node.pointee.index] }) }

  /// Number of inputs.
  public var inputCount: Int { table.pointee.inputCount }
  /// Shape of an input.
  public func inputShape(_ input: Int) -> InputShape { node.pointee.inputShapes[input] }
  /// Shape of the output.
  public var outputShape: ValueShape { node.pointee.output }
  /// Numbers of one example of an input that is a value.
  public func inputSize(_ input: Int) -> Int { table.pointee.inputSizes[input] }

  /// Numbers of an input.
  public func input(_ input: Int) -> Rows { need(frame({ $0.values[table.pointee.inputs[input]] })).readOnly }
  /// Ids of an input.
  public func ids(_ input: Int) -> IdRows { need(frame({ $0.ids[table.pointee.inputs[input]] })) }
  /// Bags of an input.
  public func bag(_ input: Int) -> BagRows { need(frame({ $0.bags[table.pointee.inputs[input]] })) }
  /// Where `forward` writes.
  public var output: MutableRows { need(frame({ $0.values[node.pointee.index] })) }
  /// Gradient of the output; `backward` may change it, and for `product` and `rows` parameters what it
  /// leaves there is what the engine uses.
  public var outputGradient: MutableRows { need(frame({ $0.gradients[node.pointee.index] })) }

  /// Where `backward` adds the gradient of an input, zeroed if nobody has written it yet; nil where none is
  /// needed. Ask once for each input: a gradient that is not nil has to be written.
  public func inputGradient(_ input: Int) -> MutableRows? {
    guard let (gradient, isStarted) = startedInputGradient(input) else { return nil }
    if !isStarted {
      for row in 0..<rows { gradient[row].update(repeating: 0, count: inputSize(input)) }
    }
    return gradient
  }

  /// The same without the zeroing: whether another layer has already written there and this one has to add.
  public func startedInputGradient(_ input: Int) -> (rows: MutableRows, isStarted: Bool)? {
    guard let gradient = frame({ $0.gradients[table.pointee.inputs[input]] }) else { return nil }
    return (gradient, table.pointee.started[input] != 0)
  }

  /// Numbers of a parameter: panels for a product (see `weight(of:input:unit:)`), rows padded to a multiple
  /// of 8 for an embedding, plain rows otherwise.
  public func parameter(_ parameter: Int) -> UnsafeMutablePointer<Float> {
    need(frame({ $0.parameters[table.pointee.parameters[parameter]] }))
  }

  /// One weight of a product.
  public func weight(of parameter: Int, input: Int, unit: Int) -> Float {
    let plan = node.pointee.parameterPlans[parameter]
    return self.parameter(parameter)[
      PanelLayout(inputs: plan.rows, units: plan.columns).offset(input: input, unit: unit)]
  }

  /// Panels of the transposed weights of a product.
  func transposed(_ parameter: Int) -> UnsafeMutablePointer<Float>? {
    frame({ $0.transposed[table.pointee.parameters[parameter]] })
  }

  /// The tile's gradient of a `perTile` parameter: zeroed before the tile, to be added to.
  public func gradient(_ parameter: Int) -> UnsafeMutablePointer<Float> {
    need(frame({ $0.tileGradients[table.pointee.parameters[parameter]] }))
  }

  /// A slot of the plan: scratch that lives from `forward` to `backward` (while predicting, during the call).
  public func slot(_ slot: Int) -> MutableRows { need(frame({ $0.slots[table.pointee.slots[slot]] })) }

  /// Statistics of this tile: where `gather` and `gatherBackward` write.
  public var tileStatistics: UnsafeMutablePointer<Double> {
    need(frame({ $0.tileStatistics[node.pointee.index] }))
  }
  /// What `gather` wrote, summed over the batch's tiles in their order.
  public var batchStatistics: UnsafeMutablePointer<Double> {
    need(frame({ $0.batchStatistics[node.pointee.index] }))
  }
  /// What `gatherBackward` wrote, summed the same way.
  public var batchGradientStatistics: UnsafeMutablePointer<Double> {
    need(frame({ $0.batchGradientStatistics[node.pointee.index] }))
  }

  @inline(__always)
  private func need<Wrapped>(_ value: Wrapped?) -> Wrapped {
    guard let value else { preconditionFailure("layer '\(node.pointee.name)' asked for what it has not") }
    return value
  }
}
