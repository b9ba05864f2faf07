/// What a model says of one row.
public struct Prediction: Sendable, Equatable {
  /// The most probable class; nil for a number.
  public let label: String?
  /// The predicted number; nil for a class.
  public let number: Double?
  /// Every class with its probability, in the model's order.
  public let probabilities: [(label: String, probability: Float)]
  /// Columns whose value the model had never seen.
  public let unknown: [String]

  /// The probability of a class; nil if there is no such class.
  public func probability(of label: String) -> Float? {
    probabilities.first { $0.label == label }?.probability
  }

  /// The same label, number, probabilities and unknown columns.
  public static func == (a: Prediction, b: Prediction) -> Bool {
    a.label == b.label && a.number == b.number && a.unknown == b.unknown
      && a.probabilities.elementsEqual(b.probabilities) { $0 == $1 }
  }
}
