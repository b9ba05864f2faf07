import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// INT and TERM while something worth keeping is under way.
package enum StopSignal {
  private static let received = Atomic<Int32>(0)

  /// The exit that the signal received asks for; nil when there was none.
  package static var outcome: Outcome? {
    switch received.load(ordering: .relaxed) {
    case SIGINT: .interrupted
    case SIGTERM: .terminated
    default: nil
    }
  }

  /// Runs `work` in a task that INT or TERM cancels; the same signal again ends the process at once.
  package static func cancelling<Result: Sendable>(
    _ work: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    received.store(0, ordering: .relaxed)  // Also makes it exist before a handler needs it.
    for number in [SIGINT, SIGTERM] { listen(to: number) }
    defer { for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) } }
    let task = Task(operation: work)
    let watcher = Task {
      while received.load(ordering: .relaxed) == 0 { try await Task.sleep(for: .milliseconds(50)) }
      task.cancel()
    }
    defer { watcher.cancel() }
    return try await task.value
  }

  private static func listen(to number: Int32) {
    signal(number) { number in
      StopSignal.received.store(number, ordering: .relaxed)
      signal(number, SIG_DFL)
    }
  }
}
