import CondenseCore
import Foundation
import Testing

/// Activations and their derivatives against Double.
struct ActivationTests {
  static func reference(_ activation: Activation, _ x: Double) -> (value: Double, slope: Double) {
    let sigmoid = 1 / (1 + exp(-x))
    switch activation {
    case .linear: return (x, 1)
    case .relu: return (max(x, 0), x > 0 ? 1 : 0)
    case .gelu:
      let cumulative = (1 + erf(x / 2.0.squareRoot())) / 2
      return (x * cumulative, cumulative + x * exp(-x * x / 2) / (2 * Double.pi).squareRoot())
    case .silu: return (x * sigmoid, sigmoid * (1 + x * (1 - sigmoid)))
    case .tanh: return (tanh(x), 1 - tanh(x) * tanh(x))
    case .sigmoid: return (sigmoid, sigmoid * (1 - sigmoid))
    }
  }

  @Test(arguments: Activation.allCases) func followsItsFormula(activation: Activation) {
    let x = stride(from: Float(-30), to: 30, by: 0.01).map { $0 } + [0, -0.0, 100, -100, 1e4, -1e4]
    let count = x.count / 8 * 8
    var y = Array(x[..<count]), sums = [Float](repeating: .nan, count: count)
    activation.apply(&y, sums: &sums, count: count)
    var dy = [Float](repeating: 2, count: count)
    activation.differentiate(&dy, outputs: y, sums: sums, count: count)
    for i in 0..<count {
      let (value, slope) = Self.reference(activation, Double(x[i]))
      #expect(abs(Double(y[i]) - value) <= 1e-6 * max(1, abs(value)), "\(activation) of \(x[i])")
      #expect(abs(Double(dy[i]) - 2 * slope) <= 4e-6, "slope of \(activation) at \(x[i])")
      if activation.needsSum { #expect(sums[i] == x[i]) }
    }
  }

  @Test(arguments: Activation.allCases) func whatIsNotANumberStaysSo(activation: Activation) {
    var y = [Float](repeating: .nan, count: 8)
    activation.apply(&y, sums: nil, count: 8)
    #expect(y.allSatisfy { $0.isNaN })
  }
}
