import CondenseData

/// One table learned in several ways on the same rows, and what each came to.
public struct Comparison: Sendable, Codable {
  /// The file.
  public let source: String
  /// The column learned.
  public let target: String
  /// Classes or numbers.
  public let task: PredictionTask
  /// The columns whose way into the network differs between the contenders.
  public let columns: [String]
  /// The metric that is compared: `auc`, `accuracy` or `rmse`.
  public let metric: String
  /// Rows learned from.
  public let trainingRows: Int
  /// Rows that chose rate and epoch.
  public let validationRows: Int
  /// Rows that none of it saw.
  public let testRows: Int
  /// Seed of everything random.
  public let seed: UInt64
  /// Threads that learned.
  public let threads: Int
  /// The metric of what costs nothing to know: the most frequent class, the mean.
  public let baseline: Double?
  /// What that is, in words.
  public let baselineName: String
  /// Every contender that was run, the first as `train` does it.
  public let contenders: [ContenderResult]
  /// Those that were not.
  public let omitted: [OmittedContender]
  /// The two layers in figures: an embedding, and dense on one-hot numbers; nil where one of them was not run.
  public let embedding: LayerFigures?
  /// The dense layer's.
  public let dense: LayerFigures?
  /// Time against vocabulary.
  public let vocabularyCosts: [VocabularyCost]
  /// One row as both layers see it; nil where no column has values.
  public let row: LookedUpRow?
  /// What it comes to, in a sentence or two.
  public let verdict: String

  private enum CodingKeys: String, CodingKey {
    case source, target, task, columns, metric, seed, threads, baseline, contenders, omitted, embedding,
      dense, row
    case verdict
    case trainingRows = "training_rows"
    case validationRows = "validation_rows"
    case testRows = "test_rows"
    case baselineName = "baseline_name"
    case vocabularyCosts = "vocabulary_costs"
  }
}
