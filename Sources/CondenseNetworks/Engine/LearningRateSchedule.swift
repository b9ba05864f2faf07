import CondenseCore

/// How the learning rate changes over a run: a factor for each step, a function of the number of steps.
public enum LearningRateSchedule: Hashable, Codable, Sendable {
  /// Always the same.
  case constant
  /// Up from 0 over a share of the steps, then straight down to `final` times the rate.
  case linear(warmup: Double = 0.05, final: Double = 0)
  /// Up from 0 over a share of the steps, then down a half cosine to `final` times the rate.
  case cosine(warmup: Double = 0.05, final: Double = 0)

  /// The factor at a step, counted from 0, of `steps`.
  public func factor(step: Int, of steps: Int) -> Float {
    switch self {
    case .constant: return 1
    case .linear(let warmup, let final):
      let (rise, fall) = Self.progress(step, steps, warmup)
      return Float(rise * (final + (1 - final) * (1 - fall)))
    case .cosine(let warmup, let final):
      let (rise, fall) = Self.progress(step, steps, warmup)
      return Float(rise * (final + (1 - final) * Self.halfCosine(fall)))
    }
  }

  /// How far the warm-up has come, and the way down after it, both from 0 to 1.
  private static func progress(_ step: Int, _ steps: Int, _ warmup: Double) -> (Double, Double) {
    let warm = (warmup * Double(steps)).rounded(.up), at = Double(step)
    guard at >= warm else { return ((at + 1) / (warm + 1), 0) }
    return (1, min(1, (at - warm) / max(Double(steps) - warm, 1)))
  }

  /// (1 + cos πx) / 2 for x in 0…1, by the series of the sine around the middle.
  private static func halfCosine(_ x: Double) -> Double {
    let angle = (0.5 - x) * Double.pi
    let z = angle * angle
    var sine = 1.0
    for k in stride(from: 17, through: 3, by: -2) { sine = 1 - sine * z / Double(k * (k - 1)) }
    return (1 + angle * sine) / 2
  }
}
