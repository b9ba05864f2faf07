import CondenseData
import CondenseModels

/// What contributions add up to: a number that a model has for each row.
public struct ExplainedScore: Sendable, Equatable, Codable {
  /// The class it speaks for; nil for a number.
  public let label: String?
  /// In words: `the log-odds of 'late'`.
  public let name: String
  /// What each output of the network counts.
  package let factors: [Float]

  /// For one of two classes its log-odds, for one of many its logit less the mean logit, for a number itself.
  package init(_ label: Int?, of model: Predictor) {
    let classes = model.classes
    guard let label, classes.indices.contains(label) else {
      self.label = nil
      name = "the predicted '\(FigureText.name(model.target))'"
      factors = [1]
      return
    }
    self.label = classes[label]
    let shown = FigureText.name(classes[label])
    if classes.count == 2 {
      name = "the log-odds of '\(shown)'"
      factors = classes.indices.map { $0 == label ? 1 : -1 }
    } else {
      name = "the logit of '\(shown)' above the mean of all classes"
      let share = 1 / Float(classes.count)
      factors = classes.indices.map { $0 == label ? 1 - share : -share }
    }
  }
}
