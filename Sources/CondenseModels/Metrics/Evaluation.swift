import CondenseData

/// How well a model does on rows it was given, beside what costs nothing to know.
public struct Evaluation: Codable, Sendable, Equatable {
  /// The figures, the most telling first.
  public var metrics: [Metric]
  /// What the figures would be without a model, and what that is: `most frequent class`, `mean`.
  public var baseline: [Metric]
  /// In words: `the most frequent class, 'no'`.
  public var baselineName: String
  /// Rows that were measured.
  public var rows: Int
  /// Rows left out because they lack a target or could not be read.
  public var skipped: Int
  /// Share of rows whose value was new, for each column where there was one.
  public var unknown: [String: Double]
  /// The classes, in the order of `confusion`.
  public var classes: [String]
  /// How often each class (row) was predicted as each class (column).
  public var confusion: [[Int]]

  /// The share of correct classes.
  public var accuracy: Double? { metrics["accuracy"] }
  /// The root of the mean squared error.
  public var rmse: Double? { metrics["rmse"] }
}

extension Evaluation {
  /// Whether the figures fit each other, as those of a file may not.
  var isSound: Bool {
    (metrics + baseline).allSatisfy(\.value.isFinite) && unknown.values.allSatisfy(\.isFinite)
      && Self.isCount(rows) && Self.isCount(skipped) && confusion.count == classes.count
      && confusion.allSatisfy { $0.count == classes.count && $0.allSatisfy(Self.isCount) }
  }

  /// Whether a number can be one of rows or steps: a good many of them can be added up.
  static func isCount(_ value: Int) -> Bool { value >= 0 && value <= 1 << 53 }

  /// The metric that tells most of a target: `rmse`, `auc` or `accuracy`.
  package static func headline(of schema: Schema) -> String {
    schema.task == .regression ? "rmse" : schema.classes.count == 2 ? "auc" : "accuracy"
  }

  /// The metrics that a target may have. `auc` is left out where rows hold one class only, `mape` where a
  /// target is 0, `r2` and `skill` where targets do not differ.
  public static func metricNames(of schema: Schema) -> [String] {
    schema.task == .regression
      ? ["rmse", "mae", "mape", "r2", "skill"]
      : ["accuracy", "log_loss"] + (schema.classes.count == 2 ? ["auc"] : [])
        + ["precision", "recall", "f1_macro", "ece"]
  }

  /// The metrics that a recommender may have.
  public static func recommenderMetricNames(hasRatings: Bool) -> [String] {
    RankingMetrics(popularity: []).metrics.map(\.name) + (hasRatings ? ["rmse", "mae"] : [])
  }

  /// Of no rows.
  static let empty = Evaluation(
    metrics: [], baseline: [], baselineName: "", rows: 0, skipped: 0, unknown: [:], classes: [],
    confusion: [])
}
