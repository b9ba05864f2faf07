import CondenseCore

/// The pointers that one worker's layers see while a tile runs. Filled by the engine, tile by tile.
package final class TileFrame {
  package var rows = 0
  /// Place of the tile's first example in the batch.
  package var firstRow = 0
  package var isTraining = false
  package var step: UInt64 = 0
  /// Random numbers of each node: a function of seed and name.
  package var random: [Philox] = []
  /// Examples of the whole batch.
  package var batchRows = 0
  /// Output of each node.
  package let values: UnsafeMutablePointer<MutableRows?>
  /// Gradient of each node's output, where one is needed.
  package let gradients: UnsafeMutablePointer<MutableRows?>
  package let ids: UnsafeMutablePointer<IdRows?>
  package let bags: UnsafeMutablePointer<BagRows?>
  /// Layers' own slots, all nodes' in one list.
  package let slots: UnsafeMutablePointer<MutableRows?>
  /// Numbers of each parameter, its transposed copy, and the tile's gradient of `perTile` parameters.
  package let parameters: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  package let transposed: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  package let tileGradients: UnsafeMutablePointer<UnsafeMutablePointer<Float>?>
  /// Statistics of the tile and of the batch, per node.
  package let tileStatistics: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  package let batchStatistics: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>
  package let batchGradientStatistics: UnsafeMutablePointer<UnsafeMutablePointer<Double>?>

  package init(nodes: Int, slots slotCount: Int, parameters parameterCount: Int) {
    values = Self.table(nodes, nil)
    gradients = Self.table(nodes, nil)
    ids = Self.table(nodes, nil)
    bags = Self.table(nodes, nil)
    slots = Self.table(slotCount, nil)
    parameters = Self.table(parameterCount, nil)
    transposed = Self.table(parameterCount, nil)
    tileGradients = Self.table(parameterCount, nil)
    tileStatistics = Self.table(nodes, nil)
    batchStatistics = Self.table(nodes, nil)
    batchGradientStatistics = Self.table(nodes, nil)
  }

  private static func table<Entry>(_ count: Int, _ entry: Entry) -> UnsafeMutablePointer<Entry> {
    let pointer = UnsafeMutablePointer<Entry>.allocate(capacity: max(count, 1))
    pointer.initialize(repeating: entry, count: max(count, 1))
    return pointer
  }

  deinit {
    values.deallocate()
    gradients.deallocate()
    ids.deallocate()
    bags.deallocate()
    slots.deallocate()
    parameters.deallocate()
    transposed.deallocate()
    tileGradients.deallocate()
    tileStatistics.deallocate()
    batchStatistics.deallocate()
    batchGradientStatistics.deallocate()
  }
}
