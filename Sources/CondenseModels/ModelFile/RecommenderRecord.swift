import CondenseData
import CondenseNetworks

/// What a recommender's file says in words, beside its tensors: the `condense` entry of the metadata.
struct RecommenderRecord: Codable {
  /// The ratings' part.
  struct Rating: Codable {
    var network: NetworkRecord
    var design: RatingDesign
    var scale: TargetScale
    var least: Double
    var greatest: Double
    var itemFeatures: [Feature]
    var userFeatures: [Feature]
  }

  var recommends: InteractionRoles
  var reading: ReadingOptions
  var columns: [ColumnRole]
  var network: NetworkRecord
  var design: RankingDesign
  var keepsHistory: Bool
  var rating: Rating?
  var report: TrainingReport
}
