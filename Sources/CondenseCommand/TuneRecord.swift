import Condense
import CondenseInsight

/// `tune --json`.
struct TuneRecord: Encodable {
  let model: String
  let target: String
  let trialsFile: String
  let trials: [Trial]
  let resumed: Int
  let defaults: Trial?
  let best: Trial?
  let curves: [DimensionCurve]
  let parameters: Int
  /// Of the best trial, and of the model with vectors as long as are enough.
  let bestParameters: Int?
  let smallParameters: Int?
  let smallLoss: Double?
  /// Whether the smaller one was kept.
  let isSmall: Bool
  let seconds: Double
  let validation: MeasuredPart

  private enum CodingKeys: String, CodingKey {
    case model, target, trials, resumed, defaults, best, curves, parameters, seconds, validation
    case trialsFile = "trials_file"
    case bestParameters = "best_parameters"
    case smallParameters = "small_parameters"
    case smallLoss = "small_loss"
    case isSmall = "is_small"
  }

  /// - Parameter tuning: nil where the search was stopped.
  init(_ tuning: Tuning?, _ predictor: Predictor, path: String, trialsPath: String, seconds: Double) {
    model = path
    target = predictor.target
    trialsFile = trialsPath
    trials = tuning?.trials ?? []
    resumed = tuning?.resumed ?? 0
    defaults = tuning?.defaults
    best = tuning?.best
    curves = tuning?.curves ?? []
    parameters = predictor.parameters.count
    bestParameters = tuning?.parameters
    smallParameters = tuning?.smallParameters
    smallLoss = tuning?.smallLoss
    isSmall = tuning?.isSmall ?? false
    self.seconds = seconds
    validation = MeasuredPart.both(predictor.report).validation
  }
}
