import CondenseCore
import Testing

extension KernelTests {
  /// The dense products against plain loops, to the bit: each output is one chain of fused multiply-adds over
  /// the inputs in ascending order.
  @Suite struct ProductKernelTests {
    static func random(_ count: Int, _ seed: UInt64) -> [Float] {
      var numbers = [Float](repeating: 0, count: count)
      Philox(seed: seed, purpose: "product").fillUniform(&numbers, count: count, bound: 2)
      return numbers
    }

    /// `W` in panels, padding zero.
    static func panels(_ w: [Float], _ layout: PanelLayout) -> [Float] {
      var result = [Float](repeating: 0, count: layout.count)
      for input in 0..<layout.inputs {
        for unit in 0..<layout.units {
          result[layout.offset(input: input, unit: unit)] = w[input * layout.units + unit]
        }
      }
      return result
    }

    enum Start: CaseIterable { case zero, bias, output }

    static func multiply(
      rows: Int, inputs: Int, x: [Float], xStride: Int, w: [Float], panelCount: Int, start: Start,
      bias: [Float],
      y: inout [Float], yStride: Int, firstRow: Int = 0
    ) {
      x.withUnsafeBufferPointer { x in
        w.withUnsafeBufferPointer { w in
          bias.withUnsafeBufferPointer { bias in
            y.withUnsafeMutableBufferPointer { y in
              guard let x = x.baseAddress, let w = w.baseAddress, let b = bias.baseAddress,
                let y = y.baseAddress
              else { return }
              ProductKernels.multiply(
                rows: rows, inputs: inputs, x: x + firstRow * xStride, xStride: xStride, panels: w,
                panelCount: panelCount,
                start: start == .zero ? .zero : start == .bias ? .bias(b) : .output,
                y: y + firstRow * yStride, yStride: yStride)
            }
          }
        }
      }
    }

    @Test(arguments: [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 60])
    func multiplyIsAChain(rows: Int) {
      for inputs in [1, 2, 3, 7, 8, 16, 17, 31, 100, 257, 1000] {
        for units in [1, 2, 15, 16, 17, 33, 48, 64, 65, 80, 130] {
          // The whole grid is large; every size still meets every other for few rows.
          if rows > 7, inputs > 100, units > 33 { continue }
          let layout = PanelLayout(inputs: inputs, units: units)
          let padded = layout.panels * 16, xStride = inputs + 3, yStride = padded + 5
          let x = Self.random(rows * xStride, 1), w = Self.random(inputs * units, 2)
          let bias = Self.random(units, 3) + [Float](repeating: 0, count: padded - units)
          let packed = Self.panels(w, layout)
          for start in Start.allCases {
            let before = Self.random(rows * yStride, 4)
            var y = before
            Self.multiply(
              rows: rows, inputs: inputs, x: x, xStride: xStride, w: packed, panelCount: layout.panels,
              start: start, bias: bias, y: &y, yStride: yStride)
            var isRight = true
            for row in 0..<rows {
              for unit in 0..<units {
                var sum: Float =
                  start == .zero ? 0 : start == .bias ? bias[unit] : before[row * yStride + unit]
                for k in 0..<inputs { sum.addProduct(x[row * xStride + k], w[k * units + unit]) }
                isRight = isRight && sum.bitPattern == y[row * yStride + unit].bitPattern
              }
              // Between the rows nothing is written.
              for gap in padded..<yStride {
                isRight = isRight && y[row * yStride + gap] == before[row * yStride + gap]
              }
            }
            #expect(isRight, "\(rows) × \(inputs) × \(units) from \(start)")
          }
        }
      }
    }

    @Test(arguments: [2, 16, 33, 64, 100, 333, 1000])
    func aRowAloneHasTheBitsItHasAnywhere(width: Int) {
      let layout = PanelLayout(inputs: width, units: width), rows = 27, stride = layout.panels * 16
      let x = Self.random(rows * width, 5), w = Self.panels(Self.random(width * width, 6), layout)
      let bias = Self.random(stride, 7)
      var together = [Float](repeating: 0, count: rows * stride)
      Self.multiply(
        rows: rows, inputs: width, x: x, xStride: width, w: w, panelCount: layout.panels, start: .bias,
        bias: bias, y: &together, yStride: stride)
      for (first, count) in (0..<rows).map({ ($0, 1) }) + [(0, 6), (3, 6), (5, 13), (1, 26), (20, 7)] {
        var some = [Float](repeating: 0, count: rows * stride)
        Self.multiply(
          rows: count, inputs: width, x: x, xStride: width, w: w, panelCount: layout.panels, start: .bias,
          bias: bias, y: &some, yStride: stride, firstRow: first)
        let range = first * stride..<(first + count) * stride
        #expect(
          some[range].map(\.bitPattern) == together[range].map(\.bitPattern), "rows \(first) + \(count)")
      }
    }

    @Test(arguments: [1, 2, 5, 6, 60, 255, 256, 257, 600])
    func outerIsAChainOverTheBatch(rows: Int) throws {
      for inputs in [1, 2, 5, 6, 7, 12, 16, 95, 96] {
        let stride = inputs + 9
        // Memory with the slack that the kernel may read.
        let x = try FloatMemory(copying: Self.random(rows * stride, 8))
        let dy = try FloatMemory(copying: Self.random(rows * 16, 9))
        let gradient = try FloatMemory(count: roundedUp(inputs, toMultipleOf: 6) * 16)
        gradient.elements.update(repeating: .nan)
        ProductKernels.outer(
          rows: rows, inputs: inputs, x: x.base, xStride: stride, dy: dy.base, gradient: gradient.base)
        var isRight = true
        var largest = 0.0
        for input in 0..<inputs {
          for unit in 0..<16 {
            var chain: Float = 0, exact = 0.0, size = 0.0
            for row in 0..<rows {
              let a = x.base[row * stride + input], b = dy.base[row * 16 + unit]
              chain.addProduct(a, b)
              exact += Double(a) * Double(b)
              size += abs(Double(a) * Double(b))
            }
            let result = gradient.base[input * 16 + unit]
            isRight = isRight && result.bitPattern == chain.bitPattern
            largest = max(largest, abs(Double(result) - exact) / size)
          }
        }
        #expect(isRight, "\(rows) rows, \(inputs) inputs")
        #expect(largest < 1e-6 * Double(rows).squareRoot())
      }
    }

    @Test func packLaysRowsOutByPanels() {
      for (rows, panels, batch) in [(1, 1, 1), (5, 2, 9), (12, 3, 12), (60, 1, 64)] {
        let stride = panels * 16 + 3
        let dy = Self.random(rows * stride, 10)
        var packed = [Float](repeating: -7, count: panels * batch * 16)
        ProductKernels.pack(
          rows: rows, dy: dy, stride: stride, panelCount: panels, batch: batch, packed: &packed)
        for panel in 0..<panels {
          for row in 0..<batch {
            for unit in 0..<16 {
              let expected = row < rows ? dy[row * stride + panel * 16 + unit] : -7
              #expect(packed[(panel * batch + row) * 16 + unit] == expected)
            }
          }
        }
      }
    }

    @Test func transposeMovesEveryWeight() {
      for (inputs, units) in [(1, 1), (5, 3), (16, 16), (17, 16), (32, 33), (96, 16), (100, 40), (200, 130)] {
        let layout = PanelLayout(inputs: inputs, units: units)
        let w = Self.random(inputs * units, 11)
        let panels = Self.panels(w, layout)
        var transposed = [Float](repeating: 0, count: layout.transposed.count)
        for panel in 0..<layout.panels {
          for first in stride(from: 0, to: inputs, by: 96) {
            panels.withUnsafeBufferPointer {
              guard let base = $0.baseAddress else { return }
              ProductKernels.transpose(
                block: base + (panel * inputs + first) * 16, layout: layout, panel: panel, firstInput: first,
                inputs: min(96, inputs - first), into: &transposed)
            }
          }
        }
        let turned = (0..<units * inputs).map { w[$0 % inputs * units + $0 / inputs] }
        #expect(transposed == Self.panels(turned, layout.transposed), "\(inputs) × \(units)")
      }
    }
  }
}
