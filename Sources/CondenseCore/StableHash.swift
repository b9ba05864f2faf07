/// A 64-bit hash of bytes that is the same in every process, on every machine and in every version:
/// what is hashed reaches files. Golden values stand in the tests.
///
/// Eight bytes at a time are mixed by a 64 × 64 → 128 bit multiplication whose halves are xored.
public enum StableHash {
  private static let multiplier: UInt64 = 0x9FB2_1C65_1E98_DF25
  private static let increment: UInt64 = 0xD6E8_FEB8_6659_FD93

  @inline(__always)
  package static func mix(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let wide = (state ^ word).multipliedFullWidth(by: multiplier)
    return (wide.high ^ wide.low) &+ increment
  }

  /// Hash of a run of bytes; `seed` gives independent hashes.
  public static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64 = 0) -> UInt64 {
    var state = mix(seed, UInt64(bytes.count))
    var offset = 0
    while offset + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      state = mix(state, UInt64(littleEndian: word))
      offset += 8
    }
    if offset < bytes.count {
      var word: UInt64 = 0
      for i in offset..<bytes.count { word |= UInt64(bytes[i]) << UInt64(8 * (i - offset)) }
      state = mix(state, word)
    }
    return mix(state, 0)
  }

  /// Hash of the bytes of a collection, such as `string.utf8`.
  public static func hash(_ bytes: some Collection<UInt8>, seed: UInt64 = 0) -> UInt64 {
    bytes.withContiguousStorageIfAvailable { hash(UnsafeRawBufferPointer($0), seed: seed) }
      ?? Array(bytes).withUnsafeBytes { hash($0, seed: seed) }
  }
}
