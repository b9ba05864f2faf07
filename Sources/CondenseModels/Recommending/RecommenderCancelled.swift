/// The training of a recommender was cancelled; what had been learned by then is not lost.
public struct RecommenderCancelled: Error {
  /// The recommender as it was best; nil if the first epoch had not been measured.
  public let best: Recommender?
}
