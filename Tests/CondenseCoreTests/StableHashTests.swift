import CondenseCore
import Testing

/// What is hashed reaches files: these values must never change.
struct StableHashTests {
  @Test func goldenValues() {
    let fox = "the quick brown fox jumps over the lazy dog"
    let golden: [(text: String, seed: UInt64, hash: UInt64)] = [
      ("", 0, 0x0a56_dcb8_61c7_ed4b),
      ("a", 0, 0x8e87_b8b1_58b2_7435),
      ("a", 1, 0xac92_8ee5_3ac4_cf73),
      ("abc", 0, 0x747b_6380_10ad_b20d),
      ("12345678", 0, 0x64f0_f22b_f36c_8c10),
      ("123456789", 0, 0xcf03_e695_a3a5_0d4e),
      ("Zürich", 0, 0x4722_ff48_33f0_8b09),
      (fox, 0, 0x7590_28d6_23fa_3a76),
      (fox, 42, 0x9548_9e8e_9f61_b0e7),
      ("\0", 0, 0xe719_9a83_8770_9551),
      ("\0\0", 0, 0xe754_1e25_30ce_8074),
    ]
    for (text, seed, hash) in golden {
      #expect(StableHash.hash(text.utf8, seed: seed) == hash, "\(text.debugDescription) with seed \(seed)")
    }
  }

  @Test func waysToGiveBytesAgree() {
    let bytes = Array("résumé, 履歴書".utf8)
    let expected = bytes.withUnsafeBytes { StableHash.hash($0, seed: 9) }
    #expect(StableHash.hash(bytes, seed: 9) == expected)
    #expect(StableHash.hash(bytes[...], seed: 9) == expected)
    // A collection without contiguous storage.
    #expect(StableHash.hash(bytes.lazy.map { $0 }, seed: 9) == expected)
  }

  @Test func neighboursDiffer() {
    var seen = Set<UInt64>()
    for i in 0..<50_000 { seen.insert(StableHash.hash("\(i)".utf8)) }
    #expect(seen.count == 50_000)
    // The low bits alone choose buckets.
    var buckets = [Int](repeating: 0, count: 64)
    for hash in seen { buckets[Int(hash & 63)] += 1 }
    #expect(buckets.allSatisfy { abs($0 - 781) < 200 })
  }

  @Test func lengthCounts() {
    let zeros = (0..<20).map { StableHash.hash([UInt8](repeating: 0, count: $0)) }
    #expect(Set(zeros).count == 20)
  }
}
