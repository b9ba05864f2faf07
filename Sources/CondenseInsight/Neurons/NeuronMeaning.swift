import CondenseModels

/// Finds what a neuron tells apart: the class that it ranks highest or lowest, or how it goes with a number.
struct NeuronMeaning {
  private let target: String
  private let classes: [String]
  private let ids: [Int32]
  private let ranks: [Double]

  init(_ model: Predictor, _ rows: LabelledRows) {
    (target, classes, ids) = (model.target, model.classes, rows.classIds)
    ranks = Ranks.of(rows.numbers)
  }

  func of(_ values: [Float]) -> Neuron.Meaning? {
    let own = Ranks.of(values)
    // Nothing is told apart by one answer to all.
    guard own.contains(where: { $0 != own[0] }) else { return nil }
    guard !classes.isEmpty else {
      return Neuron.Meaning(name: target, score: Correlation.of(own, ranks))
    }
    var best: Neuron.Meaning?
    // Of two classes the rarer: that the neuron is silent for the other says the same.
    for place in classes.count == 2 ? [1] : Array(classes.indices) {
      guard
        let area = ClassMetrics.areaUnderCurve(ranks: own, isPositive: ids.map { Int($0) == place }),
        abs(area - 0.5) > abs((best?.score ?? 0.5) - 0.5)
      else { continue }
      best = Neuron.Meaning(name: classes[place], score: area)
    }
    return best
  }
}
