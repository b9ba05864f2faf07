/// Training was cancelled; what had been learned by then is not lost.
public struct TrainingCancelled: Error {
  /// The model as it was best; nil if the first epoch had not been measured.
  public let best: Predictor?

  package init(best: Predictor?) { self.best = best }
}
