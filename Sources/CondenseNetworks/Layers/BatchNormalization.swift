import CondenseCore

/// Batch normalisation: each column brought to mean 0 and variance 1 over the batch, then scaled and shifted.
/// Predictions use running statistics, so a row is predicted alone as among others.
///
///     n = (x − mean) / √(variance + ε)        y = γ ⊙ n + β
///     dx = γ / √(variance + ε) · (dy − mean(dy) − n · mean(dy ⊙ n))
///
/// The batch's sums are taken per tile in Double and added in tile order. Running statistics move by
/// `momentum` once a step, the variance in its unbiased form, as in PyTorch.
///
/// Source: Ioffe and Szegedy 2015, arXiv:1502.03167.
public struct BatchNormalization: Layer {
  /// `batchNormalize`
  public static let kind = "batchNormalize"

  /// Added to the variance.
  public var epsilon: Float
  /// Share of a step in the running statistics.
  public var momentum: Float

  /// Normalisation over the batch.
  public init(epsilon: Float = 1e-5, momentum: Float = 0.1) {
    self.epsilon = epsilon
    self.momentum = momentum
  }

  /// Two sums a column forward, two backward.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first, inputs.count == 1 else {
      throw CondenseError(.content, "batch normalisation '\(name)' takes one input of numbers")
    }
    guard epsilon > 0, epsilon.isFinite else {
      throw CondenseError(
        .content, "the epsilon of batch normalisation '\(name)' is \(epsilon); it is finite and above 0")
    }
    guard momentum >= 0, momentum <= 1 else {
      throw CondenseError(
        .content, "the momentum of batch normalisation '\(name)' is \(momentum); it goes from 0 to 1")
    }
    func parameter(_ suffix: String, _ kind: ParameterPlan.Kind, _ value: Float) -> ParameterPlan {
      ParameterPlan(
        name: "\(name).\(suffix)", rows: 1, columns: shape.size, kind: kind, initial: .constant(value))
    }
    return LayerPlan(
      output: shape,
      parameters: [
        parameter("gamma", .perTile, 1), parameter("beta", .perTile, 0),
        parameter("mean", .constant, 0), parameter("variance", .constant, 1),
      ],
      slots: [shape.size], statistics: 2 * shape.size, writesOnlyItsColumns: true)
  }

  /// Σ x and Σ x² of the tile.
  public func gather(_ pass: LayerPass) {
    let size = pass.inputSize(0), sums = pass.tileStatistics
    for row in 0..<pass.rows {
      let x = pass.input(0)[row]
      for column in 0..<size {
        let value = Double(x[column])
        sums[column] += value
        sums[size + column] += value * value
      }
    }
  }

  /// Mean and 1 / √(variance + ε) of a column, from the batch's sums or the running statistics.
  private func statistics(_ pass: LayerPass, _ column: Int) -> (mean: Float, inverse: Float) {
    guard pass.isTraining else {
      return (
        pass.parameter(2)[column], 1 / (pass.parameter(3)[column] + epsilon).squareRoot()
      )
    }
    let (mean, variance) = moments(pass, column)
    return (Float(mean), Float(1 / (variance + Double(epsilon)).squareRoot()))
  }

  private func moments(_ pass: LayerPass, _ column: Int) -> (mean: Double, variance: Double) {
    let rows = Double(pass.batchRows), sums = pass.batchStatistics
    let mean = sums[column] / rows
    return (mean, max(0, sums[pass.outputShape.size + column] / rows - mean * mean))
  }

  /// Keeps n in the slot.
  public func forward(_ pass: LayerPass) {
    let gamma = pass.parameter(0), beta = pass.parameter(1)
    for column in 0..<pass.inputSize(0) {
      let (mean, inverse) = statistics(pass, column)
      for row in 0..<pass.rows {
        let n = (pass.input(0)[row][column] - mean) * inverse
        pass.slot(0)[row][column] = n
        pass.output[row][column] = beta[column].addingProduct(gamma[column], n)
      }
    }
  }

  /// Moves the running statistics.
  public func settle(_ pass: LayerPass) {
    let rows = Double(pass.batchRows)
    for column in 0..<pass.outputShape.size {
      let (mean, variance) = moments(pass, column)
      let unbiased = rows > 1 ? variance * rows / (rows - 1) : variance
      pass.parameter(2)[column] += momentum * (Float(mean) - pass.parameter(2)[column])
      pass.parameter(3)[column] += momentum * (Float(unbiased) - pass.parameter(3)[column])
    }
  }

  /// Σ dy and Σ dy·n of the tile.
  public func gatherBackward(_ pass: LayerPass) {
    let size = pass.inputSize(0), sums = pass.tileStatistics
    for row in 0..<pass.rows {
      let dy = pass.outputGradient[row], n = pass.slot(0)[row]
      for column in 0..<size {
        sums[column] += Double(dy[column])
        sums[size + column] += Double(dy[column]) * Double(n[column])
      }
    }
  }

  /// As in the formula above; with running statistics, which no example moves, `dx = γ / √(variance + ε) · dy`.
  public func backward(_ pass: LayerPass) {
    guard pass.isTraining else {
      guard let dx = pass.inputGradient(0) else { return }
      for column in 0..<pass.inputSize(0) {
        let factor = pass.parameter(0)[column] * statistics(pass, column).inverse
        for row in 0..<pass.rows { dx[row][column] += factor * pass.outputGradient[row][column] }
      }
      return
    }
    let size = pass.inputSize(0), sums = pass.batchGradientStatistics, rows = Double(pass.batchRows)
    let gamma = pass.parameter(0), dGamma = pass.gradient(0), dBeta = pass.gradient(1)
    let dx = pass.inputGradient(0)
    for column in 0..<size {
      let mean = Float(sums[column] / rows), meanProduct = Float(sums[size + column] / rows)
      let inverse = statistics(pass, column).inverse
      for row in 0..<pass.rows {
        let dy = pass.outputGradient[row][column], n = pass.slot(0)[row][column]
        dGamma[column] += dy * n
        dBeta[column] += dy
        dx?[row][column] += gamma[column] * inverse * (dy - mean - n * meanProduct)
      }
    }
  }
}
