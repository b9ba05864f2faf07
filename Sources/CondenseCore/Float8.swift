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

/// A run of numbers gone through eight at a time; rows of two or four numbers are vectors of their own, whose other
/// lanes are zero and go nowhere.
struct Float8Run {
  /// Numbers of a vector that are real: 8, 4 or 2.
  let lanes: Int

  @inline(__always) init(lanes: Int) { self.lanes = lanes }
  /// - Parameter count: 2, 4 or a multiple of 8.
  @inline(__always) init(count: Int) { self.init(lanes: min(count, 8)) }

  @inline(__always)
  func load(_ numbers: UnsafePointer<Float>, _ offset: Int) -> Float8 {
    let raw = UnsafeRawPointer(numbers + offset)
    var vector = Float8()
    switch lanes {
    case 8: vector = raw.loadUnaligned(as: Float8.self)
    case 4: vector.lowHalf = raw.loadUnaligned(as: SIMD4<Float>.self)
    default: vector.lowHalf.lowHalf = raw.loadUnaligned(as: SIMD2<Float>.self)
    }
    return vector
  }

  @inline(__always)
  func store(_ vector: Float8, to numbers: UnsafeMutablePointer<Float>, _ offset: Int) {
    let raw = UnsafeMutableRawPointer(numbers + offset)
    switch lanes {
    case 8: raw.storeBytes(of: vector, as: Float8.self)
    case 4: raw.storeBytes(of: vector.lowHalf, as: SIMD4<Float>.self)
    default: raw.storeBytes(of: vector.lowHalf.lowHalf, as: SIMD2<Float>.self)
    }
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
