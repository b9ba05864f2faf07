/// A model that was trained on for a while, and what that came to on the rows held out.
package struct FineTuning: Sendable {
  /// The model.
  package let model: Predictor
  /// Its log loss, or root of the mean squared error, measured as after an epoch of training.
  package let loss: Double
  /// What it started from, and how long it took from there to the best.
  let start: Predictor
  let rate: Float
  let steps: Int
}
