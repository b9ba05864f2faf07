/// The metrics that can be asked for by name.
package enum MetricNames {
  package static let all = [
    "accuracy", "log_loss", "auc", "precision", "recall", "f1_macro", "ece", "rmse", "mae", "mape", "r2",
    "skill", "hit_rate@10", "ndcg@10", "recall@10", "precision@10", "map@10", "mrr", "coverage@10",
    "average_popularity@10", "spearman", "analogy_accuracy",
  ]
}
