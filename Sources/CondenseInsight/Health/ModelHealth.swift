import CondenseData
import CondenseModels
import CondenseNetworks

/// Whether a model's numbers are sound, and what in them deserves a look.
package struct ModelHealth {
  /// No infinite number and no NaN.
  package let isFinite: Bool
  /// Sentences.
  package let remarks: [String]

  package init(_ model: Predictor) {
    var isFinite = true
    var remarks: [String] = []
    for (index, plan) in model.parameters.plans.enumerated() {
      let values = model.parameters.values(at: index)
      if !values.allSatisfy(\.isFinite) {
        isFinite = false
        remarks.append("'\(plan.name)' holds numbers that are not finite")
      }
      guard case .product = plan.kind, plan.name.hasPrefix("dense") else { continue }
      let dead = (0..<plan.columns).count { unit in
        (0..<plan.rows).allSatisfy { values[$0 * plan.columns + unit].magnitude < 1e-6 }
      }
      if dead > 0 { remarks.append("\(dead) of \(plan.columns) units of '\(plan.name)' have no weights") }
    }
    let report = model.report
    // Classes that were made to count the same are not predicted as often as they come.
    for name in ["log_loss", "rmse"] where report.choices?.balancesClasses != true {
      guard let ours = report.validation.metrics[name], let free = report.validation.baseline[name],
        ours >= free * (1 - Self.noise(rows: report.validation.rows))
      else { continue }
      remarks.append(
        "nothing was found: on rows held out, \(report.validation.baselineName) does about as well as the model"
      )
    }
    for name in ["log_loss", "rmse"] {
      guard let training = report.training.metrics[name], let validation = report.validation.metrics[name],
        validation > 1.25 * training
      else { continue }
      remarks.append(
        "\(MetricText.name(name)) is \(NumberText.percent(validation / training - 1)) worse on validation rows than on training"
          + " rows: the model has learned some of them by heart")
    }
    self.isFinite = isFinite
    self.remarks = remarks
  }

  package init(_ model: Recommender) {
    let all = [model.parameters] + (model.ratingParameters.map { [$0] } ?? [])
    let faulty = all.flatMap { parameters in
      parameters.plans.indices.filter { !parameters.values(at: $0).allSatisfy(\.isFinite) }
        .map { "'\(parameters.plans[$0].name)' holds numbers that are not finite" }
    }
    isFinite = faulty.isEmpty
    let validation = model.report.validation
    guard let ours = validation.metrics["ndcg@10"], let free = validation.baseline["ndcg@10"], ours <= free,
      validation.rows > 0
    else {
      remarks = faulty
      return
    }
    remarks = faulty + ["no order was found: on pairs held out, popularity ranks as well as the model"]
  }

  /// The share of a loss by which chance, and the choice of the best epoch, make a model seem better.
  private static func noise(rows: Int) -> Double { 0.5 / Double(max(rows, 1)).squareRoot() }
}
