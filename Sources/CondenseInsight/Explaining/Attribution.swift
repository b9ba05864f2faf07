import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// What each number that enters a network contributes to the score of a row: expected gradients.
///
///     cᵢ = mean over rows b of the background of (xᵢ − bᵢ) · ∫₀¹ ∂f/∂xᵢ(b + t · (x − b)) dt
///
/// They add up to the score less the mean score of the background, but for what the integral's sum misses; its parts
/// are doubled until that is small.
///
/// Sources: Sundararajan, Taly, Yan 2017, arXiv:1703.01365; for the background in the place of one baseline Erion,
/// Janizek, Sturmfels, Lundberg, Lee 2021, "Improving performance of deep learning models with axiomatic attribution
/// priors and expected gradients", arXiv:1906.10670.
struct Attribution {
  /// Parts of a line at first and at most, and the share of the difference, or of the background's spread where that
  /// is more, that may be missing.
  private static let fewestParts = 1, mostParts = 64, tolerance = 0.002

  let score: Double
  let average: Double
  /// The standard deviation of the score over the background.
  let spread: Double
  /// The contribution of each number that enters.
  let numbers: [Double]
  /// The mean gradient by each.
  let meanGradients: [Double]

  /// What is missing.
  var gap: Double { score - average - numbers.reduce(0, +) }

  init(
    _ score: ExplainedScore, _ background: Background, values: ArraySlice<Float>, outputs: ArraySlice<Float>,
    _ workspace: PathGradients.Workspace
  ) {
    let (factor, offset) = background.model.outputScale, width = values.count
    let places = background.outputs.count / background.rows
    func number(_ outputs: ArraySlice<Float>) -> Double {
      zip(outputs, score.factors).reduce(0) { $0 + Double($1.0) * Double($1.1) } * factor + offset
    }
    let others = (0..<background.rows).map { number(background.outputs[$0 * places..<($0 + 1) * places]) }
    let rows = Double(background.rows)
    let average = others.reduce(0, +) / rows
    self.score = number(outputs)
    self.average = average
    spread = (others.reduce(0) { $0 + ($1 - average) * ($1 - average) } / rows).squareRoot()

    var numbers: [Double] = [], means: [Double] = []
    let wanted = Self.tolerance * max(abs(self.score - average), spread)
    let x = Array(values)
    var parts = Self.fewestParts
    while true {
      background.gradients.run(score.factors, to: values, from: background.values, parts: parts, workspace)
      numbers = [Double](repeating: 0, count: width)
      means = numbers
      for row in 0..<background.rows {
        for place in 0..<width {
          let gradient = Double(workspace.gradients[row * width + place]) * factor / rows
          means[place] += gradient
          numbers[place] += gradient * (Double(x[place]) - Double(background.values[row * width + place]))
        }
      }
      let gap = self.score - average - numbers.reduce(0, +)
      if abs(gap) <= wanted || parts >= Self.mostParts { break }
      parts *= 2
    }
    self.numbers = numbers
    meanGradients = means
  }
}
