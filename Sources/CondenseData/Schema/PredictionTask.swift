/// What is predicted: one of some classes, or a number.
public enum PredictionTask: String, Codable, Sendable, CaseIterable {
  /// One of several labels.
  case classes
  /// A number.
  case regression
}
