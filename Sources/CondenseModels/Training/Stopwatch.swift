import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where seconds come from: the machine's clock, or one that a test turns.
package struct TimeSource: Sendable {
  /// Seconds since an arbitrary moment; never fewer than before.
  package let now: @Sendable () -> Double

  package init(_ now: @escaping @Sendable () -> Double) { self.now = now }

  /// The machine's clock, which nobody can set.
  package static let monotonic = TimeSource {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// A clock that goes on by so many seconds whenever it is looked at, and never else: a test that turns it sees the
  /// same run on a busy machine.
  package static func ticking(by seconds: Double) -> TimeSource {
    let looks = Looks()
    return TimeSource { Double(looks.count.add(1, ordering: .relaxed).newValue) * seconds }
  }

  private final class Looks: Sendable { let count = Atomic(0) }
}

/// Seconds since it was made; what it says reaches reports and time limits, never a model's numbers.
package struct Stopwatch: Sendable {
  package let source: TimeSource
  private let start: Double

  package init(_ source: TimeSource = .monotonic) {
    self.source = source
    start = source.now()
  }

  package var seconds: Double { source.now() - start }
}
