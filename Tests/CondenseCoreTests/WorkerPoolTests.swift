import CondenseCore
import Dispatch
import Synchronization
import Testing

/// One pool a process: these tests take turns.
@Suite(.serialized) struct WorkerPoolTests {
  /// How often each task ran, and whether two ever ran as one worker at a time.
  final class Tally: Sendable {
    let counts: [Atomic<Int>.Box]
    let busy: [Atomic<Int>.Box]
    let clashes = Atomic<Int>(0)

    init(tasks: Int, workers: Int) {
      counts = (0..<tasks).map { _ in .init() }
      busy = (0..<workers).map { _ in .init() }
    }
  }

  /// The pool is one a process, and other tests train beside this one.
  private func take(threads: Int) -> WorkerPool {
    while true {
      if let pool = WorkerPool.take(threads: threads) { return pool }
    }
  }

  private func run(_ pool: WorkerPool, _ tally: Tally, tasks: Int, threads: Int) {
    pool.run(tasks: tasks, threads: threads, context: Unmanaged.passUnretained(tally).toOpaque()) {
      context, task, worker in
      Unmanaged<Tally>.fromOpaque(context)._withUnsafeGuaranteedRef { tally in
        if tally.busy[worker].value.add(1, ordering: .relaxed).oldValue != 0 {
          tally.clashes.add(1, ordering: .relaxed)
        }
        tally.counts[task].value.add(1, ordering: .relaxed)
        tally.busy[worker].value.subtract(1, ordering: .relaxed)
      }
    }
  }

  @Test(arguments: [2, 3, 5]) func everyTaskRunsOnce(threads: Int) {
    let pool = take(threads: threads)
    defer { pool.release() }
    for tasks in [0, 1, 2, 3, 7, 100, 10_000] {
      let tally = Tally(tasks: tasks, workers: threads)
      run(pool, tally, tasks: tasks, threads: threads)
      #expect(tally.counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
      #expect(tally.clashes.load(ordering: .relaxed) == 0)
    }
  }

  /// Phases of changing length follow each other closely: a helper that comes late to one must not take a
  /// task of the next.
  @Test(arguments: [2, 3]) func manyPhases(threads: Int) {
    let pool = take(threads: threads)
    defer { pool.release() }
    let tally = Tally(tasks: 40, workers: threads)
    var expected = [Int](repeating: 0, count: 40)
    for phase in 0..<100_000 {
      let tasks = phase % 2 == 0 ? 1 + phase % 5 : 2 + phase % 39
      run(pool, tally, tasks: tasks, threads: threads)
      for task in 0..<tasks { expected[task] += 1 }
      if phase % 64 == 0 {
        let counts = tally.counts.map { $0.value.load(ordering: .relaxed) }
        guard counts == expected else {
          Issue.record("after phase \(phase) tasks have run \(counts) times, not \(expected)")
          return
        }
      }
    }
    #expect(tally.clashes.load(ordering: .relaxed) == 0)
  }

  /// Fewer threads than the pool has started: the others keep out.
  @Test func workersStayBelowTheThreadsAskedFor() {
    let pool = take(threads: 5)
    defer { pool.release() }
    for phase in 0..<5_000 {
      let threads = 2 + phase % 2
      let tally = Tally(tasks: 8, workers: 5)
      run(pool, tally, tasks: 8, threads: threads)
      #expect(tally.counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
    }
  }

  @Test func helpersWakeAfterSleep() async throws {
    for _ in 0..<20 {
      let pool = take(threads: 3)
      let tally = Tally(tasks: 64, workers: 3)
      run(pool, tally, tasks: 64, threads: 3)
      pool.release()
      #expect(tally.counts.allSatisfy { $0.value.load(ordering: .relaxed) == 1 })
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  @Test func oneThreadNeedsNoPool() {
    #expect(WorkerPool.take(threads: 1) == nil)
    #expect(WorkerPool.take(threads: 0) == nil)
  }

  @Test func onlyOneOfManyGetsThePool() {
    let pool = take(threads: 2)
    #expect(WorkerPool.take(threads: 2) == nil)
    pool.release()
    let holders = Atomic<Int>(0), most = Atomic<Int>(0), taken = Atomic<Int>(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<2_000 {
        guard let pool = WorkerPool.take(threads: 2) else { continue }
        let now = holders.add(1, ordering: .sequentiallyConsistent).newValue
        most.max(now, ordering: .sequentiallyConsistent)
        taken.add(1, ordering: .relaxed)
        let tally = Tally(tasks: 4, workers: 2)
        run(pool, tally, tasks: 4, threads: 2)
        if !tally.counts.allSatisfy({ $0.value.load(ordering: .relaxed) == 1 }) {
          Issue.record("a task did not run once")
        }
        holders.subtract(1, ordering: .sequentiallyConsistent)
        pool.release()
      }
    }
    #expect(most.load(ordering: .relaxed) == 1)
    #expect(taken.load(ordering: .relaxed) > 0)
  }
}

extension Atomic<Int> {
  /// An atomic that may stand in an array.
  final class Box: Sendable {
    let value = Atomic<Int>(0)
  }
}
