import CKernels

/// Dense products. Every output is one chain of fused multiply-adds over the inputs in ascending order, so
/// a row has the same bits alone, in any batch and at any place in it.
package enum ProductKernels {
  /// What an output starts from.
  package enum Start {
    /// Zero: `Y = X·W`.
    case zero
    /// A row of `16 × panels` numbers: `Y = X·W + b`.
    case bias(UnsafePointer<Float>)
    /// What stands there: `Y += X·W`.
    case output
  }

  /// `Y = start + X·W` for `W` in panels of 16 units.
  ///
  /// - Parameters:
  ///   - x: `rows` rows of `inputs` numbers, `xStride` apart.
  ///   - panels: `panelCount` panels `[inputs][16]`.
  ///   - y: `rows` rows of `16 × panelCount` numbers, `yStride` apart; padding columns are written too.
  package static func multiply(
    rows: Int, inputs: Int, x: UnsafePointer<Float>, xStride: Int,
    panels: UnsafePointer<Float>, panelCount: Int, start: Start,
    y: UnsafeMutablePointer<Float>, yStride: Int
  ) {
    if Processors.isWide {
      var bias: UnsafePointer<Float>?, addsToOutput: Int32 = 0
      switch start {
      case .zero: break
      case .bias(let row): bias = row
      case .output: addsToOutput = 1
      }
      return ckernels_multiply(
        rows, inputs, x, xStride, panels, panelCount, bias, addsToOutput, y, yStride)
    }
    let blocks = rows / 6 * 6
    if blocks > 0 {
      for panel in 0..<panelCount {
        let weights = panels + panel * inputs * 16
        var row = 0
        while row < blocks {
          multiplySixRows(
            inputs: inputs, x: x + row * xStride, xStride: xStride, weights: weights, start: start,
            column: panel * 16, y: y + (row * yStride + panel * 16), yStride: yStride)
          row += 6
        }
      }
    }
    for row in blocks..<rows {
      multiplyOneRow(
        inputs: inputs, x: x + row * xStride, panels: panels, panelCount: panelCount, start: start,
        y: y + row * yStride)
    }
  }

  /// Six rows by sixteen units, in twelve registers.
  @inline(__always)
  private static func multiplySixRows(
    inputs: Int, x: UnsafePointer<Float>, xStride: Int, weights: UnsafePointer<Float>, start: Start,
    column: Int, y: UnsafeMutablePointer<Float>, yStride: Int
  ) {
    var a0 = Float8(), a1 = Float8(), b0 = Float8(), b1 = Float8(), c0 = Float8(), c1 = Float8()
    var d0 = Float8(), d1 = Float8(), e0 = Float8(), e1 = Float8(), f0 = Float8(), f1 = Float8()
    switch start {
    case .zero: break
    case .bias(let bias):
      a0 = bias.load8(column)
      a1 = bias.load8(column + 8)
      (b0, c0, d0, e0, f0) = (a0, a0, a0, a0, a0)
      (b1, c1, d1, e1, f1) = (a1, a1, a1, a1, a1)
    case .output:
      (a0, a1) = (y.load8(), y.load8(8))
      (b0, b1) = (y.load8(yStride), y.load8(yStride + 8))
      (c0, c1) = (y.load8(2 * yStride), y.load8(2 * yStride + 8))
      (d0, d1) = (y.load8(3 * yStride), y.load8(3 * yStride + 8))
      (e0, e1) = (y.load8(4 * yStride), y.load8(4 * yStride + 8))
      (f0, f1) = (y.load8(5 * yStride), y.load8(5 * yStride + 8))
    }
    let xb = x + xStride, xc = xb + xStride, xd = xc + xStride, xe = xd + xStride, xf = xe + xStride
    var w = weights
    for k in 0..<inputs {
      let w0 = w.load8(), w1 = w.load8(8)
      var v = Float8(repeating: x[k])
      a0.addProduct(v, w0)
      a1.addProduct(v, w1)
      v = Float8(repeating: xb[k])
      b0.addProduct(v, w0)
      b1.addProduct(v, w1)
      v = Float8(repeating: xc[k])
      c0.addProduct(v, w0)
      c1.addProduct(v, w1)
      v = Float8(repeating: xd[k])
      d0.addProduct(v, w0)
      d1.addProduct(v, w1)
      v = Float8(repeating: xe[k])
      e0.addProduct(v, w0)
      e1.addProduct(v, w1)
      v = Float8(repeating: xf[k])
      f0.addProduct(v, w0)
      f1.addProduct(v, w1)
      w += 16
    }
    y.store8(a0)
    y.store8(a1, 8)
    y.store8(b0, yStride)
    y.store8(b1, yStride + 8)
    y.store8(c0, 2 * yStride)
    y.store8(c1, 2 * yStride + 8)
    y.store8(d0, 3 * yStride)
    y.store8(d1, 3 * yStride + 8)
    y.store8(e0, 4 * yStride)
    y.store8(e1, 4 * yStride + 8)
    y.store8(f0, 5 * yStride)
    y.store8(f1, 5 * yStride + 8)
  }

  /// One row, four panels at a time: eight chains run beside each other, which hides the latency.
  @inline(__always)
  private static func multiplyOneRow(
    inputs: Int, x: UnsafePointer<Float>, panels: UnsafePointer<Float>, panelCount: Int, start: Start,
    y: UnsafeMutablePointer<Float>
  ) {
    let step = inputs * 16
    var panel = 0
    while panel + 4 <= panelCount {
      let target = y + panel * 16
      var a0 = Float8(), a1 = Float8(), b0 = Float8(), b1 = Float8()
      var c0 = Float8(), c1 = Float8(), d0 = Float8(), d1 = Float8()
      switch start {
      case .zero: break
      case .bias(let bias):
        let from = bias + panel * 16
        (a0, a1, b0, b1) = (from.load8(), from.load8(8), from.load8(16), from.load8(24))
        (c0, c1, d0, d1) = (from.load8(32), from.load8(40), from.load8(48), from.load8(56))
      case .output:
        (a0, a1, b0, b1) = (target.load8(), target.load8(8), target.load8(16), target.load8(24))
        (c0, c1, d0, d1) = (target.load8(32), target.load8(40), target.load8(48), target.load8(56))
      }
      var w = panels + panel * step
      for k in 0..<inputs {
        let v = Float8(repeating: x[k])
        a0.addProduct(v, w.load8())
        a1.addProduct(v, w.load8(8))
        b0.addProduct(v, w.load8(step))
        b1.addProduct(v, w.load8(step + 8))
        c0.addProduct(v, w.load8(2 * step))
        c1.addProduct(v, w.load8(2 * step + 8))
        d0.addProduct(v, w.load8(3 * step))
        d1.addProduct(v, w.load8(3 * step + 8))
        w += 16
      }
      target.store8(a0)
      target.store8(a1, 8)
      target.store8(b0, 16)
      target.store8(b1, 24)
      target.store8(c0, 32)
      target.store8(c1, 40)
      target.store8(d0, 48)
      target.store8(d1, 56)
      panel += 4
    }
    while panel < panelCount {
      let target = y + panel * 16
      var a0 = Float8(), a1 = Float8()
      switch start {
      case .zero: break
      case .bias(let bias): (a0, a1) = (bias.load8(panel * 16), bias.load8(panel * 16 + 8))
      case .output: (a0, a1) = (target.load8(), target.load8(8))
      }
      var w = panels + panel * step
      for k in 0..<inputs {
        let v = Float8(repeating: x[k])
        a0.addProduct(v, w.load8())
        a1.addProduct(v, w.load8(8))
        w += 16
      }
      target.store8(a0)
      target.store8(a1, 8)
      panel += 1
    }
  }

  // MARK: the gradient of weights

  /// Rows of the batch that one pass of `accumulateOuter` takes: 16 KB of `dY` stay in the first cache.
  private static let batchBlock = 256

  /// `G = Xᵀ·dY` for a block of `inputs` rows and one panel of 16 units, over the whole batch in order.
  ///
  /// - Parameters:
  ///   - x: the first of the block's columns in `X`, rows `xStride` apart; up to five columns past the block
  ///     are read and their results thrown away.
  ///   - dy: the panel of `dY`, packed `[rows][16]`.
  ///   - gradient: `[inputs rounded up to 6][16]`, overwritten.
  package static func outer(
    rows: Int, inputs: Int, x: UnsafePointer<Float>, xStride: Int, dy: UnsafePointer<Float>,
    gradient: UnsafeMutablePointer<Float>
  ) {
    var first = 0
    repeat {
      let count = min(batchBlock, rows - first)
      var input = 0
      if Processors.isWide {
        ckernels_outer(
          count, inputs, x + first * xStride, xStride, dy + first * 16, first == 0 ? 1 : 0, gradient)
        input = inputs
      }
      while input < inputs {
        outerSixInputs(
          rows: count, x: x + (first * xStride + input), xStride: xStride, dy: dy + first * 16,
          fresh: first == 0, gradient: gradient + input * 16)
        input += 6
      }
      first += count
    } while first < rows
  }

  @inline(__always)
  private static func outerSixInputs(
    rows: Int, x: UnsafePointer<Float>, xStride: Int, dy: UnsafePointer<Float>, fresh: Bool,
    gradient g: UnsafeMutablePointer<Float>
  ) {
    var a0 = Float8(), a1 = Float8(), b0 = Float8(), b1 = Float8(), c0 = Float8(), c1 = Float8()
    var d0 = Float8(), d1 = Float8(), e0 = Float8(), e1 = Float8(), f0 = Float8(), f1 = Float8()
    if !fresh {
      (a0, a1, b0, b1) = (g.load8(), g.load8(8), g.load8(16), g.load8(24))
      (c0, c1, d0, d1) = (g.load8(32), g.load8(40), g.load8(48), g.load8(56))
      (e0, e1, f0, f1) = (g.load8(64), g.load8(72), g.load8(80), g.load8(88))
    }
    var row = x, w = dy
    for _ in 0..<rows {
      let w0 = w.load8(), w1 = w.load8(8)
      var v = Float8(repeating: row[0])
      a0.addProduct(v, w0)
      a1.addProduct(v, w1)
      v = Float8(repeating: row[1])
      b0.addProduct(v, w0)
      b1.addProduct(v, w1)
      v = Float8(repeating: row[2])
      c0.addProduct(v, w0)
      c1.addProduct(v, w1)
      v = Float8(repeating: row[3])
      d0.addProduct(v, w0)
      d1.addProduct(v, w1)
      v = Float8(repeating: row[4])
      e0.addProduct(v, w0)
      e1.addProduct(v, w1)
      v = Float8(repeating: row[5])
      f0.addProduct(v, w0)
      f1.addProduct(v, w1)
      row += xStride
      w += 16
    }
    g.store8(a0)
    g.store8(a1, 8)
    g.store8(b0, 16)
    g.store8(b1, 24)
    g.store8(c0, 32)
    g.store8(c1, 40)
    g.store8(d0, 48)
    g.store8(d1, 56)
    g.store8(e0, 64)
    g.store8(e1, 72)
    g.store8(f0, 80)
    g.store8(f1, 88)
  }

  // MARK: layouts

  /// Copies rows of `dY` into panels `[panels][batch][16]`: what `outer` reads.
  ///
  /// - Parameters:
  ///   - packed: the panels, already at the first of these rows.
  ///   - batch: rows of the whole batch, the distance between panels.
  package static func pack(
    rows: Int, dy: UnsafePointer<Float>, stride: Int, panelCount: Int, batch: Int,
    packed: UnsafeMutablePointer<Float>
  ) {
    for panel in 0..<panelCount {
      let target = packed + panel * batch * 16
      for row in 0..<rows {
        let from = dy + (row * stride + panel * 16)
        target.store8(from.load8(), row * 16)
        target.store8(from.load8(8), row * 16 + 8)
      }
    }
  }

  /// Copies a block of one panel into the transposed copy.
  ///
  /// - Parameters:
  ///   - block: rows `firstInput ..< firstInput + inputs` of panel `panel` of `layout`; `firstInput` is a
  ///     multiple of 16.
  package static func transpose(
    block: UnsafePointer<Float>, layout: PanelLayout, panel: Int, firstInput: Int, inputs: Int,
    into transposed: UnsafeMutablePointer<Float>
  ) {
    let units = min(16, layout.units - panel * 16)
    var input = 0
    while input < inputs {
      let count = min(16, inputs - input)
      let target = transposed + (((firstInput + input) / 16) * layout.units + panel * 16) * 16
      let source = block + input * 16
      if count == 16 && units == 16 {
        transpose8(source, target)
        transpose8(source + 8, target + 128)
        transpose8(source + 128, target + 8)
        transpose8(source + 136, target + 136)
      } else {
        for unit in 0..<units {
          for i in 0..<count { target[unit * 16 + i] = source[i * 16 + unit] }
        }
      }
      input += 16
    }
  }

  /// Transposes 8 × 8 numbers whose rows are 16 apart on both sides: three rounds in which the even and
  /// the odd lanes of two rows become two rows.
  @inline(__always)
  private static func transpose8(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
    var r0 = from.load8(), r1 = from.load8(16), r2 = from.load8(32), r3 = from.load8(48)
    var r4 = from.load8(64), r5 = from.load8(80), r6 = from.load8(96), r7 = from.load8(112)
    for _ in 0..<3 {
      let p0 = SIMD16(lowHalf: r0, highHalf: r1), p1 = SIMD16(lowHalf: r2, highHalf: r3)
      let p2 = SIMD16(lowHalf: r4, highHalf: r5), p3 = SIMD16(lowHalf: r6, highHalf: r7)
      (r0, r1, r2, r3) = (p0.evenHalf, p1.evenHalf, p2.evenHalf, p3.evenHalf)
      (r4, r5, r6, r7) = (p0.oddHalf, p1.oddHalf, p2.oddHalf, p3.oddHalf)
    }
    to.store8(r0)
    to.store8(r1, 16)
    to.store8(r2, 32)
    to.store8(r3, 48)
    to.store8(r4, 64)
    to.store8(r5, 80)
    to.store8(r6, 96)
    to.store8(r7, 112)
  }
}
