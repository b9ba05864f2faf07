import CondenseCore
import Testing

extension KernelTests {
  /// Each optimizer's step against its formula, one number at a time in Double.
  @Suite struct UpdateRuleTests {
    static let rules: [UpdateRule] = {
      var momentum = UpdateRule(kind: .sgd, rate: 0.1)
      momentum.beta1 = 0.9
      var adagrad = UpdateRule(kind: .adagrad, rate: 0.1)
      adagrad.epsilon = 1e-10
      var rowWise = UpdateRule(kind: .rowWiseAdagrad, rate: 0.1)
      rowWise.epsilon = 1e-10
      var adam = UpdateRule(kind: .adam, rate: 0.01)
      (adam.beta1, adam.beta2, adam.epsilon) = (0.9, 0.999, 1e-8)
      var all = [UpdateRule(kind: .sgd, rate: 0.1), momentum, adagrad, rowWise, adam]
      for rule in all {
        var decayed = rule
        decayed.keep = 0.99
        all.append(decayed)
      }
      return all
    }()

    /// State of one weight in Double.
    struct Reference {
      var weight: Double, first = 0.0, second = 0.0

      mutating func step(_ rule: UpdateRule, _ g: Double, meanSquare: Double) {
        let rate = Double(rule.rate), beta1 = Double(rule.beta1), beta2 = Double(rule.beta2)
        weight *= Double(rule.keep)
        switch rule.kind {
        case .sgd:
          first = beta1 * first + g
          weight -= rate * first
        case .adagrad:
          first += g * g
          weight -= rate * g / (first.squareRoot() + Double(rule.epsilon))
        case .rowWiseAdagrad:
          first += meanSquare
          weight -= rate * g / (first.squareRoot() + Double(rule.epsilon))
        case .adam:
          first += (1 - beta1) * (g - first)
          second = beta2 * second + (1 - beta2) * g * g
          let root = second.squareRoot() * Double(rule.correction2) + Double(rule.epsilon)
          weight -= rate * Double(rule.correction1) * first / root
        }
      }
    }

    private func corrected(_ rule: UpdateRule, _ step: Int) -> UpdateRule {
      var rule = rule
      guard rule.kind == .adam else { return rule }
      var power1 = 1.0, power2 = 1.0
      for _ in 0..<step {
        power1 *= Double(rule.beta1)
        power2 *= Double(rule.beta2)
      }
      rule.correction1 = Float(1 / (1 - power1))
      rule.correction2 = Float(1 / (1 - power2).squareRoot())
      return rule
    }

    @Test(arguments: rules) func followsItsFormula(rule: UpdateRule) {
      for (count, width) in [(2, 1), (2, 2), (4, 3), (4, 4), (8, 8), (8, 5), (16, 13), (48, 48)] {
        let random = Philox(seed: 1, purpose: "update")
        var weights = [Float](repeating: 0, count: count), first = weights, second = weights
        random.fillUniform(&weights, count: width, bound: 1)
        let start = weights
        var reference = weights.prefix(width).map { Reference(weight: Double($0)) }
        for step in 1...30 {
          var gradient = [Float](repeating: 0, count: count)
          random.fillUniform(&gradient, count: width, bound: 1, from: step * 100)
          // In steps without a gradient the moments still move.
          if step % 5 == 0 { gradient = [Float](repeating: 0, count: count) }
          let rule = corrected(rule, step)
          let hasState = rule.kind != .sgd || rule.beta1 != 0
          first.withUnsafeMutableBufferPointer { first in
            second.withUnsafeMutableBufferPointer { second in
              rule.apply(
                weights: &weights, gradient: gradient, first: hasState ? first.baseAddress : nil,
                second: rule.kind == .adam ? second.baseAddress : nil, count: count, width: width)
            }
          }
          let meanSquare = gradient.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(width)
          for i in 0..<width { reference[i].step(rule, Double(gradient[i]), meanSquare: meanSquare) }
        }
        for i in 0..<width {
          #expect(abs(Double(weights[i]) - reference[i].weight) < 1e-5)
          #expect(abs(weights[i] - start[i]) > 1e-4)
        }
        for i in width..<count { #expect(weights[i] == 0) }
      }
    }

    /// Coasting is a step with gradient 0, to the bit.
    @Test func coastingIsAStepWithoutGradient() {
      for rule in Self.rules where rule.kind == .adam || rule.beta1 != 0 {
        let rule = corrected(rule, 7)
        var weights = (0..<16).map { Float($0) / 7 - 1 }, first = (0..<16).map { Float($0 % 5) / 9 - 0.2 }
        var second = (0..<16).map { Float($0 % 3) / 50 }
        var weights2 = weights, first2 = first, second2 = second
        let zero = [Float](repeating: 0, count: 16)
        if rule.kind == .adam {
          rule.apply(
            weights: &weights, gradient: zero, first: &first, second: &second, count: 16, width: 16)
          rule.coastAdam(weights: &weights2, mean: &first2, square: &second2, count: 16)
        } else {
          rule.apply(weights: &weights, gradient: zero, first: &first, second: nil, count: 16, width: 16)
          rule.coastMomentum(weights: &weights2, velocity: &first2, count: 16)
        }
        #expect(weights == weights2)
        #expect(first == first2)
        #expect(second == second2)
      }
    }

    @Test func scaleMultiplies() {
      var numbers = (0..<24).map { Float($0) }
      UpdateRule.scale(&numbers, by: 0.5, count: 16)
      for i in 0..<24 { #expect(numbers[i] == (i < 16 ? Float(i) / 2 : Float(i))) }
    }
  }
}
