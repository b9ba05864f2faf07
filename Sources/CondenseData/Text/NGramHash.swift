import CondenseCore

/// The 64-bit hashes of n-grams, which files rely on: golden values stand in the tests.
package enum NGramHash {
  /// Of a word: `StableHash` of its bytes.
  @inline(__always)
  package static func word(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    StableHash.hash(UnsafeRawBufferPointer(bytes)).littleEndian
  }

  /// Calls `body` with the hash of each 2 to `order` neighbours in a row of words, `StableHash` of the bytes of
  /// their hashes, and the places of these words.
  @inline(__always)
  package static func neighbours(_ words: [UInt64], order: Int, _ body: (UInt64, Range<Int>) -> Void) {
    words.withUnsafeBytes { bytes in
      for last in words.indices {
        var length = 2
        while length <= order, length <= last + 1 {
          let first = last + 1 - length
          let run = bytes[first * 8..<(last + 1) * 8]
          body(StableHash.hash(UnsafeRawBufferPointer(rebasing: run)), first..<last + 1)
          length += 1
        }
      }
    }
  }

  /// Calls `body` with the hash of each run of so many characters of a word between `<` and `>`, `StableHash`,
  /// with seed 1, of the bytes of the run, and the places of these bytes.
  package static func characters(
    _ word: UnsafeBufferPointer<UInt8>, orders: [Int], _ body: (UInt64, Range<Int>) -> Void
  ) {
    var bytes = [UInt8(ascii: "<")]
    bytes += word
    bytes.append(UInt8(ascii: ">"))
    var starts = bytes.indices.filter { bytes[$0] & 0xC0 != 0x80 }
    starts.append(bytes.count)
    bytes.withUnsafeBytes { bytes in
      for order in orders where order > 0 {
        var first = 0
        while order < starts.count - first {
          let places = starts[first]..<starts[first + order]
          body(StableHash.hash(UnsafeRawBufferPointer(rebasing: bytes[places]), seed: 1), places)
          first += 1
        }
      }
    }
  }
}
