import CKernels

/// One optimizer step as numbers: what the kernels apply to a run of weights and their state.
///
/// The formulas are PyTorch's, term by term, so that trajectories agree:
/// - `sgd`: `v ← μ·v + g; w ← w − η·v` (no state when μ = 0)
/// - `adagrad`: `s ← s + g²; w ← w − η·g / (√s + ε)`
/// - `rowWiseAdagrad`: `s ← s + mean(g²)`, one `s` a row (Naumov et al. 2019, arXiv:1906.00091)
/// - `adam`: `m ← m + (1 − β₁)(g − m); v ← β₂·v + (1 − β₂)·g²;
///   w ← w − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)`, after `w ← w·(1 − η·λ)` for AdamW
package struct UpdateRule: Sendable {
  package enum Kind: Sendable { case sgd, adagrad, rowWiseAdagrad, adam }

  package var kind: Kind
  /// η of this step.
  package var rate: Float
  /// μ, or β₁.
  package var beta1: Float = 0
  package var beta2: Float = 0
  package var epsilon: Float = 0
  /// 1 − η·λ: what decoupled weight decay leaves of a weight.
  package var keep: Float = 1
  /// 1 / (1 − β₁ᵗ) and 1 / √(1 − β₂ᵗ).
  package var correction1: Float = 1
  package var correction2: Float = 1

  package init(kind: Kind, rate: Float) {
    self.kind = kind
    self.rate = rate
  }

  package var isRowWise: Bool { kind == .rowWiseAdagrad }

  /// The step for vectors of sixteen, where there are such and it gains: roots and divisions take its time.
  @inline(__always)
  var wide: ckernels_rule? {
    guard Processors.isWide, kind == .adagrad || kind == .adam else { return nil }
    return ckernels_rule(
      is_adam: kind == .adam ? 1 : 0, step: kind == .adam ? -rate * correction1 : -rate, keep: keep,
      epsilon: epsilon, fresh1: 1 - beta1, beta2: beta2, fresh2: 1 - beta2, correction2: correction2)
  }

  /// Applies the step to `count` numbers: 2, 4 or a multiple of 8.
  ///
  /// - Parameter width: how many of them are real, for the mean of row-wise state.
  @inline(__always)
  package func apply(
    weights w: UnsafeMutablePointer<Float>, gradient g: UnsafePointer<Float>,
    first: UnsafeMutablePointer<Float>?, second: UnsafeMutablePointer<Float>?, count: Int, width: Int
  ) {
    if count % 16 == 0, var rule = wide { return ckernels_update(&rule, count, w, g, first, second) }
    if count < 8 { return applyShort(w, g, first, second, count, width) }
    apply(Float8Run(lanes: 8), w, g, first, second, count, width)
  }

  /// Rows of two or four numbers: apart, so that the loops over others know how wide a vector is.
  @inline(never)
  private func applyShort(
    _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ first: UnsafeMutablePointer<Float>?,
    _ second: UnsafeMutablePointer<Float>?, _ count: Int, _ width: Int
  ) {
    if count == 2 {
      apply(Float8Run(lanes: 2), w, g, first, second, count, width)
    } else {
      apply(Float8Run(lanes: 4), w, g, first, second, count, width)
    }
  }

  @inline(__always)
  private func apply(
    _ run: Float8Run, _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>,
    _ first: UnsafeMutablePointer<Float>?, _ second: UnsafeMutablePointer<Float>?, _ count: Int, _ width: Int
  ) {
    switch (kind, first, second) {
    case (.sgd, let velocity?, _): applyMomentum(run, w, g, velocity, count)
    case (.sgd, nil, _): applyPlain(run, w, g, count)
    case (.adagrad, let sum?, _): applyAdagrad(run, w, g, sum, count)
    case (.rowWiseAdagrad, let sum?, _): applyRowWise(run, w, g, sum, count, width)
    case (.adam, let mean?, let square?): applyAdam(run, w, g, mean, square, count)
    default: preconditionFailure("an optimizer without its state")
    }
  }

  @inline(__always)
  private func applyPlain(
    _ run: Float8Run, _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>, _ count: Int
  ) {
    let step = Float8(repeating: -rate), keep = Float8(repeating: keep)
    var i = 0
    while i < count {
      run.store((run.load(w, i) * keep).addingProduct(step, run.load(g, i)), to: w, i)
      i += 8
    }
  }

  @inline(__always)
  private func applyMomentum(
    _ run: Float8Run, _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>,
    _ velocity: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    let step = Float8(repeating: -rate), momentum = Float8(repeating: beta1)
    let keep = Float8(repeating: keep)
    var i = 0
    while i < count {
      let v = run.load(g, i).addingProduct(momentum, run.load(velocity, i))
      run.store(v, to: velocity, i)
      run.store((run.load(w, i) * keep).addingProduct(step, v), to: w, i)
      i += 8
    }
  }

  @inline(__always)
  private func applyAdagrad(
    _ run: Float8Run, _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>,
    _ sum: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    let step = Float8(repeating: -rate), epsilon = Float8(repeating: epsilon)
    let keep = Float8(repeating: keep)
    var i = 0
    while i < count {
      let gradient = run.load(g, i)
      let s = run.load(sum, i).addingProduct(gradient, gradient)
      run.store(s, to: sum, i)
      run.store((run.load(w, i) * keep) + step * gradient / (s.root + epsilon), to: w, i)
      i += 8
    }
  }

  @inline(__always)
  private func applyRowWise(
    _ run: Float8Run, _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>,
    _ sum: UnsafeMutablePointer<Float>,
    _ count: Int, _ width: Int
  ) {
    var squares = Float8()
    var i = 0
    while i < count {
      let gradient = run.load(g, i)
      squares.addProduct(gradient, gradient)
      i += 8
    }
    sum.pointee += squares.sumInOrder / Float(width)
    let step = Float8(repeating: -rate / (sum.pointee.squareRoot() + epsilon))
    let keep = Float8(repeating: keep)
    i = 0
    while i < count {
      run.store((run.load(w, i) * keep).addingProduct(step, run.load(g, i)), to: w, i)
      i += 8
    }
  }

  @inline(__always)
  private func applyAdam(
    _ run: Float8Run, _ w: UnsafeMutablePointer<Float>, _ g: UnsafePointer<Float>,
    _ mean: UnsafeMutablePointer<Float>,
    _ square: UnsafeMutablePointer<Float>, _ count: Int
  ) {
    let fresh1 = Float8(repeating: 1 - beta1), beta2 = Float8(repeating: beta2)
    let fresh2 = Float8(repeating: 1 - self.beta2), epsilon = Float8(repeating: epsilon)
    let step = Float8(repeating: -rate * correction1), root = Float8(repeating: correction2)
    let keep = Float8(repeating: keep)
    var i = 0
    while i < count {
      let gradient = run.load(g, i)
      let m0 = run.load(mean, i)
      let m = m0.addingProduct(fresh1, gradient - m0)
      let v = (beta2 * run.load(square, i)).addingProduct(fresh2 * gradient, gradient)
      run.store(m, to: mean, i)
      run.store(v, to: square, i)
      let divisor = epsilon.addingProduct(v.root, root)
      run.store((run.load(w, i) * keep) + step * m / divisor, to: w, i)
      i += 8
    }
  }

  /// What Adam does to a row in steps that bring it no gradient: replays one of them.
  package func coastAdam(
    weights w: UnsafeMutablePointer<Float>, mean: UnsafeMutablePointer<Float>,
    square: UnsafeMutablePointer<Float>, count: Int
  ) {
    let fresh1 = Float8(repeating: 1 - beta1), beta2 = Float8(repeating: beta2)
    let epsilon = Float8(repeating: epsilon)
    let step = Float8(repeating: -rate * correction1), root = Float8(repeating: correction2)
    let keep = Float8(repeating: keep)
    let run = Float8Run(count: count)
    var i = 0
    while i < count {
      let m0 = run.load(mean, i)
      let m = m0.addingProduct(fresh1, -m0)
      let v = beta2 * run.load(square, i)
      run.store(m, to: mean, i)
      run.store(v, to: square, i)
      let divisor = epsilon.addingProduct(v.root, root)
      run.store((run.load(w, i) * keep) + step * m / divisor, to: w, i)
      i += 8
    }
  }

  /// What momentum does to a row in a step that brings it no gradient.
  package func coastMomentum(
    weights w: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>, count: Int
  ) {
    let step = Float8(repeating: -rate), momentum = Float8(repeating: beta1)
    let keep = Float8(repeating: keep)
    let run = Float8Run(count: count)
    var i = 0
    while i < count {
      let v = momentum * run.load(velocity, i)
      run.store(v, to: velocity, i)
      run.store((run.load(w, i) * keep).addingProduct(step, v), to: w, i)
      i += 8
    }
  }

  /// Multiplies a run of numbers by one factor.
  package static func scale(_ numbers: UnsafeMutablePointer<Float>, by factor: Float, count: Int) {
    let f = Float8(repeating: factor)
    let run = Float8Run(count: count)
    var i = 0
    while i < count {
      run.store(run.load(numbers, i) * f, to: numbers, i)
      i += 8
    }
  }
}
