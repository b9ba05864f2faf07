import CKernels

/// Eight lanes: one register at the code level `x86-64-v3`, two at the baseline and on arm64.
package typealias Float8 = SIMD8<Float>

extension UnsafePointer<Float> {
  @inline(__always)
  func load8(_ offset: Int = 0) -> Float8 {
    UnsafeRawPointer(self + offset).loadUnaligned(as: Float8.self)
  }
}

extension UnsafeMutablePointer<Float> {
  @inline(__always)
  func load8(_ offset: Int = 0) -> Float8 {
    UnsafeRawPointer(self + offset).loadUnaligned(as: Float8.self)
  }

  @inline(__always)
  func store8(_ vector: Float8, _ offset: Int = 0) {
    UnsafeMutableRawPointer(self + offset).storeBytes(of: vector, as: Float8.self)
  }
}

extension Float8 {
  /// One instruction, unlike `squareRoot()`.
  @inline(__always) var root: Float8 { ckernels_sqrt8(self) }

  /// Lanes added in one fixed order.
  @inline(__always) var sumInOrder: Float {
    let pairs = lowHalf + highHalf
    let two = pairs.lowHalf + pairs.highHalf
    return two[0] + two[1]
  }
}

/// `count` rounded up to a multiple of `step`.
@inline(__always)
package func roundedUp(_ count: Int, toMultipleOf step: Int) -> Int {
  (count + step - 1) / step * step
}
