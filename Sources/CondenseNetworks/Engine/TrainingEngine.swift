import CondenseCore

/// One training step in two phases with a barrier after each: tiles of examples (no parameter changes), then
/// blocks of parameters (no activation changes). Tiles, blocks and the order of every sum are functions of
/// the network and the batch, so the number of threads does not reach the result.
///
/// Optimizers that make up for missed steps put a short phase in front; layers that couple examples cut the
/// first phase into segments.
package final class TrainingEngine: RowSettler {
  private enum Phase {
    case sort
    case catchUp
    case rows(Segment)
    case parameters
    case settle
  }

  /// What a tile does between two barriers of the first phase, in this order.
  private struct Segment {
    var sorts = false
    var forward = 0..<0
    /// The coupled node whose statistics are gathered before its `forward` in the next segment.
    var gathers: Int?
    var takesLosses = false
    var backward = 0..<0
    /// The same before its `backward`.
    var gathersBackward: Int?
  }

  /// Where the gradient of a product is laid out for the parameter phase, `[panels][batch][16]`.
  private struct PackedGradient {
    var base: UnsafeMutablePointer<Float>
    var panels: Int
  }

  /// A parameter whose gradient is summed tile by tile.
  private struct VectorGradient {
    var parameter: Int
    var count: Int
    /// Those of all tiles, one after the other.
    var tiles: UnsafeMutablePointer<Float>
  }

  /// A block of one panel of a product's weights.
  private struct ProductBlock {
    var parameter: Int
    var node: Int
    var source: Int
    var panel: Int
    var firstInput: Int
    var inputs: Int
  }

  /// Inputs of a block: a multiple of 6 and of 16.
  private static let blockInputs = 96
  /// Rows of an embedding brought up to date by one task at the end.
  private static let settleRows = 4096

  package let plan: NetworkPlan
  package private(set) var parameters: Parameters
  package let batchSize: Int
  package let tileRows: Int
  private let optimizer: Optimizer
  private let rowOptimizer: Optimizer
  private let threads: Int

  private let inputs: BatchInputs
  private let batch: BatchMemory
  private let workers: [TileMemory]
  private let scratch: [FloatMemory]
  private let layers: FixedList<(any Layer)?>
  /// For each node those of `packs` that follow its `backward`; nil where none is run.
  private let backward: FixedList<Range<Int>?>
  private let packs: FixedList<PackedGradient>
  private let places: NodePlaces
  /// Nodes that couple examples.
  private let cuts: [Int]

  private let packedGradients: [FloatMemory?]
  private let transposed: [FloatMemory?]
  private let states: [(first: FloatMemory?, second: FloatMemory?)]
  private let tileGradients: [FloatMemory?]
  private let productBlocks: [ProductBlock]
  private let vectorGradients: FixedList<VectorGradient>
  private let occurrences: [RowOccurrences]
  private let rowStates: [RowState]
  /// The first task of each embedding among those that update or catch up rows, and their number.
  private var rowTasks: [Int]
  /// The same among those that bring every row up to date.
  private let settleTasks: [Int]

  private let tileStatistics: [AlignedMemory<Double>?]
  private let batchStatistics: [AlignedMemory<Double>?]
  private let batchGradientStatistics: [AlignedMemory<Double>?]

  // The current step.
  private var phase = Phase.sort
  private var examples: Examples
  private var selection = RowSelection.range(0..<0)
  private var rows = 0
  private var tiles = 0
  private var step = 0
  private var denominators: [Double]
  private var changes = 0
  private var scales: [Float]
  /// The loss of each output in each tile.
  private let losses: AlignedMemory<Double>
  /// Weights and targets of a tile, for each worker.
  private let targetMemory: [FloatMemory]
  private let classMemory: [AlignedMemory<Int32>]
  private var rule: UpdateRule
  private var rowRule: UpdateRule
  private var rowGradients: [UnsafePointer<RowKernels.GradientRows>?]

  package init(
    _ plan: NetworkPlan, parameters: Parameters, optimizer: Optimizer, rowOptimizer: Optimizer,
    batchSize: Int, seed: UInt64, threads: Int
  ) throws {
    self.plan = plan
    self.parameters = parameters
    self.optimizer = optimizer
    self.rowOptimizer = rowOptimizer
    self.batchSize = batchSize
    self.threads = threads
    tileRows = min(60, roundedUp((batchSize + 23) / 24, toMultipleOf: 6))
    let tileCount = (batchSize + tileRows - 1) / tileRows
    inputs = BatchInputs(plan)
    let batch = try BatchMemory(plan, batchSize: batchSize)
    self.batch = batch
    let tile = tileRows
    workers = try (0..<threads).map { _ in try TileMemory(plan, tileRows: tile, batch: batch) }
    places = NodePlaces(plan.nodes)
    cuts = plan.coupled
    layers = FixedList(
      zip(plan.network.nodes, plan.isTrained).map { node, isTrained in
        if isTrained, case .layer(let layer, _) = node.content { layer } else { nil }
      })

    var blocks: [ProductBlock] = []
    var vectors: [Int] = []
    var packed: [FloatMemory?] = []
    var transposedCopies: [FloatMemory?] = []
    var states: [(FloatMemory?, FloatMemory?)] = []
    var tileGradients: [FloatMemory?] = []
    var occurrences: [RowOccurrences] = []
    var rowStates: [RowState] = []
    var widest = Self.blockInputs * PanelLayout.width
    for (index, parameter) in plan.parameters.enumerated() {
      let node = plan.uses[index][0].node
      var isDense = false
      packed.append(nil)
      transposedCopies.append(nil)
      tileGradients.append(nil)
      switch parameter.kind {
      case .product(let input):
        isDense = true
        let layout = parameter.panels
        let source = plan.nodes[node].inputs[input]
        packed[index] = try FloatMemory(count: layout.panels * batchSize * PanelLayout.width)
        if plan.needsGradient[source] {
          transposedCopies[index] = try FloatMemory(count: layout.transposed.count)
        }
        for panel in 0..<layout.panels {
          for first in stride(from: 0, to: layout.inputs, by: Self.blockInputs) {
            blocks.append(
              ProductBlock(
                parameter: index, node: node, source: source, panel: panel, firstInput: first,
                inputs: min(Self.blockInputs, layout.inputs - first)))
          }
        }
      case .perTile:
        isDense = true
        vectors.append(index)
        tileGradients[index] = try FloatMemory(count: parameter.storedCount * tileCount)
        widest = max(widest, parameter.storedCount)
      case .rows(let input):
        occurrences.append(
          try RowOccurrences(
            parameter: index, vocabularySize: parameter.rows,
            uses: plan.uses[index].map { ($0.node, plan.nodes[$0.node].inputs[input]) }))
        rowStates.append(
          try RowState(parameter, memory: parameters.memory[index], optimizer: rowOptimizer))
        widest = max(widest, RowKernels.scratchCount(width: parameter.columns))
      case .constant: break
      }
      let count = isDense ? parameter.storedCount : 0
      states.append(
        (
          optimizer.statesPerWeight > 0 && isDense ? try FloatMemory(count: count) : nil,
          optimizer.statesPerWeight > 1 && isDense ? try FloatMemory(count: count) : nil
        ))
      if isDense, optimizer.initialState != 0 {
        states[index].0?.base.update(repeating: optimizer.initialState, count: count)
      }
    }
    productBlocks = blocks
    vectorGradients = FixedList(
      vectors.compactMap { index in
        tileGradients[index].map {
          VectorGradient(parameter: index, count: plan.parameters[index].storedCount, tiles: $0.base)
        }
      })
    var packs: [PackedGradient] = []
    backward = FixedList(
      plan.nodes.indices.map { node in
        guard plan.needsGradient[node] else { return nil }
        let first = packs.count
        for index in plan.nodes[node].parameters {
          guard let memory = packed[index] else { continue }
          packs.append(PackedGradient(base: memory.base, panels: plan.parameters[index].panels.panels))
        }
        return first..<packs.count
      })
    self.packs = FixedList(packs)
    packedGradients = packed
    transposed = transposedCopies
    self.states = states
    self.tileGradients = tileGradients
    self.occurrences = occurrences
    self.rowStates = rowStates
    rowTasks = [Int](repeating: 0, count: occurrences.count + 1)
    settleTasks = rowStates.reduce(into: [0]) {
      $0.append(($0.last ?? 0) + ($1.plan.rows + Self.settleRows - 1) / Self.settleRows)
    }
    let room = widest
    scratch = try (0..<threads).map { _ in try FloatMemory(count: room) }
    func doubles(_ factor: Int) throws -> [AlignedMemory<Double>?] {
      try plan.statistics.map { $0 > 0 ? try AlignedMemory(count: $0 * factor) : nil }
    }
    tileStatistics = try doubles(tileCount)
    batchStatistics = try doubles(1)
    batchGradientStatistics = try doubles(1)

    examples = try Examples(columns: [:])
    denominators = [Double](repeating: 0, count: plan.network.outputs.count)
    scales = [Float](repeating: 0, count: plan.network.outputs.count)
    losses = try AlignedMemory(count: plan.network.outputs.count * tileCount)
    let widestTarget = plan.network.outputs.reduce(0) { max($0, plan.nodes[$1.node].output.size) }
    targetMemory = try (0..<threads).map { _ in try FloatMemory(count: tile * (1 + widestTarget)) }
    classMemory = try (0..<threads).map { _ in try AlignedMemory(count: tile) }
    rule = optimizer.rule(rate: 0, step: 1)
    rowRule = rowOptimizer.rule(rate: 0, step: 1)
    rowGradients = [UnsafePointer<RowKernels.GradientRows>?](repeating: nil, count: occurrences.count)
    for worker in workers { connect(worker.frame, seed: seed) }
    refreshTransposed()
  }

  deinit {
    // Whoever still holds the parameters cannot ask for missed steps any more.
    if parameters.isBehind, !isKnownUniquelyReferenced(&parameters) { settle() }
  }

  private func connect(_ frame: TileFrame, seed: UInt64) {
    frame.isTraining = true
    frame.random = plan.nodes.map { Philox(seed: seed, purpose: $0.name) }
    for index in plan.parameters.indices {
      frame.parameters[index] = parameters.memory[index].base
      frame.transposed[index] = transposed[index]?.base
    }
    for node in plan.nodes.indices {
      frame.batchStatistics[node] = batchStatistics[node]?.base
      frame.batchGradientStatistics[node] = batchGradientStatistics[node]?.base
    }
  }

  /// Makes the transposed copies anew from the weights.
  private func refreshTransposed() {
    changes = parameters.changes
    for block in productBlocks {
      guard let copy = transposed[block.parameter] else { continue }
      let layout = plan.parameters[block.parameter].panels
      ProductKernels.transpose(
        block: parameters.memory[block.parameter].base
          + (block.panel * layout.inputs + block.firstInput) * PanelLayout.width,
        layout: layout, panel: block.panel, firstInput: block.firstInput, inputs: block.inputs,
        into: copy.base)
    }
  }

  /// Bytes of optimizer state.
  package var stateBytes: Int {
    states.reduce(0) { $0 + (($1.first?.count ?? 0) + ($1.second?.count ?? 0)) * 4 }
      + rowStates.reduce(0) { $0 + $1.bytes }
  }

  // MARK: a step

  /// Runs one step over at most `batchSize` examples.
  ///
  /// - Returns: the loss: for each output the weighted mean over the examples that have its target, added up
  ///   with the outputs' weights. Where it is not finite, nothing is updated.
  package func run(
    _ examples: Examples, _ selection: RowSelection, rate: Float, rowRate: Float, updates: Bool = true
  ) throws -> Double {
    precondition(selection.count <= batchSize && selection.count > 0)
    self.examples = examples
    self.selection = selection
    rows = selection.count
    tiles = (rows + tileRows - 1) / tileRows
    if updates { step += 1 }
    rule = optimizer.rule(rate: rate, step: max(step, 1))
    rowRule = rowOptimizer.rule(rate: rowRate, step: max(step, 1))
    if changes != parameters.changes { refreshTransposed() }
    try inputs.bind(examples, selection)
    for occurrence in occurrences { try occurrence.bind(inputs) }
    countTargets()
    for worker in workers {
      worker.frame.step = UInt64(step)
      worker.frame.batchRows = rows
    }

    let pool = WorkerPool.take(threads: threads)
    defer { pool?.release() }
    let catchesUp = rowOptimizer.catchesUp && !occurrences.isEmpty
    if catchesUp {
      run(.sort, tasks: occurrences.count, pool)
      countRowTasks()
      run(.catchUp, tasks: rowTasks[occurrences.count], pool)
    }
    runSegments(sorts: !catchesUp, pool)
    let loss = meanLoss
    if updates, loss.isFinite {
      for (index, occurrence) in occurrences.enumerated() {
        rowStates[index].begin(rowRule)
        rowGradients[index] = occurrence.locateGradients(
          inputs, perExample: { plan.nodes[$0].output.count },
          rows: { workers[0].batchGradients(of: $0) })
      }
      if !catchesUp { countRowTasks() }
      run(
        .parameters, tasks: rowTasks[occurrences.count] + productBlocks.count + vectorGradients.count, pool)
      if catchesUp { parameters.isBehind = true }
    }
    return loss
  }

  /// After sorting, which cuts the rows of each embedding into blocks.
  private func countRowTasks() {
    for (index, occurrence) in occurrences.enumerated() {
      rowTasks[index + 1] = rowTasks[index] + occurrence.blocks
    }
  }

  /// The batch's loss, from those of its tiles in their order.
  private var meanLoss: Double {
    var loss = 0.0
    for (index, output) in plan.network.outputs.enumerated() where denominators[index] > 0 {
      var sum = 0.0
      for tile in 0..<tiles { sum += losses.base[tile * scales.count + index] }
      loss += Double(output.weight) * sum / denominators[index]
    }
    return loss
  }

  /// What is no longer finite where a loss is not: a parameter, or else the first layer that gives such numbers.
  package func culprit(_ examples: Examples, _ selection: RowSelection) throws -> String {
    for (plan, memory) in zip(plan.parameters, parameters.memory)
    where !memory.elements.allSatisfy(\.isFinite) {
      return "'\(plan.name)' holds numbers that are not finite"
    }
    let inference = try Inference(plan, parameters: parameters)
    let workspace = try inference.makeWorkspace()
    var found = plan.nodes.count
    for place in 0..<selection.count {
      let row = selection[place]
      try inference.run(examples, row..<row + 1, workspace, upTo: plan.nodes.count - 1) { frame, _ in
        for node in 0..<found {
          guard let value = frame.values[node]?[0] else { continue }
          if !(0..<plan.nodes[node].output.size).allSatisfy({ value[$0].isFinite }) {
            found = min(found, node)
          }
        }
      }
    }
    return found < plan.nodes.count
      ? "'\(plan.nodes[found].name)' gives numbers that are not finite"
      : "no number of the network explains it"
  }

  /// The phases of tiles: one, or one more for each cut at a coupled layer, forward and back.
  private func runSegments(sorts: Bool, _ pool: WorkerPool?) {
    var sorts = sorts
    var first = 0
    for cut in cuts {
      run(Segment(sorts: sorts, forward: first..<cut, gathers: cut), pool)
      total(tileStatistics[cut], into: batchStatistics[cut])
      workers[0].prepare(firstRow: 0, rows: 0)
      layers.base[cut]?.settle(pass(workers[0].frame, cut))
      first = cut
      sorts = false
    }
    var end = plan.nodes.count
    var place = cuts.count
    repeat {
      let cut = place > 0 ? cuts[place - 1] : nil
      let isFirst = place == cuts.count
      run(
        Segment(
          sorts: sorts, forward: isFirst ? first..<end : 0..<0, takesLosses: isFirst,
          backward: (cut.map { $0 + 1 } ?? 0)..<end, gathersBackward: cut), pool)
      if let cut {
        total(tileStatistics[cut], into: batchGradientStatistics[cut])
        end = cut + 1
      }
      sorts = false
      place -= 1
    } while place >= 0
  }

  private func run(_ segment: Segment, _ pool: WorkerPool?) {
    run(.rows(segment), tasks: (segment.sorts ? occurrences.count : 0) + tiles, pool)
  }

  /// Adds the tiles' statistics in tile order.
  private func total(_ tile: AlignedMemory<Double>?, into sum: AlignedMemory<Double>?) {
    guard let tile, let sum else { return }
    sum.base.update(repeating: 0, count: sum.count)
    for t in 0..<tiles {
      for i in 0..<sum.count { sum.base[i] += tile.base[t * sum.count + i] }
    }
  }

  private func run(_ phase: Phase, tasks: Int, _ pool: WorkerPool?) {
    self.phase = phase
    if let pool {
      pool.run(
        tasks: tasks, threads: threads, context: Unmanaged.passUnretained(self).toOpaque()
      ) { context, task, worker in
        Unmanaged<TrainingEngine>.fromOpaque(context)._withUnsafeGuaranteedRef {
          $0.run(task: task, worker: worker)
        }
      }
    } else {
      for task in 0..<tasks { run(task: task, worker: 0) }
    }
  }

  private func run(task: Int, worker: Int) {
    switch phase {
    case .sort: occurrences[task].sort(inputs)
    case .catchUp:
      let (index, block) = locate(task)
      rowStates[index].catchUp(occurrences[index], block: block)
    case .rows(let segment):
      if segment.sorts, task < occurrences.count {
        occurrences[task].sort(inputs)
      } else {
        run(tile: task - (segment.sorts ? occurrences.count : 0), worker, segment)
      }
    case .parameters:
      let rowBlocks = rowTasks[occurrences.count]
      if task < rowBlocks {
        let (index, block) = locate(task)
        guard let uses = rowGradients[index] else { return }
        rowStates[index].update(
          occurrences[index], block: block, uses: uses, rule: rowRule, scratch: scratch[worker].base)
      } else if task < rowBlocks + productBlocks.count {
        update(productBlocks[task - rowBlocks], scratch[worker].base)
      } else {
        updateVector(vectorGradients.base[task - rowBlocks - productBlocks.count], scratch[worker].base)
      }
    case .settle: settle(task: task)
    }
  }

  /// The embedding and block that a task of the row blocks means.
  private func locate(_ task: Int) -> (index: Int, place: Int) {
    Self.locate(task, rowTasks)
  }

  /// The part that a task belongs to, where each begins with a task of its own, and its place in it.
  private static func locate(_ task: Int, _ starts: [Int]) -> (index: Int, place: Int) {
    let index = starts.partitioningIndex { $0 > task } - 1
    return (index, task - starts[index])
  }

  // MARK: the first phase

  private func pass(_ frame: TileFrame, _ node: Int) -> LayerPass {
    LayerPass(frame, places, node)
  }

  private func run(tile: Int, _ worker: Int, _ segment: Segment) {
    let first = tile * tileRows
    let memory = workers[worker]
    let frame = memory.frame
    memory.prepare(firstRow: first, rows: min(tileRows, rows - first))
    inputs.load(frame)
    for place in 0..<vectorGradients.count {
      let vector = vectorGradients.base[place]
      frame.tileGradients[vector.parameter] = vector.tiles + tile * vector.count
    }
    for node in segment.forward { layers.base[node]?.forward(pass(frame, node)) }
    if let node = segment.gathers { gather(tile, node, frame) { $0.gather($1) } }
    if segment.takesLosses {
      takeLosses(tile, frame, worker)
      for place in 0..<vectorGradients.count {
        let vector = vectorGradients.base[place]
        (vector.tiles + tile * vector.count).update(repeating: 0, count: vector.count)
      }
    }
    for node in segment.backward.reversed() {
      guard let own = backward.base[node] else { continue }
      layers.base[node]?.backward(pass(frame, node))
      for place in own {
        guard let dy = frame.gradients[node] else { continue }
        // Laid out for the parameter phase.
        ProductKernels.pack(
          rows: frame.rows, dy: dy.start, stride: dy.stride, panelCount: packs.base[place].panels,
          batch: batchSize, packed: packs.base[place].base + frame.firstRow * PanelLayout.width)
      }
    }
    if let node = segment.gathersBackward, backward.base[node] != nil {
      gather(tile, node, frame) { $0.gatherBackward($1) }
    }
  }

  private func gather(
    _ tile: Int, _ node: Int, _ frame: TileFrame, _ body: (any Layer, LayerPass) -> Void
  ) {
    guard let layer = layers.base[node], let memory = tileStatistics[node] else { return }
    let count = plan.statistics[node]
    let base = memory.base + tile * count
    base.update(repeating: 0, count: count)
    frame.tileStatistics[node] = base
    body(layer, pass(frame, node))
  }

  // MARK: losses

  /// Sums of the weights of the batch's targets; the loss of an output is a mean over them.
  private func countTargets() {
    for (index, output) in plan.network.outputs.enumerated() {
      denominators[index] = 0
      guard let target = examples.targets[output.name] else { continue }
      var sum = 0.0
      for place in 0..<rows {
        let row = selection[place]
        let weight = Double(examples.weights?.base[row] ?? 1)
        if let classes = target.classes {
          if classes.base[row] >= 0 { sum += weight }
        } else if let bags = target.bags {
          if output.loss == .binaryCrossEntropy {
            sum += weight
            continue
          }
          for place in Int(bags.offsets.base[row])..<Int(bags.offsets.base[row + 1]) {
            sum += weight * Double(bags.weights?.base[place] ?? 1)
          }
        } else if let numbers = target.numbers {
          for column in 0..<target.width where !numbers.base[row * target.width + column].isNaN {
            sum += weight
          }
        }
      }
      scales[index] = sum > 0 ? output.weight / Float(sum) : 0
      denominators[index] = sum
    }
  }

  private func takeLosses(_ tile: Int, _ frame: TileFrame, _ worker: Int) {
    let weights = targetMemory[worker].base, targets = weights + tileRows
    let classTargets = classMemory[worker].base
    for row in 0..<frame.rows {
      weights[row] = examples.weights?.base[selection[frame.firstRow + row]] ?? 1
    }
    for (index, output) in plan.network.outputs.enumerated() {
      guard let target = examples.targets[output.name], let x = frame.values[output.node],
        let dx = frame.gradients[output.node]
      else { continue }
      let width = plan.nodes[output.node].output.size
      let place = tile * scales.count + index
      if let classes = target.classes {
        for row in 0..<frame.rows { classTargets[row] = classes.base[selection[frame.firstRow + row]] }
        losses.base[place] = LossKernels.softmaxCrossEntropy(
          rows: frame.rows, classes: width, logits: x.start, stride: x.stride, targets: classTargets,
          weights: weights, scale: scales[index], gradients: dx.start, gradientStride: dx.stride)
      } else if let bags = target.bags {
        var loss = 0.0
        for row in 0..<frame.rows {
          let ends = bags.offsets.base + selection[frame.firstRow + row], first = Int(ends[0])
          if output.loss == .binaryCrossEntropy {
            loss += LossKernels.binaryCrossEntropy(
              classes: width, logits: x[row], targets: bags.ids.base + first,
              targetCount: Int(ends[1]) - first, weight: weights[row], scale: scales[index], gradient: dx[row]
            )
            continue
          }
          loss += LossKernels.softmaxCrossEntropy(
            classes: width, logits: x[row], targets: bags.ids.base + first,
            targetCount: Int(ends[1]) - first, targetWeights: bags.weights.map { $0.base + first },
            weight: weights[row], scale: scales[index], gradient: dx[row])
        }
        losses.base[place] = loss
      } else if let numbers = target.numbers {
        for row in 0..<frame.rows {
          (targets + row * width).update(
            from: numbers.base + selection[frame.firstRow + row] * width, count: width)
        }
        let loss =
          output.loss == .binaryCrossEntropy ? LossKernels.binaryCrossEntropy : LossKernels.squaredError
        losses.base[place] = loss(
          frame.rows, width, x.start, x.stride, targets, width, weights, scales[index], dx.start, dx.stride)
      }
    }
  }

  // MARK: the second phase

  private func update(_ block: ProductBlock, _ gradient: UnsafeMutablePointer<Float>) {
    let index = block.parameter
    let layout = plan.parameters[index].panels
    let x = workers[0].batchValues(of: block.source)
    guard let dy = packedGradients[index] else { return }
    ProductKernels.outer(
      rows: rows, inputs: block.inputs, x: x.start + block.firstInput, xStride: x.stride,
      dy: dy.base + block.panel * batchSize * PanelLayout.width, gradient: gradient)
    let place = (block.panel * layout.inputs + block.firstInput) * PanelLayout.width
    let weights = parameters.memory[index].base + place
    let count = block.inputs * PanelLayout.width
    rule.apply(
      weights: weights, gradient: gradient, first: states[index].first.map { $0.base + place },
      second: states[index].second.map { $0.base + place }, count: count, width: count)
    if let copy = transposed[index] {
      ProductKernels.transpose(
        block: weights, layout: layout, panel: block.panel, firstInput: block.firstInput,
        inputs: block.inputs, into: copy.base)
    }
  }

  private func updateVector(_ vector: VectorGradient, _ sum: UnsafeMutablePointer<Float>) {
    let index = vector.parameter, count = vector.count
    sum.update(from: vector.tiles, count: count)
    for tile in 1..<max(tiles, 1) { RowKernels.add(vector.tiles + tile * count, to: sum, count: count) }
    rule.apply(
      weights: parameters.memory[index].base, gradient: sum, first: states[index].first?.base,
      second: states[index].second?.base, count: count, width: count)
  }

  // MARK: between epochs

  /// Brings every row of every embedding up to date: before validation and saving.
  package func settle() {
    guard parameters.isBehind else { return }
    parameters.isBehind = false
    let pool = WorkerPool.take(threads: threads)
    defer { pool?.release() }
    run(.settle, tasks: settleTasks[rowStates.count], pool)
  }

  private func settle(task: Int) {
    let (index, place) = Self.locate(task, settleTasks)
    let state = rowStates[index], first = place * Self.settleRows
    state.catchUp(rows: first..<min(first + Self.settleRows, state.plan.rows))
  }

  /// Rows of a parameter, one after another, as they would be settled; nothing changes.
  package func settledRows(_ ids: [Int], of index: Int) -> [Float] {
    occurrences.contains { $0.parameter == index }
      ? ids.flatMap { settledRow($0, of: index) } : ids.flatMap { parameters.row($0, at: index) }
  }

  /// A row of an embedding as it would be settled.
  func settledRow(_ row: Int, of index: Int) -> [Float] {
    occurrences.firstIndex { $0.parameter == index }.map { rowStates[$0].settled(row) } ?? []
  }

  // MARK: for checks

  /// The gradient of a parameter that the last `run(…, updates: false)` left, `rows × columns`.
  package func gradient(of index: Int) -> [Double] {
    let parameter = plan.parameters[index]
    var result = [Double](repeating: 0, count: parameter.count)
    switch parameter.kind {
    case .product:
      let gradient = scratch[0].base
      for block in productBlocks where block.parameter == index {
        let x = workers[0].batchValues(of: block.source)
        guard let dy = packedGradients[index] else { continue }
        ProductKernels.outer(
          rows: rows, inputs: block.inputs, x: x.start + block.firstInput, xStride: x.stride,
          dy: dy.base + block.panel * batchSize * PanelLayout.width, gradient: gradient)
        for i in 0..<block.inputs {
          for u in 0..<min(16, parameter.columns - block.panel * 16) {
            result[(block.firstInput + i) * parameter.columns + block.panel * 16 + u] = Double(
              gradient[i * 16 + u])
          }
        }
      }
    case .perTile:
      guard let gradients = tileGradients[index] else { break }
      for tile in 0..<tiles {
        for i in 0..<parameter.count {
          result[i] += Double(gradients.base[tile * parameter.storedCount + i])
        }
      }
    case .rows:
      guard let place = occurrences.firstIndex(where: { $0.parameter == index }) else { break }
      let occurrence = occurrences[place]
      guard
        let uses = occurrence.locateGradients(
          inputs, perExample: { plan.nodes[$0].output.count },
          rows: { workers[0].batchGradients(of: $0) })
      else { break }
      for row in 0..<occurrence.distinct {
        RowKernels.gradient(
          row: row, starts: occurrence.starts, keys: occurrence.keys, uses: uses,
          useCount: occurrence.uses.count, width: parameter.columns, into: scratch[0].base)
        for column in 0..<parameter.columns {
          result[occurrence.id(row) * parameter.columns + column] = Double(scratch[0].base[column])
        }
      }
    case .constant: break
    }
    return result
  }
}
