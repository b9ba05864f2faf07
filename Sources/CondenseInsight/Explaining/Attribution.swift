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
  /// How much of a row's score may be missing, as a share of its difference from the average and of the spread of the
  /// background's scores: whichever is more.
  struct Tolerance {
    let ofDifference: Double
    let ofSpread: Double

    /// For a row that somebody looks at.
    static let one = Tolerance(ofDifference: 0.002, ofSpread: 0.0002)
    /// For a mean over many.
    static let many = Tolerance(ofDifference: 0.005, ofSpread: 0.005)
  }

  /// Parts of a line at first and at most.
  private static let fewestParts = 1, mostParts = 64

  let score: Double
  let average: Double
  /// The standard deviation of the score over the background.
  let spread: Double
  /// The contribution of each number that enters.
  let numbers: [Double]
  /// The mean gradient by each.
  let meanGradients: [Double]
  /// The gradient by each along the line from each row of the background, not yet on the scale of the score.
  let gradients: [Float]

  /// What is missing.
  var gap: Double { score - average - numbers.reduce(0, +) }

  /// The same as a share of the difference from the average, or of the spread where that is more.
  var relativeGap: Double {
    let scale = max(abs(score - average), spread)
    return scale > 0 ? abs(gap) / scale : 0
  }

  init(
    _ score: ExplainedScore, _ background: Background, values: ArraySlice<Float>, outputs: ArraySlice<Float>,
    _ workspace: PathGradients.Workspace, _ tolerance: Tolerance
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
    let wanted = max(tolerance.ofDifference * abs(self.score - average), tolerance.ofSpread * spread)
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
    gradients = workspace.gradients
  }
}
