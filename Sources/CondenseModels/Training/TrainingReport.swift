import CondenseData

/// What a finished run did; part of the model file, so it holds no time and no machine.
public struct TrainingReport: Codable, Sendable, Equatable {
  /// CRC-32 of the table's names and cells.
  public var dataFingerprint: String
  /// Rows of the table, and those of them without a target.
  public var rows: Int
  /// Rows left out for lack of a target.
  public var rowsWithoutTarget: Int
  /// Rows learned from.
  public var trainingRows: Int
  /// Rows held out.
  public var validationRows: Int
  /// How each input enters the network.
  public var inputs: [InputReport]
  /// Every epoch.
  public var curve: [EpochReport]
  /// The epoch whose numbers were kept.
  public var bestEpoch: Int
  /// Steps that were planned, which the learning rate followed: `--steps` with this number repeats the run.
  /// Training may have stopped earlier, after those of the last epoch.
  public var steps: Int
  /// Examples of a step.
  public var batchSize: Int
  /// Learning rate of the dense layers.
  public var learningRate: Double
  /// Seed of everything random.
  public var seed: UInt64
  /// How often the learning rate was lowered because the loss was not finite.
  public var restarts: Int
  /// On the rows it learned from.
  public var training: Evaluation
  /// On the rows held out.
  public var validation: Evaluation
  /// What the run was told beside the defaults; nil for nothing.
  public var choices: TrainingChoices?
  /// What was taken out of the model afterwards, of which the figures above do not know; nil for nothing.
  public var shrinking: ShrinkingReport?
}

extension TrainingReport {
  /// Steps that were run.
  public var stepsRun: Int { curve.last?.steps ?? 0 }

  /// Whether the figures fit each other, as those of a file may not.
  var isSound: Bool {
    let counts = [
      rows, rowsWithoutTarget, trainingRows, validationRows, bestEpoch, steps, batchSize, restarts,
    ]
    return counts.allSatisfy(Evaluation.isCount) && learningRate.isFinite && training.isSound
      && validation.isSound
      && inputs.allSatisfy { Evaluation.isCount($0.size) && Evaluation.isCount($0.dimension) }
      && curve.allSatisfy { epoch in
        Evaluation.isCount(epoch.epoch) && Evaluation.isCount(epoch.steps) && epoch.trainingLoss.isFinite
          && epoch.validationLoss.isFinite && epoch.validation.value.isFinite
      }
      && shrinking.map {
        Evaluation.isCount($0.rows) && Evaluation.isCount($0.parameters) && $0.evaluation.isSound
      } ?? true
  }

  /// Features whose vectors were shrunk to nothing.
  var featuresLeftOut: Set<String> {
    shrinking == nil ? [] : Set(inputs.filter { $0.dimension == 0 }.map(\.name))
  }

  /// Nothing yet.
  static let empty = TrainingReport(
    dataFingerprint: "", rows: 0, rowsWithoutTarget: 0, trainingRows: 0, validationRows: 0, inputs: [],
    curve: [], bestEpoch: 0, steps: 0, batchSize: 0, learningRate: 0, seed: 0, restarts: 0,
    training: .empty, validation: .empty)
}
