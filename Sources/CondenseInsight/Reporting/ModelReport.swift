import CondenseData
import CondenseModels

/// All that is known of a model, gathered once for a page and for a card.
public struct ModelReport: Sendable {
  /// What was seen on rows whose answer is known.
  public struct Measured: Sendable {
    /// The table's name.
    public let source: String
    /// CRC-32 of the table's names and cells.
    public let fingerprint: String
    /// How well the model does.
    public let evaluation: Evaluation
    /// What was said beside what came true; nil for few rows, and for recommenders.
    public let reliability: Reliability?
    /// The rows that were foretold worst, the worst first.
    public let mistakes: [Mistake]
    /// How much each column matters; nil for recommenders, and where there is one row.
    public let importance: Importance?
    /// The rows at each layer; nil for recommenders.
    public let layerMaps: LayerMaps?
  }

  /// A row that was foretold badly.
  public struct Mistake: Sendable {
    /// What was true of it.
    public let truth: String
    /// Why the model said what it did.
    public let explanation: RowExplanation
  }

  /// The values of a column, laid out.
  public struct ColumnMap: Sendable {
    /// The map.
    public let map: PointMap
    /// The target's mean by value; nil without rows that have a target.
    public let target: MapAspect?
    /// How far neighbours agree in it.
    public let agreement: NeighborAgreement?
  }

  /// What the model predicts or recommends.
  package enum Task: Sendable {
    case classes([String])
    case number
    case items(user: String, rating: String?)
  }

  /// What the model is called.
  public let name: String
  /// The column that is predicted, or that of the items.
  public let target: String
  package let task: Task
  /// The metric that tells most.
  package let headline: String
  /// The command that repeats the run.
  public let command: String?
  /// How it came about.
  public let training: TrainingReport
  /// Who wrote its file.
  public let writtenBy: String
  /// The columns that it needs.
  public let needed: [String]
  /// What became of each column and why, and sentences on them.
  package let columns: FigureTable
  package let remarks: [String]
  /// The layers of each of its networks, and what an example takes.
  package let layers: [FigureTable]
  package let cost: String
  /// Numbers that it learned.
  public let parameters: Int
  /// How well the rows of its embeddings are used.
  public let embeddings: [EmbeddingHealth]
  /// What in it deserves a look, a sentence each.
  public let health: [String]
  /// What was seen on rows whose answer is known.
  public let measured: Measured?
  /// The values of its columns; those that matter most first, or where that is not known in the model's order.
  public let maps: [ColumnMap]

  /// Whether it was measured on the rows that it learned from.
  package var isFlattered: Bool { measured?.fingerprint == training.dataFingerprint }
}
