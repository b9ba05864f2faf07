/// Losses of a tile of examples from their logits, with gradients; stable for logits of any size.
///
/// The gradient of example `i` is scaled by `weights[i]` (nil: 1) times `scale`; an example whose target is
/// missing (class −1, number NaN) adds nothing and has gradient 0. Losses are summed in Double, in order.
package enum LossKernels {
  /// −log softmax(x)[class], by the largest logit: `log Σ exp(x − max) − (x[class] − max)`.
  package static func softmaxCrossEntropy(
    rows: Int, classes: Int, logits: UnsafePointer<Float>, stride: Int, targets: UnsafePointer<Int32>,
    weights: UnsafePointer<Float>?, scale: Float, gradients: UnsafeMutablePointer<Float>?,
    gradientStride: Int
  ) -> Double {
    var total = 0.0
    let padded = roundedUp(classes, toMultipleOf: 8)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: padded) { buffer in
      let terms = buffer.baseAddress!
      for row in 0..<rows {
        let x = logits + row * stride
        let target = Int(targets[row])
        let g = gradients.map { $0 + row * gradientStride }
        guard target >= 0 else {
          g?.update(repeating: 0, count: classes)
          continue
        }
        let (largest, sum) = exponentials(x, classes: classes, terms: terms, padded: padded)
        let weight = weights.map { $0[row] } ?? 1
        total += Double(weight) * Double(Elementary.log(sum) - (x[target] - largest))
        guard let g else { continue }
        let share = weight * scale / sum
        for c in 0..<classes { g[c] = terms[c] * share }
        g[target] -= weight * scale
      }
    }
    return total
  }

  /// −Σ wᵢ · log softmax(x)[classᵢ] of one example with several right classes, each with its weight or 1.
  package static func softmaxCrossEntropy(
    classes: Int, logits x: UnsafePointer<Float>, targets: UnsafePointer<Int32>, targetCount: Int,
    targetWeights: UnsafePointer<Float>?, weight: Float, scale: Float,
    gradient g: UnsafeMutablePointer<Float>?
  ) -> Double {
    guard targetCount > 0 else {
      g?.update(repeating: 0, count: classes)
      return 0
    }
    var total = 0.0
    let padded = roundedUp(classes, toMultipleOf: 8)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: padded) { buffer in
      let terms = buffer.baseAddress!
      let (largest, sum) = exponentials(x, classes: classes, terms: terms, padded: padded)
      let logSum = Elementary.log(sum)
      var all: Float = 0
      for place in 0..<targetCount {
        let share = targetWeights.map { $0[place] } ?? 1
        all += share
        total += Double(weight) * Double(share) * Double(logSum - (x[Int(targets[place])] - largest))
      }
      guard let g else { return }
      let factor = weight * scale * all / sum
      for c in 0..<classes { g[c] = terms[c] * factor }
      for place in 0..<targetCount {
        g[Int(targets[place])] -= weight * scale * (targetWeights.map { $0[place] } ?? 1)
      }
    }
    return total
  }

  /// Fills `terms` with exp(x − max), zeros past `classes`; returns max and the sum in order of classes.
  @inline(__always)
  private static func exponentials(
    _ x: UnsafePointer<Float>, classes: Int, terms: UnsafeMutablePointer<Float>, padded: Int
  ) -> (largest: Float, sum: Float) {
    var largest = x[0], first = 1
    if classes >= 16 {
      var most = x.load8(0)
      first = classes / 8 * 8
      for place in stride(from: 8, to: first, by: 8) {
        let next = x.load8(place)
        most.replace(with: next, where: next .> most)
      }
      largest = most.max()
    }
    for c in first..<max(classes, 1) where x[c] > largest { largest = x[c] }
    for c in 0..<classes { terms[c] = x[c] - largest }
    for c in classes..<padded { terms[c] = -200 }
    var sums = Float8()
    var c = 0
    while c < padded {
      let e = Elementary.exp(terms.load8(c))
      terms.store8(e, c)
      sums += e
      c += 8
    }
    return (largest, sums.sumInOrder)
  }

  /// Turns logits into probabilities, in place.
  package static func softmax(
    rows: Int, classes: Int, logits: UnsafeMutablePointer<Float>, stride: Int
  ) {
    let padded = roundedUp(classes, toMultipleOf: 8)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: padded) { buffer in
      let terms = buffer.baseAddress!
      for row in 0..<rows {
        let x = logits + row * stride
        let (_, sum) = exponentials(x, classes: classes, terms: terms, padded: padded)
        for c in 0..<classes { x[c] = terms[c] / sum }
      }
    }
  }

  /// `max(x, 0) − x·t + log(1 + exp(−|x|))` for targets `t` in [0, 1].
  package static func binaryCrossEntropy(
    rows: Int, width: Int, logits: UnsafePointer<Float>, stride: Int, targets: UnsafePointer<Float>,
    targetStride: Int, weights: UnsafePointer<Float>?, scale: Float,
    gradients: UnsafeMutablePointer<Float>?, gradientStride: Int
  ) -> Double {
    var total = 0.0
    for row in 0..<rows {
      let weight = weights.map { $0[row] } ?? 1
      for c in 0..<width {
        let x = logits[row * stride + c], t = targets[row * targetStride + c]
        guard !t.isNaN else {
          gradients?[row * gradientStride + c] = 0
          continue
        }
        let e = Elementary.exp(-abs(x))
        total += Double(weight) * Double(max(x, 0) - x * t + Elementary.log(1 + e))
        let probability = x >= 0 ? 1 / (1 + e) : e / (1 + e)
        gradients?[row * gradientStride + c] = (probability - t) * weight * scale
      }
    }
    return total
  }

  /// The same of one example whose targets are 1 for some classes and 0 for all others.
  ///
  /// - Parameters:
  ///   - x: logits; whole vectors are read past the last.
  ///   - g: whole vectors are written past the last.
  package static func binaryCrossEntropy(
    classes: Int, logits x: UnsafePointer<Float>, targets: UnsafePointer<Int32>, targetCount: Int,
    weight: Float, scale: Float, gradient g: UnsafeMutablePointer<Float>
  ) -> Double {
    let one = Float8(repeating: 1), factor = Float8(repeating: weight * scale)
    var sums = Float8()
    var c = 0
    while c < classes {
      let v = x.load8(c)
      let e = Elementary.exp(v.replacing(with: -v, where: v .> 0))
      let share = one / (one + e)
      var loss = v.replacing(with: 0, where: v .< 0) + Elementary.log(one + e)
      g.store8((e * share).replacing(with: share, where: v .>= 0) * factor, c)
      if c + 8 > classes { for lane in (classes - c)..<8 { loss[lane] = 0 } }
      sums += loss
      c += 8
    }
    var total = 0.0
    for lane in 0..<8 { total += Double(sums[lane]) }
    for place in 0..<targetCount {
      total -= Double(x[Int(targets[place])])
      g[Int(targets[place])] -= weight * scale
    }
    return total * Double(weight)
  }

  /// `(x − t)²`.
  package static func squaredError(
    rows: Int, width: Int, outputs: UnsafePointer<Float>, stride: Int, targets: UnsafePointer<Float>,
    targetStride: Int, weights: UnsafePointer<Float>?, scale: Float,
    gradients: UnsafeMutablePointer<Float>?, gradientStride: Int
  ) -> Double {
    var total = 0.0
    for row in 0..<rows {
      let weight = weights.map { $0[row] } ?? 1
      for c in 0..<width {
        let t = targets[row * targetStride + c]
        guard !t.isNaN else {
          gradients?[row * gradientStride + c] = 0
          continue
        }
        let difference = outputs[row * stride + c] - t
        total += Double(weight) * Double(difference) * Double(difference)
        gradients?[row * gradientStride + c] = 2 * difference * weight * scale
      }
    }
    return total
  }
}
