import CondenseCore

/// Memory that outlives a tile: what the parameter phase, or a coupled layer's next segment, reads again.
package final class BatchMemory {
  package let values: [FloatMemory?]
  package let gradients: [FloatMemory?]
  package let slots: [FloatMemory?]

  package init(_ plan: NetworkPlan, batchSize: Int) throws {
    values = try plan.roots.map { $0.keepsValues ? try FloatMemory(count: $0.stride * batchSize) : nil }
    gradients = try plan.roots.map {
      $0.keepsGradients && $0.hasGradient ? try FloatMemory(count: $0.stride * batchSize) : nil
    }
    let keepsAll = !plan.coupled.isEmpty
    slots = try plan.slotSizes.map {
      keepsAll ? try FloatMemory(count: TileMemory.slotStride($0) * batchSize) : nil
    }
  }
}

/// One worker's memory for a tile, and the frame through which layers see it.
package final class TileMemory {
  /// Where something stands: it moves with the tile if it is kept for the batch.
  private struct Anchor {
    var base: UnsafeMutablePointer<Float>
    var stride: Int
    var moves: Bool

    func rows(from first: Int) -> MutableRows {
      MutableRows(start: moves ? base + first * stride : base, stride: stride)
    }
  }

  package let frame: TileFrame
  private let memory: FloatMemory
  private let batch: BatchMemory?
  private let values: [Anchor]
  private let gradients: [Anchor?]
  private let slots: [Anchor]

  static func slotStride(_ size: Int) -> Int { roundedUp(max(size, 1), toMultipleOf: 16) }

  /// - Parameter batch: what is kept for the whole batch; nil for prediction, which keeps nothing and has
  ///   no gradients.
  package init(_ plan: NetworkPlan, tileRows: Int, batch: BatchMemory?) throws {
    self.batch = batch
    frame = TileFrame(
      nodes: plan.nodes.count, slots: plan.slotSizes.count, parameters: plan.parameters.count)
    var size = 0
    func reserve(_ stride: Int) -> Int {
      defer { size += stride * tileRows }
      return size
    }
    let rootValues = plan.roots.indices.map {
      batch?.values[$0] == nil ? reserve(plan.roots[$0].stride) : 0
    }
    let rootGradients = plan.roots.indices.map {
      batch != nil && batch?.gradients[$0] == nil && plan.roots[$0].hasGradient
        ? reserve(plan.roots[$0].stride) : 0
    }
    let slotPlaces = plan.slotSizes.indices.map {
      batch?.slots[$0] == nil ? reserve(Self.slotStride(plan.slotSizes[$0])) : 0
    }
    let local = try FloatMemory(count: size)
    memory = local
    values = plan.places.map { place in
      let kept = batch?.values[place.root]
      return Anchor(
        base: (kept?.base ?? local.base + rootValues[place.root]) + place.column,
        stride: plan.roots[place.root].stride, moves: kept != nil)
    }
    gradients = plan.nodes.indices.map { node in
      guard let batch, plan.needsGradient[node] else { return nil }
      let place = plan.places[node], kept = batch.gradients[place.root]
      return Anchor(
        base: (kept?.base ?? local.base + rootGradients[place.root]) + place.column,
        stride: plan.roots[place.root].stride, moves: kept != nil)
    }
    slots = plan.slotSizes.indices.map { slot in
      let kept = batch?.slots[slot]
      return Anchor(
        base: kept?.base ?? local.base + slotPlaces[slot],
        stride: Self.slotStride(plan.slotSizes[slot]), moves: kept != nil)
    }
  }

  /// Points the frame at a tile.
  package func prepare(firstRow: Int, rows: Int) {
    frame.firstRow = firstRow
    frame.rows = rows
    for node in values.indices {
      frame.values[node] = values[node].rows(from: firstRow)
      frame.gradients[node] = gradients[node]?.rows(from: firstRow)
    }
    for slot in slots.indices { frame.slots[slot] = slots[slot].rows(from: firstRow) }
  }

  /// Rows of a node over the whole batch, for what is kept.
  package func batchValues(of node: Int) -> MutableRows { values[node].rows(from: 0) }
  package func batchGradients(of node: Int) -> MutableRows? { gradients[node]?.rows(from: 0) }
}
