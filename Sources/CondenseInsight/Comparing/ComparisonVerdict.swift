import CondenseData
import CondenseModels

/// What a comparison comes to, in words.
enum ComparisonVerdict {
  /// The best contender, whether chance explains its lead, and how embedding and dense compare in size and time.
  static func sentence(_ results: [ContenderResult], metric: String, columns: [ColumnDecision]) -> String {
    guard let first = results.first else { return "nothing was compared" }
    func isBetter(_ a: ContenderResult, _ b: ContenderResult) -> Bool {
      Metric.isError(metric) ? a.metric.value < b.metric.value : a.metric.value > b.metric.value
    }
    let best = results.dropFirst().reduce(first) { isBetter($1, $0) ? $1 : $0 }
    func figure(_ result: ContenderResult) -> String { NumberText.rounded(result.metric.value) }
    var sentences: [String] = []
    let name = MetricText.name(metric)
    if best.contender == first.contender {
      let level = results.dropFirst().filter { $0.difference?.isSignificant != true }
      sentences.append(
        "what train does is best: \(name) \(figure(first))"
          + (level.isEmpty
            ? ", and chance explains none of its leads"
            : "; within chance of it: \(level.map(\.name).joined(separator: ", "))"))
    } else if best.difference?.isSignificant == true {
      sentences.append(
        "\(best.name) is better than what train does: \(name) \(figure(best)) against \(figure(first)), more than"
          + " chance explains")
    } else {
      sentences.append(
        "\(best.name) is ahead, \(name) \(figure(best)) against \(figure(first)) of what train does, and chance"
          + " explains it")
    }
    if let duel = duel(results, metric) { sentences.append(duel) }
    if best.contender != .without, let without = results.first(where: { $0.contender == .without }),
      without.difference?.isSignificant != true || isBetter(without, first)
    {
      sentences.append(
        "without \(columns.count == 1 ? "the column" : "these columns") the network does about as well:"
          + " \(figure(without))")
    }
    return sentences.map { FigureText.sentence($0) }.joined(separator: ". ") + "."
  }

  /// The textbook's claim on these rows: embedding then dense, against dense on one-hot.
  private static func duel(_ results: [ContenderResult], _ metric: String) -> String? {
    guard
      let embedding = results.first(where: { $0.contender == .embedding })
        ?? results.first(where: { $0.contender == .standard }),
      let dense = results.first(where: { $0.contender == .oneHot })
        ?? results.first(where: { $0.contender == .sparseOneHot })
    else { return nil }
    let overlap =
      embedding.metric.contains(dense.metric.value) || dense.metric.contains(embedding.metric.value)
    let isAhead =
      Metric.isError(metric)
      ? embedding.metric.value < dense.metric.value : embedding.metric.value > dense.metric.value
    let isSmaller = Double(embedding.parameters) < 0.95 * Double(dense.parameters)
    let isFaster = embedding.secondsPerEpoch < 0.95 * dense.secondsPerEpoch
    let score = overlap ? "scores level with" : isAhead ? "scores better than" : "scores worse than"
    let end =
      overlap
      ? isSmaller || isFaster ? "an embedding is the cheaper" : "nothing speaks for an embedding here"
      : isAhead ? "an embedding pays" : "an embedding loses here"
    return
      "\(embedding.name) \(score) \(dense.name), \(NumberText.rounded(embedding.metric.value)) and"
      + " \(NumberText.rounded(dense.metric.value)), with"
      + " \(times(Double(embedding.parameters), Double(dense.parameters), "as many")) parameters and"
      + " \(times(embedding.secondsPerEpoch, dense.secondsPerEpoch, "as long")) a pass: \(end)"
  }

  /// `0.13 times as many`, or `as many`.
  private static func times(_ a: Double, _ b: Double, _ many: String) -> String {
    guard a > 0, b > 0 else { return many }
    let ratio = a / b
    if ratio > 0.95, ratio < 1.05 { return many }
    return "\(NumberText.fixed(ratio, ratio < 0.095 ? 3 : ratio < 0.95 ? 2 : 1)) times \(many)"
  }
}
