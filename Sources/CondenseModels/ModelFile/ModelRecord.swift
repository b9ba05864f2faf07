import CondenseData
import CondenseNetworks

/// What a model file says in words, beside its tensors: the `condense` entry of the metadata.
struct ModelRecord: Codable {
  var network: NetworkRecord
  var schema: Schema
  var reading: ReadingOptions
  var encoders: [ColumnEncoder]
  var scale: TargetScale?
  var sharpness: Double
  var classShares: [Double]
  var report: TrainingReport
}
