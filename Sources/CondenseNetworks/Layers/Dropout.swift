import CondenseCore

/// Dropout: while training each number is set to 0 with probability `rate` and the others are scaled by
/// `1 / (1 − rate)`; while predicting nothing happens.
///
///     y = x ⊙ m,  m ∈ {0, 1 / (1 − rate)}        dx = dy ⊙ m
///
/// Which numbers fall is a function of seed, layer name, step, place in the batch and column. The rate is
/// taken in steps of 2⁻¹⁶.
///
/// Source: Srivastava et al. 2014, "Dropout: a simple way to prevent neural networks from overfitting".
public struct Dropout: Layer {
  /// `dropout`
  public static let kind = "dropout"

  /// Share of numbers set to 0, from 0 to below 1.
  public var rate: Float

  /// Dropout of a share of the numbers.
  public init(rate: Float) { self.rate = rate }

  /// Keeps the mask in a slot.
  public func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first, inputs.count == 1 else {
      throw CondenseError(.content, "dropout '\(name)' takes one input of numbers")
    }
    guard rate >= 0, rate < 1 else {
      throw CondenseError(.content, "the rate of dropout '\(name)' is \(rate); it goes from 0 to below 1")
    }
    return LayerPlan(output: shape, slots: [shape.size], writesOnlyItsColumns: true)
  }

  /// Draws the mask, eight columns a random block.
  public func forward(_ pass: LayerPass) {
    let size = pass.inputSize(0)
    guard pass.isTraining, rate > 0 else {
      for row in 0..<pass.rows { pass.output[row].update(from: pass.input(0)[row], count: size) }
      return
    }
    let threshold = UInt32(rate * 65536), scale = 1 / (1 - Float(threshold) / 65536)
    let random = pass.random, mask = pass.slot(0)
    for row in 0..<pass.rows {
      let x = pass.input(0)[row], y = pass.output[row], m = mask[row]
      var column = 0
      while column < size {
        let counter = UInt64(pass.firstRow + row) << 32 | UInt64(column)
        let words = random.block(pass.step, counter)
        for lane in 0..<min(8, size - column) {
          let bits = (words[lane >> 1] >> UInt32(16 * (lane & 1))) & 0xFFFF
          let factor: Float = bits < threshold ? 0 : scale
          m[column + lane] = factor
          y[column + lane] = x[column + lane] * factor
        }
        column += 8
      }
    }
  }

  /// The same mask again; none where `forward` drew none.
  public func backward(_ pass: LayerPass) {
    guard let dx = pass.inputGradient(0) else { return }
    let size = pass.inputSize(0)
    let masked = pass.isTraining && rate > 0
    for row in 0..<pass.rows {
      let dy = pass.outputGradient[row], target = dx[row], m = pass.slot(0)[row]
      for column in 0..<size { target[column] += dy[column] * (masked ? m[column] : 1) }
    }
  }
}
