import CondenseData
import CondenseModels

/// What a practice is worth, in words.
enum PracticeSentence {
  static func text(_ practice: Practice, _ difference: MetricDifference, _ metric: String) -> String {
    let value = difference.value.value
    let isWorse = Metric.isError(metric) ? value > 0 : value < 0
    let by = "\(MetricText.name(metric)) \(value > 0 ? "+" : "")\(NumberText.rounded(value))"
    guard difference.isSignificant else { return "\(subject(practice)) makes no difference here: \(by)" }
    return isWorse ? "\(subject(practice)) costs: \(by)" : "\(subject(practice)) would be better here: \(by)"
  }

  private static func subject(_ practice: Practice) -> String {
    switch practice {
    case .chosen: "the network that train builds"
    case .withoutNormalization: "taking numbers as they stand"
    case .withoutDropout: "leaving dropout out"
    case .withoutEither: "leaving both out"
    case .dimension4: "a dimension of 4 for all"
    case .dimension64: "a dimension of 64 for all"
    case .withoutEmbedding: "one-hot straight into dense layers"
    }
  }
}
