import CondenseCore
import Foundation
import Testing

extension KernelTests {
  /// Losses and their gradients against Double, and where logits are huge or targets are missing.
  @Suite struct LossKernelTests {
    static let weights: [Float] = [1, 0.5, 2, 0, 3, 1, 1]
    static let scale: Float = 0.25

    static func logits(_ count: Int, bound: Float) -> [Float] {
      var numbers = [Float](repeating: 0, count: count)
      Philox(seed: 1, purpose: "logits").fillUniform(&numbers, count: count, bound: bound)
      return numbers
    }

    private func expectClose(_ a: [Float], _ b: [Double], _ tolerance: Double, _ comment: Comment) {
      #expect(a.count == b.count)
      for (x, y) in zip(a, b) { #expect(abs(Double(x) - y) <= tolerance * max(1, abs(y)), comment) }
    }

    // MARK: softmax

    static func softmaxReference(_ x: [Double], _ target: Int) -> (loss: Double, gradient: [Double]) {
      let largest = x.max() ?? 0
      let terms = x.map { exp($0 - largest) }, sum = terms.reduce(0, +)
      return (
        log(sum) - (x[target] - largest), terms.enumerated().map { $1 / sum - ($0 == target ? 1 : 0) }
      )
    }

    @Test(arguments: [1, 2, 3, 8, 9, 16, 100], [Float(1), 10, 10_000])
    func softmax(classes: Int, bound: Float) {
      let rows = 7, stride = classes + 2, x = Self.logits(rows * stride, bound: bound)
      let targets = (0..<rows).map { $0 == 2 ? -1 : Int32($0 * 3 % classes) }
      for isWeighted in [false, true] {
        var gradients = [Float](repeating: .nan, count: rows * stride)
        let loss = Self.weights.withUnsafeBufferPointer {
          LossKernels.softmaxCrossEntropy(
            rows: rows, classes: classes, logits: x, stride: stride, targets: targets,
            weights: isWeighted ? $0.baseAddress : nil, scale: Self.scale, gradients: &gradients,
            gradientStride: stride)
        }
        var expected = 0.0
        for row in 0..<rows {
          let of = row * stride..<row * stride + classes
          guard targets[row] >= 0 else {
            #expect(gradients[of].allSatisfy { $0 == 0 })
            continue
          }
          let weight = isWeighted ? Double(Self.weights[row]) : 1
          let (value, gradient) = Self.softmaxReference(x[of].map(Double.init), Int(targets[row]))
          expected += weight * value
          expectClose(
            Array(gradients[of]), gradient.map { $0 * weight * Double(Self.scale) }, 1e-6, "row \(row)")
        }
        #expect(abs(loss - expected) <= 1e-5 * max(1, expected))
      }
      let none = LossKernels.softmaxCrossEntropy(
        rows: rows, classes: classes, logits: x, stride: stride, targets: targets, weights: nil, scale: 1,
        gradients: nil, gradientStride: 0)
      #expect(none.isFinite)
    }

    @Test func softmaxProbabilitiesAddUp() {
      for bound: Float in [1, 10_000] {
        var x = Self.logits(5 * 13, bound: bound)
        let before = x
        LossKernels.softmax(rows: 5, classes: 11, logits: &x, stride: 13)
        for row in 0..<5 {
          let of = row * 13..<row * 13 + 11
          #expect(abs(x[of].reduce(0, +) - 1) < 1e-6)
          let (_, gradient) = Self.softmaxReference(before[of].map(Double.init), 0)
          for (c, probability) in x[of].enumerated() {
            #expect(abs(Double(probability) - gradient[c] - (c == 0 ? 1 : 0)) < 1e-6)
          }
          #expect(x[row * 13 + 11] == before[row * 13 + 11])
        }
      }
    }

    @Test func aLossOfWhatIsNotANumberIsNotANumber() {
      for place in 0..<3 {
        var x: [Float] = [1, 2, 3]
        x[place] = .nan
        let loss = LossKernels.softmaxCrossEntropy(
          rows: 1, classes: 3, logits: x, stride: 3, targets: [0], weights: nil, scale: 1, gradients: nil,
          gradientStride: 0)
        #expect(loss.isNaN, "NaN at \(place)")
      }
    }

    // MARK: several classes

    private func severalSoftmax(
      _ x: [Float], _ targets: [Int32], _ shares: [Float]?, weight: Float = 1, scale: Float = 1
    ) -> (loss: Double, gradient: [Float]) {
      var gradient = [Float](repeating: .nan, count: x.count)
      let loss = LossKernels.softmaxCrossEntropy(
        classes: x.count, logits: x, targets: targets, targetCount: targets.count, targetWeights: shares,
        weight: weight, scale: scale, gradient: &gradient)
      return (loss, gradient)
    }

    @Test(arguments: [2, 3, 8, 9, 16, 100], [Float(1), 10, 10_000])
    func softmaxOfSeveralClasses(classes: Int, bound: Float) {
      let x = Self.logits(classes, bound: bound)
      let targets: [Int32] = [Int32(classes - 1), 0, Int32(classes / 2), 0],
        shares: [Float] = [0.5, 2, 1, 0.25]
      for isWeighted in [false, true] {
        let (loss, gradient) = severalSoftmax(
          x, targets, isWeighted ? shares : nil, weight: 3, scale: Self.scale)
        var expected = 0.0
        var slopes = [Double](repeating: 0, count: classes)
        for (target, share) in zip(targets, shares) {
          let weight = 3 * (isWeighted ? Double(share) : 1)
          let one = Self.softmaxReference(x.map(Double.init), Int(target))
          expected += weight * one.loss
          for c in 0..<classes { slopes[c] += weight * Double(Self.scale) * one.gradient[c] }
        }
        #expect(abs(loss - expected) <= 1e-5 * max(1, expected))
        expectClose(gradient, slopes, 2e-6, "weighted: \(isWeighted)")
      }
    }

    @Test(arguments: [3, 8, 21]) func oneOfSeveralClassesIsOneClass(classes: Int) {
      let x = Self.logits(classes, bound: 4)
      for target in 0..<Int32(classes) {
        let (loss, gradient) = severalSoftmax(x, [target], nil, weight: 0.5, scale: Self.scale)
        var single = [Float](repeating: 0, count: classes)
        let expected = LossKernels.softmaxCrossEntropy(
          rows: 1, classes: classes, logits: x, stride: classes, targets: [target], weights: [0.5],
          scale: Self.scale, gradients: &single, gradientStride: classes)
        #expect(abs(loss - expected) < 1e-6)
        expectClose(gradient, single.map(Double.init), 1e-7, "class \(target)")
      }
      let (loss, gradient) = severalSoftmax(x, [], nil)
      #expect(loss == 0 && gradient.allSatisfy { $0 == 0 })
    }

    /// Whole vectors are read and written, so that there is room past the last class.
    private func severalBinary(
      _ x: [Float], _ targets: [Int32], weight: Float = 1, scale: Float = 1
    ) -> (loss: Double, gradient: [Float]) {
      let padded = x + [Float](repeating: 99, count: 8)
      var gradient = [Float](repeating: .nan, count: padded.count)
      let loss = LossKernels.binaryCrossEntropy(
        classes: x.count, logits: padded, targets: targets, targetCount: targets.count, weight: weight,
        scale: scale, gradient: &gradient)
      return (loss, Array(gradient[..<x.count]))
    }

    @Test(arguments: [1, 2, 7, 8, 9, 16, 101], [Float(1), 20, 10_000])
    func binaryOfSeveralClasses(classes: Int, bound: Float) {
      let x = Self.logits(classes, bound: bound)
      for targets in [[], [0], Array(Set([0, Int32(classes - 1), Int32(classes / 2)]))] as [[Int32]] {
        let (loss, gradient) = severalBinary(x, targets, weight: 3, scale: Self.scale)
        let dense = (0..<Int32(classes)).map { targets.contains($0) ? Float(1) : 0 }
        var slopes = [Float](repeating: 0, count: classes)
        let expected = LossKernels.binaryCrossEntropy(
          rows: 1, width: classes, logits: x, stride: classes, targets: dense, targetStride: classes,
          weights: [3], scale: Self.scale, gradients: &slopes, gradientStride: classes)
        #expect(abs(loss - expected) <= 1e-5 * max(1, expected), "\(targets)")
        expectClose(gradient, slopes.map(Double.init), 1e-6, "\(targets)")
      }
    }

    @Test func gradientsOfSeveralClassesAgreeWithDifferences() {
      let x: [Float] = [0.3, -1.2, 0.7, 2, -0.4, 1, 0.1, -2, 0.6], step: Float = 1e-2
      let losses: [(String, ([Float]) -> (loss: Double, gradient: [Float]))] = [
        ("softmax", { severalSoftmax($0, [2, 8, 0], nil) }),
        ("weighted softmax", { severalSoftmax($0, [2, 8, 0], [0.5, 1, 2]) }),
        ("binary", { severalBinary($0, [2, 8, 0]) }),
      ]
      for (name, loss) in losses {
        let gradient = loss(x).gradient
        for i in x.indices {
          var up = x, down = x
          up[i] += step
          down[i] -= step
          let quotient = (loss(up).loss - loss(down).loss) / Double(up[i] - down[i])
          #expect(abs(quotient - Double(gradient[i])) < 2e-3, "\(name), \(i)")
        }
      }
    }

    // MARK: numbers as targets

    private typealias Kernel = (
      Int, Int, UnsafePointer<Float>, Int, UnsafePointer<Float>, Int, UnsafePointer<Float>?, Float,
      UnsafeMutablePointer<Float>?, Int
    ) -> Double

    private func check(
      _ kernel: Kernel, bound: Float, targets: (Int) -> Float,
      reference: (_ x: Double, _ t: Double) -> (loss: Double, gradient: Double)
    ) {
      for width in [1, 3] {
        let rows = 7, stride = width + 2, x = Self.logits(rows * stride, bound: bound)
        let t = (0..<rows * width).map { $0 % 5 == 3 ? .nan : targets($0) }
        for isWeighted in [false, true] {
          var gradients = [Float](repeating: .nan, count: rows * stride)
          let loss = Self.weights.withUnsafeBufferPointer {
            kernel(
              rows, width, x, stride, t, width, isWeighted ? $0.baseAddress : nil, Self.scale, &gradients,
              stride)
          }
          var expected = 0.0
          for row in 0..<rows {
            for c in 0..<width {
              let gradient = gradients[row * stride + c]
              guard !t[row * width + c].isNaN else {
                #expect(gradient == 0)
                continue
              }
              let weight = isWeighted ? Double(Self.weights[row]) : 1
              let truth = reference(Double(x[row * stride + c]), Double(t[row * width + c]))
              expected += weight * truth.loss
              let slope = truth.gradient * weight * Double(Self.scale)
              #expect(abs(Double(gradient) - slope) <= 1e-6 * max(1, abs(slope)))
            }
          }
          #expect(abs(loss - expected) <= 1e-5 * max(1, expected))
        }
      }
    }

    @Test(arguments: [Float(1), 20, 10_000]) func binaryCrossEntropy(bound: Float) {
      check(
        LossKernels.binaryCrossEntropy, bound: bound, targets: { [0, 1, 0.25, 1][$0 % 4] },
        reference: { x, t in (max(x, 0) - x * t + log1p(exp(-abs(x))), 1 / (1 + exp(-x)) - t) })
    }

    @Test(arguments: [Float(1), 10_000]) func squaredError(bound: Float) {
      check(
        LossKernels.squaredError, bound: bound, targets: { Float($0) / 7 - 1 },
        reference: { x, t in ((x - t) * (x - t), 2 * (x - t)) })
    }

    /// The gradients are those of the losses: central differences.
    @Test func gradientsAgreeWithDifferences() {
      let x: [Float] = [0.3, -1.2, 0.7, 2], step: Float = 1e-2
      let losses: [(String, ([Float], UnsafeMutablePointer<Float>?) -> Double)] = [
        (
          "softmax",
          {
            LossKernels.softmaxCrossEntropy(
              rows: 1, classes: 4, logits: $0, stride: 4, targets: [2], weights: nil, scale: 1, gradients: $1,
              gradientStride: 4)
          }
        ),
        (
          "binary",
          {
            LossKernels.binaryCrossEntropy(
              rows: 1, width: 4, logits: $0, stride: 4, targets: [0, 1, 0.5, 1], targetStride: 4,
              weights: nil, scale: 1, gradients: $1, gradientStride: 4)
          }
        ),
        (
          "squared",
          {
            LossKernels.squaredError(
              rows: 1, width: 4, outputs: $0, stride: 4, targets: [0, 1, 0.5, 1], targetStride: 4,
              weights: nil, scale: 1, gradients: $1, gradientStride: 4)
          }
        ),
      ]
      for (name, loss) in losses {
        var gradient = [Float](repeating: 0, count: 4)
        _ = loss(x, &gradient)
        for i in 0..<4 {
          var up = x, down = x
          up[i] += step
          down[i] -= step
          let quotient = (loss(up, nil) - loss(down, nil)) / Double(up[i] - down[i])
          #expect(abs(quotient - Double(gradient[i])) < 1e-3, "\(name), \(i)")
        }
      }
    }
  }
}
