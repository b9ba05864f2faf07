import CondenseCore

/// The occurrences of one embedding in one batch, sorted by row and cut into blocks of about equal work.
package final class RowOccurrences {
  /// Work of a block: an occurrence counts 1, a distinct row `rowCost` more.
  private static let blockCost = 768
  private static let rowCost = 4

  package let parameter: Int
  package let vocabularySize: Int
  /// Nodes that look this embedding up, and the nodes their ids come from.
  package let uses: [(node: Int, input: Int)]

  private var keyMemory: AlignedMemory<UInt64>
  private var spareMemory: AlignedMemory<UInt64>
  private var startMemory: AlignedMemory<Int32>
  private var exampleMemory: AlignedMemory<Int32>
  private var blockMemory: AlignedMemory<Int32>
  private let counterMemory: AlignedMemory<Int32>
  private var firstOfUse: [Int]
  private let gradients: UnsafeMutablePointer<RowKernels.GradientRows>

  package private(set) var count = 0
  package private(set) var distinct = 0
  package private(set) var blocks = 0
  private var isInSpare = false

  package init(parameter: Int, vocabularySize: Int, uses: [(node: Int, input: Int)]) throws {
    self.parameter = parameter
    self.vocabularySize = vocabularySize
    self.uses = uses
    keyMemory = try AlignedMemory(count: 0)
    spareMemory = try AlignedMemory(count: 0)
    startMemory = try AlignedMemory(count: 1)
    exampleMemory = try AlignedMemory(count: 0)
    blockMemory = try AlignedMemory(count: 1)
    counterMemory = try AlignedMemory(count: RowSort.counterCount)
    firstOfUse = [Int](repeating: 0, count: uses.count)
    gradients = .allocate(capacity: uses.count)
  }

  deinit { gradients.deallocate() }

  /// Counts the batch's occurrences and makes room for them; before the workers start.
  package func bind(_ inputs: BatchInputs) throws {
    count = 0
    for (place, use) in uses.enumerated() {
      firstOfUse[place] = count
      count += inputs.occurrences(of: use.input)
    }
    guard count > keyMemory.count else { return }
    let room = count + count / 4
    keyMemory = try AlignedMemory(count: room)
    spareMemory = try AlignedMemory(count: room)
    startMemory = try AlignedMemory(count: room + 1)
    exampleMemory = try AlignedMemory(count: room)
    blockMemory = try AlignedMemory(count: room * (1 + Self.rowCost) / Self.blockCost + 3)
  }

  /// Sorts; one task of the first phase.
  package func sort(_ inputs: BatchInputs) {
    for (place, use) in uses.enumerated() {
      inputs.writeKeys(
        of: use.input, first: firstOfUse[place], keys: keyMemory.base, examples: exampleMemory.base)
    }
    (distinct, isInSpare) = RowSort.sort(
      keys: keyMemory.base, spare: spareMemory.base, count: count, vocabularySize: vocabularySize,
      counters: counterMemory.base, starts: startMemory.base)
    cutIntoBlocks()
  }

  private func cutIntoBlocks() {
    blocks = 0
    blockMemory.base[0] = 0
    var cost = 0
    for row in 0..<distinct {
      cost += Int(startMemory.base[row + 1] - startMemory.base[row]) + Self.rowCost
      if cost >= Self.blockCost || row == distinct - 1 {
        blocks += 1
        blockMemory.base[blocks] = Int32(truncatingIfNeeded: row + 1)
        cost = 0
      }
    }
  }

  package var keys: UnsafePointer<UInt64> {
    UnsafePointer(isInSpare ? spareMemory.base : keyMemory.base)
  }
  package var starts: UnsafePointer<Int32> { UnsafePointer(startMemory.base) }

  /// The distinct rows of a block.
  package func rows(ofBlock block: Int) -> Range<Int> {
    Int(blockMemory.base[block])..<Int(blockMemory.base[block + 1])
  }

  /// The row itself of a distinct row.
  package func id(_ distinct: Int) -> Int { Int(keys[Int(starts[distinct])] >> 32) }

  /// Says where each use's gradients stand; after the first phase.
  package func locateGradients(
    _ inputs: BatchInputs, perExample: (Int) -> Int, rows: (Int) -> MutableRows?
  ) -> UnsafePointer<RowKernels.GradientRows>? {
    for (place, use) in uses.enumerated() {
      guard let gradient = rows(use.node) else { return nil }
      let bag = inputs.bag(of: use.input)
      (gradients + place).initialize(
        to: RowKernels.GradientRows(
          base: gradient.start, stride: gradient.stride, firstOccurrence: firstOfUse[place],
          perExample: bag.isBag ? 1 : perExample(use.node),
          examples: bag.isBag ? UnsafePointer(exampleMemory.base + firstOfUse[place]) : nil,
          weights: bag.weights))
    }
    return UnsafePointer(gradients)
  }
}
