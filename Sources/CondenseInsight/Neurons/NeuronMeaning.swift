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
    guard !classes.isEmpty else {
      let middle = Double(own.count + 1) / 2
      var (both, first, second) = (0.0, 0.0, 0.0)
      for (a, b) in zip(own, ranks) {
        both += (a - middle) * (b - middle)
        first += (a - middle) * (a - middle)
        second += (b - middle) * (b - middle)
      }
      guard first > 0, second > 0 else { return nil }
      return Neuron.Meaning(name: target, score: both / (first * second).squareRoot())
    }
    var sums = [Double](repeating: 0, count: classes.count), counts = sums
    for (rank, id) in zip(own, ids) {
      sums[Int(id)] += rank
      counts[Int(id)] += 1
    }
    var best: Neuron.Meaning?
    // Of two classes the rarer: that the neuron is silent for the other says the same.
    for place in classes.count == 2 ? [1] : Array(classes.indices) {
      let (inside, outside) = (counts[place], Double(own.count) - counts[place])
      guard inside > 0, outside > 0 else { continue }
      let area = (sums[place] - inside * (inside + 1) / 2) / (inside * outside)
      if abs(area - 0.5) > abs((best?.score ?? 0.5) - 0.5) {
        best = Neuron.Meaning(name: classes[place], score: area)
      }
    }
    return best
  }
}
