import CondenseCore
import CondenseData
import CondenseNetworks
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

extension Predictor {
  /// Trains a model of one column on the rows of a table.
  ///
  /// Runs on threads of its own. Cancelling the task ends it after the current step with
  /// `TrainingCancelled`, which carries the best model so far.
  /// - Throws: `CondenseError` about the data or the options; `TrainingCancelled`.
  public static func train(
    on table: Table, predicting target: String, _ configure: (inout TrainingOptions) -> Void = { _ in }
  ) async throws -> Predictor {
    var options = TrainingOptions()
    configure(&options)
    let chosen = options
    let cancelled = Flag()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let thread = Thread {
          continuation.resume(
            with: Result {
              try train(on: table, predicting: target, chosen, isCancelled: { cancelled.isSet })
            })
        }
        thread.stackSize = 8 << 20
        thread.start()
      }
    } onCancel: {
      cancelled.set()
    }
  }

  /// Trains on the caller's thread: what programs use that have no tasks.
  ///
  /// - Parameter isCancelled: asked after every step.
  package static func train(
    on table: Table, predicting target: String, _ options: TrainingOptions,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws -> Predictor {
    try TableTraining(table, target: target, options, isCancelled: isCancelled).run()
  }

  private final class Flag: Sendable {
    private let value = Atomic<Bool>(false)
    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
  }
}
