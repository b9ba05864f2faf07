/// A 64-bit hash of bytes: the same on every machine, in every run and in every version.
///
/// Eight bytes at a time are folded in by a 64 × 64 → 128 bit product.
package enum ByteHash {
  @inline(__always)
  package static func hash(_ p: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
    var hash = 0x9e37_79b9_7f4a_7c15 ^ (UInt64(truncatingIfNeeded: count) &* 0xa076_1d64_78bd_642f)
    var i = 0
    while i &+ 8 <= count {
      let word = UnsafeRawPointer(p + i).loadUnaligned(as: UInt64.self)
      hash = fold(hash ^ UInt64(littleEndian: word), 0xe703_7ed1_a0b4_28db)
      i &+= 8
    }
    if i < count {
      var word: UInt64 = 0
      var shift: UInt64 = 0
      while i < count {
        word |= UInt64(p[i]) &<< shift
        shift &+= 8
        i &+= 1
      }
      hash = fold(hash ^ word, 0x8ebc_6af0_9c88_c6e3)
    }
    return fold(hash, 0x5899_65cc_7537_4cc3)
  }

  @inline(__always)
  private static func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
  }
}
