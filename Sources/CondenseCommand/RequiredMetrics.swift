import Condense

/// `--require METRIC=VALUE`.
package enum RequiredMetrics {
  /// Whether every `--require` is met; says which are not.
  package static func outcome(
    _ required: [Pair<Double>], _ evaluation: Evaluation, complain: (String) -> Void
  ) -> Outcome {
    var outcome = Outcome.done
    for wanted in required {
      let value = evaluation.metrics[wanted.name]
      if let value, Metric.isError(wanted.name) ? value <= wanted.value : value >= wanted.value { continue }
      complain(
        "--require \(wanted.name)=\(NumberText.shortest(wanted.value)) is missed: "
          + (value.map { "\(wanted.name) is \(NumberText.rounded($0))" }
            ?? "these \(NumberText.grouped(evaluation.rows)) rows have no \(wanted.name)"))
      outcome = .answerIsNo
    }
    return outcome
  }

  /// Refuses a required metric that the kind of target does not have, before any work.
  package static func check(_ required: [Pair<Double>], _ schema: Schema) throws {
    try check(required, Evaluation.metricNames(of: schema), of: "the target '\(schema.target)'")
  }

  /// Refuses a required metric that is not among some.
  package static func check(
    _ required: [Pair<Double>], _ names: [String], of subject: String = "a recommender"
  ) throws {
    if let bad = required.first(where: { !names.contains($0.name) }) {
      throw CondenseError(
        .usage,
        "--require: there is no \(bad.name) for \(subject); it has \(names.joined(separator: ", "))")
    }
  }
}
