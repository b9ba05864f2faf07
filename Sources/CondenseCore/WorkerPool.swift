import CKernels
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Our own threads: they spin for at most 20 µs between phases of a step, then sleep.
///
/// `run` hands out tasks by a shared counter and returns when all are done; it allocates nothing. One pool
/// a process: a caller that finds it taken works alone, with the same results.
/// `@unchecked Sendable`: the fields that are not atomic are written before the threads start.
package final class WorkerPool: @unchecked Sendable {
  private static let shared = WorkerPool()
  private static let spinNanoseconds: UInt64 = 20_000
  private static let noTask: UInt64 = 0xFFFF_FFFF

  /// `phase << 32 | next task`: claiming a task and noticing that the phase is over are one operation.
  /// Between two phases stands one that is closed: its next task is past any count.
  private let ticket = Atomic<UInt64>(0)
  private let taskCount = Atomic<Int>(0)
  private let helpers = Atomic<Int>(0)
  private let finished = Atomic<Int>(0)
  private let body = Atomic<UnsafeRawPointer?>(nil)
  private let context = Atomic<UnsafeMutableRawPointer?>(nil)
  private let isTaken = Atomic<Bool>(false)
  private let sleepers = Atomic<Int>(0)
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private let started = Atomic<Int>(0)

  private init() {
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  /// Runs one task of what `context` points to; two workers never get the same `worker` number at a time.
  package typealias Body =
    @convention(c) (
      _ context: UnsafeMutableRawPointer, _ task: Int, _ worker: Int
    ) -> Void

  /// The pool, if nobody else holds it, with at least `threads - 1` helpers started.
  package static func take(threads: Int) -> WorkerPool? {
    guard threads > 1 else { return nil }
    let (taken, _) = shared.isTaken.compareExchange(
      expected: false, desired: true, ordering: .acquiringAndReleasing)
    guard taken else { return nil }
    while shared.started.load(ordering: .relaxed) < min(threads, OptionCheck.mostThreads) - 1 {
      guard shared.startHelper() else { break }
    }
    return shared
  }

  /// Gives the pool back.
  package func release() { isTaken.store(false, ordering: .releasing) }

  private func startHelper() -> Bool {
    let number = started.load(ordering: .relaxed) + 1
    let argument = UnsafeMutablePointer<(Unmanaged<WorkerPool>, Int)>.allocate(capacity: 1)
    argument.initialize(to: (Unmanaged.passUnretained(self), number))
    #if os(Linux)
      var thread = pthread_t()
      let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { raw in
        WorkerPool.enter(raw)
        return nil
      }
    #else
      var thread: pthread_t?
      let body: @convention(c) (UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? = { raw in
        WorkerPool.enter(raw)
        return nil
      }
    #endif
    guard pthread_create(&thread, nil, body, argument) == 0 else {
      argument.deallocate()
      return false
    }
    started.store(number, ordering: .relaxed)
    return true
  }

  private static func enter(_ raw: UnsafeMutableRawPointer?) {
    guard let raw else { return }
    let argument = raw.assumingMemoryBound(to: (Unmanaged<WorkerPool>, Int).self)
    let (pool, number) = argument.pointee
    argument.deallocate()
    pool.takeUnretainedValue().help(number)
  }

  /// Runs tasks `0..<tasks`, in any order, on the caller and up to `threads - 1` helpers; returns when all
  /// are done.
  package func run(tasks: Int, threads: Int, context: UnsafeMutableRawPointer, body: Body) {
    guard tasks > 0 else { return }
    // A helper reads these between two looks at the ticket, and keeps them only if the ticket has not
    // changed. So the ticket changes first: a helper still at the end of the old phase that sees one of the
    // new numbers (released after the closed ticket) cannot claim with the old ticket any more.
    let closed = (ticket.load(ordering: .relaxed) >> 32) &+ 1
    ticket.store(closed << 32 | Self.noTask, ordering: .releasing)
    finished.store(0, ordering: .releasing)
    helpers.store(threads - 1, ordering: .releasing)
    taskCount.store(tasks, ordering: .releasing)
    self.context.store(context, ordering: .releasing)
    self.body.store(unsafeBitCast(body, to: UnsafeRawPointer.self), ordering: .releasing)
    let phase = closed &+ 1
    ticket.store(phase << 32, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
      pthread_mutex_lock(mutex)
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    claim(phase: phase, worker: 0)
    var spins = 0
    while finished.load(ordering: .acquiring) < tasks {
      ckernels_pause()
      spins += 1
      if spins & 0xFFF == 0 { sched_yield() }
    }
  }

  private func claim(phase: UInt64, worker: Int) {
    while true {
      let seen = ticket.load(ordering: .acquiring)
      guard seen >> 32 == phase else { return }
      let task = Int(seen & Self.noTask)
      let count = taskCount.load(ordering: .acquiring)
      let context = context.load(ordering: .acquiring), body = body.load(ordering: .acquiring)
      guard task < count, let context, let body else { return }
      let (claimed, _) = ticket.compareExchange(
        expected: seen, desired: seen + 1, ordering: .acquiringAndReleasing)
      guard claimed else { continue }
      unsafeBitCast(body, to: Body.self)(context, task, worker)
      finished.add(1, ordering: .releasing)
    }
  }

  private func help(_ worker: Int) {
    var phase: UInt64 = 0
    while true {
      phase = waitForPhase(after: phase)
      if worker <= helpers.load(ordering: .acquiring) { claim(phase: phase, worker: worker) }
    }
  }

  private func waitForPhase(after old: UInt64) -> UInt64 {
    let deadline = Self.now() + Self.spinNanoseconds
    var spins = 0
    while true {
      let phase = ticket.load(ordering: .acquiring) >> 32
      if phase != old { return phase }
      ckernels_pause()
      spins += 1
      if spins & 63 == 0, Self.now() > deadline { break }
    }
    pthread_mutex_lock(mutex)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while ticket.load(ordering: .sequentiallyConsistent) >> 32 == old {
      pthread_cond_wait(condition, mutex)
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    pthread_mutex_unlock(mutex)
    return ticket.load(ordering: .acquiring) >> 32
  }

  private static func now() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
