import CondenseCore
import CondenseData

extension Recommender {
  /// Trains a recommender on the rows of a table: every row is an item that a user chose.
  ///
  /// With ratings a second network learns them. Runs on threads of its own; cancelling the task ends it after
  /// the current step with `RecommenderCancelled`, which carries the best model so far.
  /// - Parameters:
  ///   - user: the column of users.
  ///   - item: the column of items.
  ///   - rating: the column of ratings, nil where there is none.
  /// - Throws: `CondenseError` about the data or the options; `RecommenderCancelled`.
  public static func train(
    on table: Table, user: String, item: String, rating: String? = nil,
    _ configure: (inout RecommenderOptions) -> Void = { _ in }
  ) async throws -> Recommender {
    var options = RecommenderOptions()
    configure(&options)
    let chosen = options
    let roles = InteractionRoles(user: user, item: item, rating: rating, orderBy: chosen.orderBy)
    return try await TrainingThread.run { isCancelled in
      try train(on: table, roles, chosen, isCancelled: isCancelled)
    }
  }

  /// Trains on the caller's thread: what programs use that have no tasks.
  ///
  /// - Parameter isCancelled: asked after every step.
  package static func train(
    on table: Table, _ roles: InteractionRoles, _ options: RecommenderOptions,
    isCancelled: @escaping @Sendable () -> Bool
  ) throws -> Recommender {
    try RecommenderTraining(table, roles, options, isCancelled: isCancelled).run()
  }
}
