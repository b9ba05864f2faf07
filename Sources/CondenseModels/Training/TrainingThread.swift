import Foundation
import Synchronization

/// Training on a thread of its own, so that it never holds one of Swift's cooperative pool.
package enum TrainingThread {
  /// Runs `work`, which is told whether the task around it was cancelled.
  package static func run<Result: Sendable>(
    _ work: @escaping @Sendable (_ isCancelled: @escaping @Sendable () -> Bool) throws -> Result
  ) async throws -> Result {
    let cancelled = Flag()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
          continuation.resume(with: Swift.Result { try work { cancelled.isSet } })
        }
        thread.stackSize = 8 << 20
        thread.start()
      }
    } onCancel: {
      cancelled.set()
    }
  }

  private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
  }
}
