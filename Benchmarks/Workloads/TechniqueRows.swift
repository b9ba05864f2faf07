import CKernels
import Condense
import Synchronization

/// An embedding × 64 that learns from batches of ids by Adagrad, in one of several ways; the gradients are made up.
final class TechniqueRows {
  private static let width = Growth.dimension
  private static let count = Growth.batch * Growth.tokens
  private static let threads = 2
  /// Rows whose gradients one task adds up and whose cost is about 768 occurrences, as in `RowOccurrences`.
  private static let blockCost = 768
  private static let locks = 1024

  private let vocabulary: Int
  private let ids: [Int32]
  private let table: HugeBlock
  private let sums: HugeBlock
  private let gradients: HugeBlock
  private let examples: AlignedMemory<Int32>
  private let keys: AlignedMemory<UInt64>
  private let spare: AlignedMemory<UInt64>
  private let starts: AlignedMemory<Int32>
  private let counters: AlignedMemory<Int32>
  private let scratch: HugeBlock
  /// A gradient for each row of the vocabulary, zero between two batches.
  private let rowGradients: HugeBlock
  private let isTouched: AlignedMemory<Bool>
  private let touched: AlignedMemory<Int32>
  private let lock = UnsafeMutablePointer<Atomic<Bool>>.allocate(capacity: locks)
  private let rule: UpdateRule
  private var turn = 0
  private var distinct = 0
  private var sorted: UnsafePointer<UInt64>

  init(vocabulary: Int, ids: [Int32]) throws {
    self.vocabulary = vocabulary
    self.ids = ids
    table = HugeBlock(count: vocabulary * Self.width)
    sums = HugeBlock(count: vocabulary * Self.width)
    rowGradients = HugeBlock(count: vocabulary * Self.width)
    isTouched = try AlignedMemory(count: vocabulary)
    touched = try AlignedMemory(count: Self.count)
    gradients = HugeBlock(count: Growth.batch * Self.width)
    Philox(seed: 7, purpose: "gradients").fillUniform(
      gradients.base, count: Growth.batch * Self.width, bound: 1, from: 0)
    examples = try AlignedMemory(copying: (0..<Self.count).map { Int32($0 / Growth.tokens) })
    keys = try AlignedMemory(count: Self.count)
    spare = try AlignedMemory(count: Self.count)
    starts = try AlignedMemory(count: Self.count + 1)
    counters = try AlignedMemory(count: RowSort.counterCount)
    scratch = HugeBlock(count: (Self.count + Self.threads) * Self.width)
    sorted = UnsafePointer(keys.base)
    for place in 0..<Self.locks { (lock + place).initialize(to: Atomic(false)) }
    rule = Optimizer.adagrad().rule(rate: 0.05, step: 1)
  }

  deinit { lock.deallocate() }

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
    sort()
    update(0..<distinct, worker: 0)
  }

  /// The same sums, written to memory for all rows; then the steps.
  func inTwoPasses() {
    sort()
    withGradients { uses in
      for row in 0..<distinct {
        RowKernels.gradient(
          row: row, starts: starts.base, keys: sorted, uses: uses, useCount: 1, width: Self.width,
          stride: Self.width, into: scratch.base + row * Self.width)
      }
    }
    for row in 0..<distinct {
      if row + 16 < distinct { ask(for: id(row + 16)) }
      apply(id(row), scratch.base + row * Self.width)
    }
  }

  /// Gradients are added to a table as large as the embedding, all of which then takes a step.
  func dense() {
    scatter(0..<Self.count) { _, add in add() }
    rule.apply(
      weights: table.base, gradient: rowGradients.base, first: sums.base, second: nil,
      count: vocabulary * Self.width,
      width: Self.width)
    rowGradients.base.update(repeating: 0, count: vocabulary * Self.width)
  }

  /// Threads take blocks of distinct rows, which are theirs alone.
  func owned() {
    sort()
    var blocks = [0], cost = 0
    for row in 0..<distinct {
      cost += Int(starts.base[row + 1] - starts.base[row]) + 4
      guard cost >= Self.blockCost || row == distinct - 1 else { continue }
      blocks.append(row + 1)
      cost = 0
    }
    Self.share(blocks.count - 1) { task, worker in
      self.update(blocks[task]..<blocks[task + 1], worker: worker)
    }
  }

  /// Threads take half of the examples each and add to rows that they lock; then each updates the rows that it
  /// was the first to touch.
  func locked() {
    let half = Self.count / Self.threads
    var counts = SIMD2<Int>()
    withUnsafeMutablePointer(to: &counts) { counts in
      let counts = UnsafeMutableRawPointer(counts).assumingMemoryBound(to: Int.self)
      Self.share(Self.threads) { task, _ in
        var mine = 0
        self.scatter(task * half..<(task + 1) * half) { id, add in
          let lock = self.lock + id % Self.locks
          while !lock.pointee.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
          {
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
        counts[task] = mine
      }
      Self.share(Self.threads) { task, _ in
        let mine = UnsafeBufferPointer(start: self.touched.base + task * half, count: counts[task])
        for (place, id) in mine.enumerated() {
          if place + 16 < mine.count { self.ask(for: Int(mine[place + 16])) }
          let gradient = self.rowGradients.base + Int(id) * Self.width
          self.apply(Int(id), gradient)
          gradient.update(repeating: 0, count: Self.width)
          self.isTouched.base[Int(id)] = false
        }
      }
    }
  }

  // MARK: parts

  private func sort() {
    let first = turn * Self.count
    for place in 0..<Self.count {
      keys.base[place] = UInt64(UInt32(bitPattern: ids[first + place])) << 32 | UInt64(place)
    }
    let (distinct, inSpare) = RowSort.sort(
      keys: keys.base, spare: spare.base, count: Self.count, vocabularySize: vocabulary,
      counters: counters.base, starts: starts.base)
    self.distinct = distinct
    sorted = UnsafePointer(inSpare ? spare.base : keys.base)
  }

  private func id(_ row: Int) -> Int { Int(sorted[Int(starts.base[row])] >> 32) }

  private func withGradients(_ body: (UnsafePointer<RowKernels.GradientRows>) -> Void) {
    let use = RowKernels.GradientRows(
      base: gradients.base, stride: Self.width, firstOccurrence: 0, perExample: 1, examples: examples.base,
      weights: nil)
    withUnsafePointer(to: use, body)
  }

  private func update(_ rows: Range<Int>, worker: Int) {
    withGradients {
      RowKernels.update(
        rows: rows, starts: starts.base, keys: sorted,
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
