/// The counter-based generator Philox 4x32-10: a random block is a function of key and counter, so that
/// every consumer computes its own numbers in any order, on any thread.
///
/// Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011).
public struct Philox: Sendable {
  private let key: SIMD2<UInt32>

  /// - Parameters:
  ///   - seed: what the user chose.
  ///   - purpose: what the numbers are for (`"shuffle"`, `"dropout dense1"`): other purposes, other numbers.
  public init(seed: UInt64, purpose: String) {
    let mixed = StableHash.hash(purpose.utf8, seed: seed)
    key = SIMD2(UInt32(truncatingIfNeeded: mixed), UInt32(truncatingIfNeeded: mixed >> 32))
  }

  package init(key: SIMD2<UInt32>) { self.key = key }

  /// Four random words for a counter of two 64-bit parts.
  public func block(_ high: UInt64, _ low: UInt64) -> SIMD4<UInt32> {
    block(
      SIMD4(
        UInt32(truncatingIfNeeded: low), UInt32(truncatingIfNeeded: low >> 32),
        UInt32(truncatingIfNeeded: high), UInt32(truncatingIfNeeded: high >> 32)))
  }

  @inline(__always)
  package func block(_ counter: SIMD4<UInt32>) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for _ in 0..<10 {
      let a = UInt64(c[0]) &* 0xD251_1F53
      let b = UInt64(c[2]) &* 0xCD9E_8D57
      c = SIMD4(
        UInt32(truncatingIfNeeded: b >> 32) ^ c[1] ^ k[0], UInt32(truncatingIfNeeded: b),
        UInt32(truncatingIfNeeded: a >> 32) ^ c[3] ^ k[1], UInt32(truncatingIfNeeded: a))
      k &+= SIMD2(0x9E37_79B9, 0xBB67_AE85)
    }
    return c
  }

  /// A whole number below `bound` for a counter; the bias is below 2⁻⁶⁴ · bound.
  ///
  /// `bound` has to be above 0.
  public func integer(below bound: Int, _ high: UInt64, _ low: UInt64) -> Int {
    require(bound > 0, "there is no whole number from 0 to below \(bound)")
    let words = block(high, low)
    let wide = UInt64(words[0]) | UInt64(words[1]) << 32
    return Int(truncatingIfNeeded: wide.multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in [0, 1) with 24 random bits.
  @inline(__always)
  public static func unit(_ word: UInt32) -> Float { Float(word >> 8) * 0x1p-24 }

  /// Fills `count` numbers drawn evenly from `-bound ..< bound`; element `i` depends on nothing but `i`.
  package func fillUniform(
    _ target: UnsafeMutablePointer<Float>, count: Int, bound: Float, from first: Int = 0
  ) {
    var i = 0
    while i < count {
      let words = block(1, UInt64((first + i) / 4))
      for lane in ((first + i) % 4)..<4 where i < count {
        target[i] = (2 * Self.unit(words[lane]) - 1) * bound
        i += 1
      }
    }
  }

  /// A permutation of `0..<count` (Fisher and Yates), one counter a draw; `round` tells shuffles apart.
  ///
  /// `count` has to fit an `Int32` and not to be negative.
  public func permutation(count: Int, round: UInt64) -> [Int32] {
    require((0...Int(Int32.max)).contains(count), "there is no permutation of \(count) numbers")
    var order = [Int32](unsafeUninitializedCapacity: count) { buffer, initialized in
      for i in 0..<count { buffer[i] = Int32(truncatingIfNeeded: i) }
      initialized = count
    }
    shuffle(&order, round: round)
    return order
  }

  /// Shuffles in place with the numbers of one `round`.
  public func shuffle(_ order: inout [Int32], round: UInt64) {
    guard order.count > 1 else { return }
    for i in stride(from: order.count - 1, to: 0, by: -1) {
      order.swapAt(i, integer(below: i + 1, round, UInt64(i)))
    }
  }
}
