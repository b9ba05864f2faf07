/// Metrics as people call them.
package enum MetricText {
  /// `AUC`, `RMSE`, `accuracy`.
  package static func name(_ metric: String) -> String {
    switch metric {
    case "auc": "AUC"
    case "rmse": "RMSE"
    case "ndcg@10": "NDCG@10"
    default: metric.replacing("_", with: " ")
    }
  }
}
