import CondenseCore

/// Metrics of predicted numbers.
public enum NumberMetrics {
  /// `rmse`, `mae`, `mape` (where no target is 0) and `r2`.
  ///
  /// - Parameter weights: how much each row counts, or nil for 1.
  public static func all(predictions: [Double], targets: [Double], weights: [Float]? = nil) -> [Metric] {
    require(
      predictions.count == targets.count && weights.map { $0.count == targets.count } ?? true,
      "there are \(predictions.count) predictions\(weights.map { " and \($0.count) weights" } ?? "") for"
        + " \(targets.count) targets")
    guard !targets.isEmpty else { return [] }
    let plain = all(predictions, targets, weights, scale: 1)
    if plain.allSatisfy(\.value.isFinite) { return plain }
    // Squares of such numbers are too large: in units of the largest none is.
    let largest = zip(predictions, targets).reduce(0) { max($0, abs($1.0), abs($1.1)) }
    guard largest.isFinite, largest > 0 else { return plain.filter(\.value.isFinite) }
    return all(
      predictions, targets, weights,
      scale: Double(sign: .plus, exponent: -largest.exponent - 1, significand: 1)
    )
    .filter(\.value.isFinite)
  }

  private static func all(
    _ predictions: [Double], _ targets: [Double], _ weights: [Float]?, scale: Double
  ) -> [Metric] {
    var total = 0.0, squares = 0.0, distance = 0.0, relative = 0.0, sum = 0.0
    for (row, target) in targets.enumerated() {
      let target = target * scale
      let weight = Double(weights?[row] ?? 1), error = predictions[row] * scale - target
      total += weight
      squares += weight * error * error
      distance += weight * abs(error)
      relative += weight * abs(error / target)
      sum += weight * target
    }
    let mean = sum / total
    var spread = 0.0
    for (row, target) in targets.enumerated() {
      let target = target * scale
      spread += Double(weights?[row] ?? 1) * (target - mean) * (target - mean)
    }
    var metrics = [
      Metric("rmse", (squares / total).squareRoot() / scale), Metric("mae", distance / total / scale),
    ]
    if relative.isFinite { metrics.append(Metric("mape", relative / total)) }
    if spread > 0 { metrics.append(Metric("r2", 1 - squares / spread)) }
    return metrics
  }
}
