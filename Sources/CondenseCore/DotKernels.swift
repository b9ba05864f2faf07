/// Products of one vector with each of k others, and their gradients.
package enum DotKernels {
  /// `y[j] = a · b[j]`: eight chains of fused multiply-adds, added up in one order, then the last numbers.
  ///
  /// - Parameters:
  ///   - a: `width` numbers.
  ///   - b: `count` vectors of `width` numbers without gaps.
  package static func products(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, width: Int, count: Int,
    y: UnsafeMutablePointer<Float>
  ) {
    let whole = width & ~7
    var j = 0
    while j + 4 <= count {
      // Four vectors at a time, so that their chains overlap.
      let b0 = b + j * width, b1 = b0 + width, b2 = b1 + width, b3 = b2 + width
      var s0 = Float8.zero, s1 = s0, s2 = s0, s3 = s0
      var i = 0
      while i < whole {
        let x = a.load8(i)
        s0.addProduct(x, b0.load8(i))
        s1.addProduct(x, b1.load8(i))
        s2.addProduct(x, b2.load8(i))
        s3.addProduct(x, b3.load8(i))
        i += 8
      }
      y[j] = finished(s0, a, b0, whole, width)
      y[j + 1] = finished(s1, a, b1, whole, width)
      y[j + 2] = finished(s2, a, b2, whole, width)
      y[j + 3] = finished(s3, a, b3, whole, width)
      j += 4
    }
    while j < count {
      let row = b + j * width
      var sum = Float8.zero
      var i = 0
      while i < whole {
        sum.addProduct(a.load8(i), row.load8(i))
        i += 8
      }
      y[j] = finished(sum, a, row, whole, width)
      j += 1
    }
  }

  @inline(__always)
  private static func finished(
    _ lanes: Float8, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, _ first: Int, _ width: Int
  ) -> Float {
    var sum = lanes.sumInOrder
    for i in first..<width { sum.addProduct(a[i], b[i]) }
    return sum
  }

  /// `da += Σⱼ dy[j] · b[j]`, one chain a number.
  package static func addSum(
    of b: UnsafePointer<Float>, weights dy: UnsafePointer<Float>, width: Int, count: Int,
    to da: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i + 32 <= width {
      var s0 = da.load8(i), s1 = da.load8(i + 8)
      var s2 = da.load8(i + 16), s3 = da.load8(i + 24)
      for j in 0..<count {
        let row = b + (j * width + i), weight = Float8(repeating: dy[j])
        s0.addProduct(weight, row.load8(0))
        s1.addProduct(weight, row.load8(8))
        s2.addProduct(weight, row.load8(16))
        s3.addProduct(weight, row.load8(24))
      }
      da.store8(s0, i)
      da.store8(s1, i + 8)
      da.store8(s2, i + 16)
      da.store8(s3, i + 24)
      i += 32
    }
    while i + 8 <= width {
      var sum = da.load8(i)
      for j in 0..<count { sum.addProduct(Float8(repeating: dy[j]), b.load8(j * width + i)) }
      da.store8(sum, i)
      i += 8
    }
    while i < width {
      var sum = da[i]
      for j in 0..<count { sum.addProduct(dy[j], b[j * width + i]) }
      da[i] = sum
      i += 1
    }
  }

  /// `db[j] += dy[j] · a`.
  package static func addMultiples(
    of a: UnsafePointer<Float>, weights dy: UnsafePointer<Float>, width: Int, count: Int,
    to db: UnsafeMutablePointer<Float>
  ) {
    let whole = width & ~7
    for j in 0..<count {
      let target = db + j * width, weight = Float8(repeating: dy[j])
      var i = 0
      while i < whole {
        var sum = target.load8(i)
        sum.addProduct(weight, a.load8(i))
        target.store8(sum, i)
        i += 8
      }
      while i < width {
        target[i].addProduct(dy[j], a[i])
        i += 1
      }
    }
  }
}
