import CondenseModels
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

  /// Runs `work`, which may ask whether INT or TERM was received; the same signal again ends the process at
  /// once.
  package static func watching<Result>(
    _ work: (_ isReceived: @escaping @Sendable () -> Bool) throws -> Result
  ) rethrows -> Result {
    received.store(0, ordering: .relaxed)  // Also makes it exist before a handler needs it.
    for number in [SIGINT, SIGTERM] { listen(to: number) }
    defer { cleanUp() }
    return try work { received.load(ordering: .relaxed) != 0 }
  }

  /// From now on INT, TERM and HUP end the process at once, and take with them the file that is being written.
  package static func cleanUp() {
    WholeFile.removeUnfinished()  // Makes its list exist before a handler needs it.
    for number in [SIGINT, SIGTERM] { end(by: number) }
    // `nohup` has it ignored.
    let isIgnored =
      unsafeBitCast(signal(SIGHUP, SIG_IGN), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    if !isIgnored { end(by: SIGHUP) }
  }

  /// Removes the file that is being written; safe in a signal handler.
  static func removeUnfinished() { WholeFile.removeUnfinished() }

  private static func end(by number: Int32) {
    signal(number) { number in
      WholeFile.removeUnfinished()
      signal(number, SIG_DFL)
      raise(number)
    }
  }

  /// Lets the signals through, which a program that starts this one may have held back for both.
  package static func unblock() {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  private static func listen(to number: Int32) {
    signal(number) { number in
      StopSignal.received.store(number, ordering: .relaxed)
      StopSignal.end(by: number)
    }
  }
}
