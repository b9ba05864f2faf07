import CondenseModels

/// Which score of a row is explained.
struct ScoreChoice {
  let model: Predictor
  /// The class that was asked for.
  let label: Int?

  /// The score that all rows share: the class that was asked for, the second of two, a number; nil where each row has
  /// that of its own class.
  var common: ExplainedScore? {
    if let label { return ExplainedScore(label, of: model) }
    return model.classes.count > 2 ? nil : ExplainedScore(model.classes.isEmpty ? nil : 1, of: model)
  }

  /// The score of one row: the class that was asked for, or the most probable one, or a number.
  func own(_ outputs: ArraySlice<Float>) -> ExplainedScore {
    ExplainedScore(label ?? Self.top(outputs), of: model)
  }

  /// The place of the largest, the first of equal ones.
  static func top(_ outputs: ArraySlice<Float>) -> Int {
    ClassMetrics.top(Array(outputs), 0, outputs.count)
  }
}
