import CondenseCore
import CondenseData

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
    return try await TrainingThread.run { isCancelled in
      try train(on: table, predicting: target, chosen, isCancelled: isCancelled)
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
}
