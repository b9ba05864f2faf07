import CondenseData

/// Where a training run stands, within an epoch.
public struct TrainingProgress: Sendable {
  /// The epoch under way, from 1.
  public let epoch: Int
  /// Epochs that are planned.
  public let epochs: Int
  /// Share of the epoch's rows that are done.
  public let share: Double
  /// Mean loss of the epoch so far.
  public let loss: Double
  /// Training rows a second.
  public let rowsPerSecond: Double
  /// Seconds until the planned end.
  public let secondsLeft: Double
}

/// What an epoch gave.
public struct EpochReport: Codable, Sendable, Equatable {
  /// From 1.
  public let epoch: Int
  /// Steps since the start.
  public let steps: Int
  /// Mean loss over the epoch's steps, dropout included.
  public let trainingLoss: Double
  /// Loss on the validation rows.
  public let validationLoss: Double
  /// The metric that is shown, on the validation rows.
  public let validation: Metric
}

/// What a run is about to do: decided from the data before the first step.
public struct TrainingPlan: Sendable {
  /// Decisions for every column.
  public let schema: Schema
  /// What the encoders make of the columns.
  public let features: [Feature]
  /// How each feature enters the network.
  public let inputs: [InputReport]
  /// Rows to learn from and to validate on.
  public let trainingRows: Int
  /// Rows held out.
  public let validationRows: Int
  /// Numbers to learn.
  public let parameters: Int
  /// Epochs, batch size and learning rate in words.
  public let epochs: Int
  /// Examples of one step.
  public let batchSize: Int
}

/// How one input enters the network.
public struct InputReport: Codable, Sendable, Equatable {
  /// Name of the feature: `dest`, `rest`.
  public let name: String
  /// `embedding`, `embedding bag`, `one-hot` or `dense`.
  public let layer: String
  /// Rows of the embedding, or numbers.
  public let size: Int
  /// Numbers of one vector; 0 for one that was shrunk to nothing.
  public internal(set) var dimension: Int
}
