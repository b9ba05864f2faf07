import Condense
import CondenseInsight

/// `shrink --json`.
struct ShrinkRecord: Encodable {
  let model: String
  let target: String
  let keep: Double
  let kept: Double
  let rows: Int
  let parameters: Change<Int>
  let bytes: Change<Int>
  let metric: String
  let metrics: Change<[String: Double]>
  let baseline: [String: Double]
  let embeddings: [ShrunkEmbedding]

  init(_ shrinking: Shrinking, _ model: Predictor, keep: Double, path: String, bytes: Change<Int>) {
    self.model = path
    target = model.target
    self.keep = keep
    kept = shrinking.keptSkill
    rows = shrinking.after.rows
    parameters = Change(before: model.parameters.count, after: shrinking.model.parameters.count)
    self.bytes = bytes
    metric = shrinking.headline
    metrics = Change(
      before: JSONText.object(shrinking.before.metrics), after: JSONText.object(shrinking.after.metrics))
    baseline = JSONText.object(shrinking.after.baseline)
    embeddings = shrinking.embeddings
  }
}
