import CKernels
import Condense
import Synchronization

/// An embedding × 64 that learns from batches of ids by Adagrad, in one of several ways; the gradients are made up.
final class TechniqueRows {
  /// The occurrences of a batch, sorted by row.
  private struct Order {
    let keys = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
    let spare = UnsafeMutablePointer<UInt64>.allocate(capacity: count)
    let starts = UnsafeMutablePointer<Int32>.allocate(capacity: count + 1)
    /// The batch; -1 before the first.
    var turn = -1
    var distinct = 0
    var isInSpare = false

    var sorted: UnsafePointer<UInt64> { UnsafePointer(isInSpare ? spare : keys) }
    func id(_ row: Int) -> Int { Int(sorted[Int(starts[row])] >> 32) }
    func free() {
      keys.deallocate()
      spare.deallocate()
      starts.deallocate()
    }
  }

  private static let width = Growth.dimension
  private static let count = Growth.batch * Growth.tokens
  private static let threads = 2
  /// Work of a block of rows, as in `RowOccurrences`.
  private static let blockCost = 768
  private static let locks = 1024

  private let vocabulary: Int
  private let ids: [Int32]
  private let table: HugeBlock
  private let sums: HugeBlock
  private let gradients: HugeBlock
  private let examples: AlignedMemory<Int32>
  private let counters: AlignedMemory<Int32>
  private let scratch: HugeBlock
  /// A gradient for each row of the vocabulary, zero between two batches.
  private let rowGradients: HugeBlock
  private let isTouched: AlignedMemory<Bool>
  private let touched: AlignedMemory<Int32>
  /// How many each thread was the first to touch.
  private let touchedCounts: AlignedMemory<Int>
  private let lock = UnsafeMutablePointer<Atomic<Bool>>.allocate(capacity: locks)
  private let rule: UpdateRule
  private var turn = 0
  /// Of this batch and of the next.
  private let orders = UnsafeMutablePointer<Order>.allocate(capacity: 2)

  init(vocabulary: Int, ids: [Int32]) throws {
    self.vocabulary = vocabulary
    self.ids = ids
    table = HugeBlock(count: vocabulary * Self.width)
    sums = HugeBlock(count: vocabulary * Self.width)
    rowGradients = HugeBlock(count: vocabulary * Self.width)
    isTouched = try AlignedMemory(count: vocabulary)
    touched = try AlignedMemory(count: Self.count)
    touchedCounts = try AlignedMemory(count: Self.threads)
    gradients = HugeBlock(count: Growth.batch * Self.width)
    Philox(seed: 7, purpose: "gradients").fillUniform(
      gradients.base, count: Growth.batch * Self.width, bound: 1, from: 0)
    examples = try AlignedMemory(copying: (0..<Self.count).map { Int32($0 / Growth.tokens) })
    counters = try AlignedMemory(count: RowSort.counterCount)
    scratch = HugeBlock(count: (Self.count + Self.threads) * Self.width)
    for place in 0..<2 { (orders + place).initialize(to: Order()) }
    for place in 0..<Self.locks { (lock + place).initialize(to: Atomic(false)) }
    rule = Optimizer.adagrad().rule(rate: 0.05, step: 1)
  }

  deinit {
    lock.deallocate()
    for place in 0..<2 { orders[place].free() }
    orders.deallocate()
  }

  func way(_ work: @escaping (TechniqueRows) -> Void) -> Technique.Way {
    Technique.Way(numbers: {
      Array(UnsafeBufferPointer(start: self.table.base, count: self.vocabulary * Self.width))
    }) {
      work(self)
      self.turn = (self.turn + 1) % Growth.steps
    }
  }

  // MARK: ways

  /// Each distinct row's gradients are summed and go straight into its step.
  func fused() {
    let order = sorted(turn)
    update(0..<order.distinct, order, worker: 0)
  }

  /// The same sums, written to memory for all rows; then the steps.
  func inTwoPasses() {
    let order = sorted(turn)
    withGradients { uses in
      for row in 0..<order.distinct {
        RowKernels.gradient(
          row: row, starts: order.starts, keys: order.sorted, uses: uses, useCount: 1, width: Self.width,
          into: scratch.base + row * Self.width)
      }
    }
    for row in 0..<order.distinct {
      if row + 16 < order.distinct { ask(for: order.id(row + 16)) }
      apply(order.id(row), scratch.base + row * Self.width)
    }
  }

  /// Gradients are added to a table as large as the embedding, all of which then takes a step.
  func dense() {
    scatter(0..<Self.count) { _, add in add() }
    rule.apply(
      weights: table.base, gradient: rowGradients.base, first: sums.base, second: nil,
      count: vocabulary * Self.width, width: Self.width)
    rowGradients.base.update(repeating: 0, count: vocabulary * Self.width)
  }

  /// Threads take blocks of distinct rows, which are theirs alone; beside them, as in the engine beside other work,
  /// one task sorts, here the next batch.
  func owned() {
    let order = sorted(turn), next = (turn + 1) % Growth.steps
    var ends = [0], cost = 0
    for row in 0..<order.distinct {
      cost += Int(order.starts[row + 1] - order.starts[row]) + 4
      guard cost >= Self.blockCost || row == order.distinct - 1 else { continue }
      ends.append(row + 1)
      cost = 0
    }
    let blocks = ends
    Self.share(blocks.count) { task, worker in
      if task == 0 {
        _ = self.sorted(next)
      } else {
        self.update(blocks[task - 1]..<blocks[task], order, worker: worker)
      }
    }
  }

  /// Threads take half of the examples each and add to rows that they lock; then each updates the rows that it
  /// was the first to touch.
  func locked() {
    let half = Self.count / Self.threads
    Self.share(Self.threads) { task, _ in
      var mine = 0
      self.scatter(task * half..<(task + 1) * half) { id, add in
        let lock = self.lock + id % Self.locks
        while !lock.pointee.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged {
          ckernels_pause()
        }
        if !self.isTouched.base[id] {
          self.isTouched.base[id] = true
          self.touched.base[task * half + mine] = Int32(id)
          mine += 1
        }
        add()
        lock.pointee.store(false, ordering: .releasing)
      }
      self.touchedCounts.base[task] = mine
    }
    Self.share(Self.threads) { task, _ in
      let mine = UnsafeBufferPointer(
        start: self.touched.base + task * half, count: self.touchedCounts.base[task])
      for (place, id) in mine.enumerated() {
        if place + 16 < mine.count { self.ask(for: Int(mine[place + 16])) }
        let gradient = self.rowGradients.base + Int(id) * Self.width
        self.apply(Int(id), gradient)
        gradient.update(repeating: 0, count: Self.width)
        self.isTouched.base[Int(id)] = false
      }
    }
  }

  // MARK: parts

  /// Sorts a batch, unless it is sorted.
  private func sorted(_ turn: Int) -> Order {
    let order = orders + turn % 2, first = turn * Self.count
    if order.pointee.turn == turn { return order.pointee }
    for place in 0..<Self.count {
      order.pointee.keys[place] = UInt64(UInt32(bitPattern: ids[first + place])) << 32 | UInt64(place)
    }
    (order.pointee.distinct, order.pointee.isInSpare) = RowSort.sort(
      keys: order.pointee.keys, spare: order.pointee.spare, count: Self.count, vocabularySize: vocabulary,
      counters: counters.base, starts: order.pointee.starts)
    order.pointee.turn = turn
    return order.pointee
  }

  private func withGradients(_ body: (UnsafePointer<RowKernels.GradientRows>) -> Void) {
    let use = RowKernels.GradientRows(
      base: gradients.base, stride: Self.width, firstOccurrence: 0, perExample: 1, examples: examples.base,
      weights: nil)
    withUnsafePointer(to: use, body)
  }

  private func update(_ rows: Range<Int>, _ order: Order, worker: Int) {
    withGradients {
      RowKernels.update(
        rows: rows, starts: order.starts, keys: order.sorted,
        of: RowKernels.RowUpdate(
          table: table.base, width: Self.width, stride: Self.width, first: sums.base, second: nil, uses: $0,
          useCount: 1), with: rule, scratch: scratch.base + 2 * worker * Self.width)
    }
  }

  @inline(__always)
  private func apply(_ id: Int, _ gradient: UnsafePointer<Float>) {
    let place = id * Self.width
    rule.apply(
      weights: table.base + place, gradient: gradient, first: sums.base + place, second: nil,
      count: Self.width, width: Self.width)
  }

  /// Adds the gradients of some occurrences to their rows, each of which `body` may guard.
  @inline(__always)
  private func scatter(_ occurrences: Range<Int>, _ body: (_ id: Int, _ add: () -> Void) -> Void) {
    let first = turn * Self.count
    for place in occurrences {
      if place + 8 < occurrences.upperBound { Self.ask(for: Int(ids[first + place + 8]), of: rowGradients) }
      let id = Int(ids[first + place])
      body(id) {
        RowKernels.add(
          gradients.base + Int(examples.base[place]) * Self.width, to: rowGradients.base + id * Self.width,
          count: Self.width)
      }
    }
  }

  /// Asks for a row that is soon to take its step.
  private func ask(for row: Int) {
    Self.ask(for: row, of: table)
    Self.ask(for: row, of: sums)
  }

  @inline(__always)
  private static func ask(for row: Int, of block: HugeBlock) {
    for line in stride(from: 0, to: width, by: 16) {
      ckernels_prefetch_write(block.base + row * width + line)
    }
  }

  /// Runs tasks on two threads.
  static func share(_ tasks: Int, _ body: @escaping (_ task: Int, _ worker: Int) -> Void) {
    guard let pool = WorkerPool.take(threads: threads) else { preconditionFailure("the pool is taken") }
    defer { pool.release() }
    var body = body
    withUnsafeMutablePointer(to: &body) {
      pool.run(tasks: tasks, threads: threads, context: $0) { context, task, worker in
        context.assumingMemoryBound(to: ((Int, Int) -> Void).self).pointee(task, worker)
      }
    }
  }
}
