import Condense

/// Metrics side by side, each beside what costs nothing to know.
package enum MetricTable {
  package static func text(_ columns: [(name: String, evaluation: Evaluation)]) -> String {
    var table = TextTable(["metric"] + columns.map(\.name) + ["without a model"])
    let names = columns.first?.evaluation.metrics.map(\.name) ?? []
    for name in names {
      table.add(
        [name] + columns.map { $0.evaluation.metrics[name].map { NumberText.rounded($0) } ?? "–" }
          + [columns.last?.evaluation.baseline[name].map { NumberText.rounded($0) } ?? "–"])
    }
    return table.text
  }

  /// How often each class was taken for each.
  package static func confusion(_ evaluation: Evaluation, atMost limit: Int = 12) -> String? {
    guard (2...limit).contains(evaluation.classes.count) else { return nil }
    var table = TextTable(["really ╲ predicted"] + evaluation.classes)
    for (name, row) in zip(evaluation.classes, evaluation.confusion) {
      table.add([name] + row.map { NumberText.grouped($0) })
    }
    return table.text
  }

  /// Whether every `--require` is met; says which are not.
  package static func outcome(
    _ required: [Pair<Double>], _ evaluation: Evaluation, remark: (String) -> Void
  ) -> Outcome {
    var outcome = Outcome.done
    for wanted in required {
      guard let value = evaluation.metrics[wanted.name] else { continue }
      let isMet = Metric.isError(wanted.name) ? value <= wanted.value : value >= wanted.value
      guard !isMet else { continue }
      remark(
        "--require \(wanted.name)=\(NumberText.shortest(wanted.value)) is missed:"
          + " \(wanted.name) is \(NumberText.rounded(value))")
      outcome = .answerIsNo
    }
    return outcome
  }

  /// Refuses a required metric that the kind of target does not have.
  package static func check(_ required: [Pair<Double>], _ evaluation: Evaluation) throws {
    if let bad = required.first(where: { evaluation.metrics[$0.name] == nil }) {
      throw CondenseError(
        .usage,
        "--require: there is no \(bad.name) for this target; it has"
          + " \(evaluation.metrics.map(\.name).joined(separator: ", "))")
    }
  }
}
