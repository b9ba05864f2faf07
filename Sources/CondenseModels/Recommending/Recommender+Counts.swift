import CondenseData

extension Recommender {
  /// How often each id of an input of the networks stood in the training rows: of items and users; nil for what is
  /// known of them, which is not counted here.
  package func trainingCounts(ofInput name: String) -> [Int64]? {
    let lasts = (0..<ranking.design.lastItems).map { RankingDesign.last($0 + 1) }
    if [RankingDesign.history, RatingDesign.item].contains(name) || lasts.contains(name) {
      return items.counts
    }
    return name == RatingDesign.user ? users.counts : nil
  }

  /// Items of the mean user.
  package var meanHistoryLength: Double {
    Double(items.counts.reduce(0, +)) / Double(max(users.size - 1, 1))
  }

  /// The input of the networks that is a bag of items.
  package static var historyInput: String { RankingDesign.history }
}
