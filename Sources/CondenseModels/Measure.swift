import CondenseCore
import CondenseData

/// The targets of some rows, and how predictions of them are judged.
struct Measure {
  let schema: Schema
  let scale: TargetScale?
  let classShares: [Double]
  let ids: [Int32]
  let numbers: [Double]
  let weights: [Float]?

  init(
    schema: Schema, scale: TargetScale?, classShares: [Double], table: Table, rows: [Int]
  ) throws {
    self.schema = schema
    self.scale = scale
    self.classShares = classShares
    let encoder = TargetEncoder(schema)
    ids = schema.task == .classes ? try encoder.ids(of: table, rows: rows) : []
    numbers = schema.task == .regression ? try encoder.numbers(of: table, rows: rows) : []
    weights = try schema.weight.flatMap { table[$0] }.map { column in
      try WeightColumn.check(column, table, rows: rows)
      return rows.map { Float(column.number($0) ?? 1) }
    }
  }

  /// The metric that is shown while training.
  var headline: String { Evaluation.headline(of: schema) }

  func metrics(_ predictions: Predictions) -> [Metric] {
    schema.task == .classes
      ? ClassMetrics.all(
        probabilities: predictions.probabilities, targets: ids, classes: schema.classes.count,
        weights: weights)
      : NumberMetrics.all(predictions: predictions.numbers, targets: numbers, weights: weights)
  }

  /// The loss of each row, −log of the probability of its class or the squared error: such that the mean over the
  /// rows is the mean by their weights.
  func losses(_ predictions: Predictions) -> [Double] {
    let rows = predictions.count
    let total = weights.map { $0.reduce(0.0) { $0 + Double($1) } } ?? Double(rows)
    return (0..<rows).map { row in
      let loss: Double
      if schema.task == .classes {
        let probability = predictions.probabilities[row * schema.classes.count + Int(ids[row])]
        loss = -Elementary.log(max(Double(probability), 1e-15))
      } else {
        let error = predictions.numbers[row] - numbers[row]
        loss = error * error
      }
      return loss * Double(weights?[row] ?? 1) * Double(rows) / total
    }
  }

  func evaluation(_ predictions: Predictions) -> Evaluation {
    var metrics = metrics(predictions)
    let baseline = baseline()
    if schema.task == .regression, let ours = metrics["rmse"], let theirs = baseline["rmse"], theirs > 0 {
      let share = ours * ours / (theirs * theirs)
      metrics.append(Metric("skill", 1 - (share.isFinite ? share : ours / theirs * (ours / theirs))))
    }
    return Evaluation(
      metrics: metrics, baseline: baseline,
      baselineName: schema.task == .classes
        ? "the most frequent class, '\(schema.classes.first ?? "")'" : "the mean",
      rows: predictions.count, skipped: 0, unknown: predictions.unknownShares, classes: schema.classes,
      confusion: schema.task == .classes
        ? ClassMetrics.confusion(
          probabilities: predictions.probabilities, targets: ids, classes: schema.classes.count) : [])
  }

  /// What costs nothing to know: the training rows' class shares, or their mean.
  private func baseline() -> [Metric] {
    if schema.task == .classes {
      let shares = classShares.map { Float($0) }
      return ClassMetrics.all(
        probabilities: ids.flatMap { _ in shares }, targets: ids, classes: schema.classes.count,
        weights: weights
      ).filter { ["accuracy", "log_loss", "auc"].contains($0.name) }
    }
    return NumberMetrics.all(
      predictions: numbers.map { _ in scale?.mean ?? 0 }, targets: numbers, weights: weights
    ).filter { ["rmse", "mae"].contains($0.name) }
  }
}
