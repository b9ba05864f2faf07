import CondenseCore

/// How weights follow their gradients. Formulas are PyTorch's; see `UpdateRule`.
///
/// On an embedding the rows that were read are updated once a step. `sgd` with momentum and `adam` give what
/// a dense optimizer would have: before a row is read again, the steps it missed are made up for, one by one
/// until the first moment has decayed to 3.3·10⁻⁶ (120 steps at β₁ = 0.9) and the rest at once.
public enum Optimizer: Hashable, Codable, Sendable {
  /// Gradient descent.
  case sgd(momentum: Float = 0)
  /// Steps divided by the root of the sum of squared gradients (Duchi, Hazan, Singer 2011).
  case adagrad(epsilon: Float = 1e-10, initial: Float = 0)
  /// Adagrad with one sum a row, for embeddings.
  case rowWiseAdagrad(epsilon: Float = 1e-10, initial: Float = 0)
  /// Adam (Kingma and Ba 2015, arXiv:1412.6980).
  case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)
  /// Adam with decoupled weight decay (Loshchilov and Hutter 2019, arXiv:1711.05101).
  case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, decay: Float = 0.01)
  /// Adam that leaves a row alone while nobody reads it (PyTorch's `SparseAdam`).
  case lazyAdam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8)

  /// - Throws: `CondenseError` of kind `usage` that names the number that makes no sense.
  func check() throws(CondenseError) {
    func check(_ name: String, _ value: Float, below limit: Float = .infinity, isZeroMeant: Bool = true)
      throws(CondenseError)
    {
      guard !(value < 0 || value >= limit || value.isNaN || value == 0 && !isZeroMeant) else {
        let range =
          limit == 1
          ? "it goes from 0 to below 1"
          : isZeroMeant
            ? "it is finite and not negative"
            : "it is finite and above 0"
        throw CondenseError(.usage, "the optimizer's \(name) is \(value); \(range)")
      }
    }
    switch self {
    case .sgd(let momentum): try check("momentum", momentum, below: 1)
    case .adagrad(let epsilon, let initial), .rowWiseAdagrad(let epsilon, let initial):
      try check("epsilon", epsilon, isZeroMeant: false)
      try check("initial sum", initial)
    case .adam(let beta1, let beta2, let epsilon), .lazyAdam(let beta1, let beta2, let epsilon),
      .adamW(let beta1, let beta2, let epsilon, _):
      try check("beta1", beta1, below: 1)
      try check("beta2", beta2, below: 1)
      try check("epsilon", epsilon, isZeroMeant: false)
      if case .adamW(_, _, _, let decay) = self { try check("decay", decay) }
    }
  }

  /// The part of a weight that one step of a rate decays.
  func decayShare(rate: Float) -> Float {
    if case .adamW(_, _, _, let decay) = self { rate * decay } else { 0 }
  }

  /// Steps that a row missed are made up for before it is read.
  package var catchesUp: Bool {
    switch self {
    case .sgd(let momentum): momentum != 0
    case .adam, .adamW: true
    case .adagrad, .rowWiseAdagrad, .lazyAdam: false
    }
  }

  /// Missed steps that are made up for one by one: until what is left of a first moment moves nothing.
  package var longestReplay: Int {
    let beta1: Float
    switch self {
    case .sgd(let momentum): beta1 = momentum
    case .adam(let beta, _, _), .lazyAdam(let beta, _, _), .adamW(let beta, _, _, _): beta1 = beta
    case .adagrad, .rowWiseAdagrad: return 0
    }
    guard beta1 > 0 else { return 0 }
    guard beta1 < 1 else { return .max }
    return Int((Elementary.log(3.3e-6) / Elementary.log(Double(beta1))).rounded(.up))
  }

  /// Numbers of state beside each weight; row-wise state is counted apart.
  package var statesPerWeight: Int {
    switch self {
    case .sgd(let momentum): momentum == 0 ? 0 : 1
    case .adagrad: 1
    case .rowWiseAdagrad: 0
    case .adam, .adamW, .lazyAdam: 2
    }
  }

  /// What the first state begins with.
  package var initialState: Float {
    switch self {
    case .adagrad(_, let initial), .rowWiseAdagrad(_, let initial): initial
    default: 0
    }
  }

  /// The numbers of step `step`, counted from 1.
  package func rule(rate: Float, step: Int) -> UpdateRule {
    switch self {
    case .sgd(let momentum):
      var rule = UpdateRule(kind: .sgd, rate: rate)
      rule.beta1 = momentum
      return rule
    case .adagrad(let epsilon, _):
      var rule = UpdateRule(kind: .adagrad, rate: rate)
      rule.epsilon = epsilon
      return rule
    case .rowWiseAdagrad(let epsilon, _):
      var rule = UpdateRule(kind: .rowWiseAdagrad, rate: rate)
      rule.epsilon = epsilon
      return rule
    case .adam(let beta1, let beta2, let epsilon):
      return Self.adam(rate, beta1, beta2, epsilon, decay: 0, step)
    case .lazyAdam(let beta1, let beta2, let epsilon):
      // `SparseAdam` adds ε before it corrects the second moment: η·√(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε).
      var rule = Self.adam(rate, beta1, beta2, epsilon, decay: 0, step)
      rule.epsilon *= rule.correction2
      return rule
    case .adamW(let beta1, let beta2, let epsilon, let decay):
      return Self.adam(rate, beta1, beta2, epsilon, decay: decay, step)
    }
  }

  private static func adam(
    _ rate: Float, _ beta1: Float, _ beta2: Float, _ epsilon: Float, decay: Float, _ step: Int
  ) -> UpdateRule {
    var rule = UpdateRule(kind: .adam, rate: rate)
    rule.beta1 = beta1
    rule.beta2 = beta2
    rule.epsilon = epsilon
    rule.keep = 1 - rate * decay
    rule.correction1 = Float(1 / (1 - power(beta1, step)))
    rule.correction2 = Float(1 / (1 - power(beta2, step)).squareRoot())
    return rule
  }

  /// βᵗ by repeated squaring, in Double.
  package static func power(_ base: Float, _ exponent: Int) -> Double {
    var result = 1.0, square = Double(base), left = exponent
    while left > 0 {
      if left & 1 == 1 { result *= square }
      square *= square
      left >>= 1
    }
    return result
  }
}
