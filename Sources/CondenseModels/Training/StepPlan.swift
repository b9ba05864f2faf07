/// How many steps a run takes and what share of the learning rate each gets.
///
/// The rate rises over the first steps, stays, and from the end of the probe on falls in a straight line to 0
/// at the last step. Nothing before the end of the probe depends on the number of steps, so a time limit
/// may set it there, and `--steps` repeats the same run.
struct StepPlan {
  /// Steps whose time is measured when there is a limit.
  static let probe = 64
  private static let warmup = 32

  let stepsPerEpoch: Int
  private(set) var steps: Int

  init(rows: Int, batchSize: Int, epochs: Int, steps: Int?) {
    stepsPerEpoch = max(1, (rows + batchSize - 1) / batchSize)
    self.steps = steps ?? stepsPerEpoch * epochs
  }

  var epochs: Int { (steps + stepsPerEpoch - 1) / stepsPerEpoch }

  /// Cuts the run to what fits into the seconds left.
  mutating func fit(secondsPerStep: Double, secondsLeft: Double) {
    let possible = Int(min(secondsLeft / max(secondsPerStep, 1e-9), 1e12))
    steps = min(steps, max(Self.probe + 1, Self.probe + possible))
  }

  /// The share of the learning rate of a step, from 0.
  func factor(_ step: Int) -> Float {
    let rise = min(1, Float(step + 1) / Float(Self.warmup))
    guard step >= Self.probe else { return rise }
    return rise * max(0, Float(steps - step) / Float(max(1, steps - Self.probe)))
  }
}
