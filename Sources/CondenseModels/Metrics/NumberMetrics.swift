/// Metrics of predicted numbers.
public enum NumberMetrics {
  /// `rmse`, `mae`, `mape` (where no target is 0) and `r2`.
  ///
  /// - Parameter weights: how much each row counts, or nil for 1.
  public static func all(predictions: [Double], targets: [Double], weights: [Float]? = nil) -> [Metric] {
    var total = 0.0, squares = 0.0, distance = 0.0, relative = 0.0, sum = 0.0
    for (row, target) in targets.enumerated() {
      let weight = Double(weights?[row] ?? 1), error = predictions[row] - target
      total += weight
      squares += weight * error * error
      distance += weight * abs(error)
      relative += weight * abs(error / target)
      sum += weight * target
    }
    let mean = sum / total
    var spread = 0.0
    for (row, target) in targets.enumerated() {
      spread += Double(weights?[row] ?? 1) * (target - mean) * (target - mean)
    }
    var metrics = [
      Metric("rmse", (squares / total).squareRoot()), Metric("mae", distance / total),
    ]
    if relative.isFinite { metrics.append(Metric("mape", relative / total)) }
    if spread > 0 { metrics.append(Metric("r2", 1 - squares / spread)) }
    return metrics
  }
}
