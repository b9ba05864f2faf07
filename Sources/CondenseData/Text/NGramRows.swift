/// Which buckets of hashed n-grams have a row of their own: those that enough training texts fell into.
///
/// A bit for each bucket, and before each word of bits how many are set: the row of a bucket is a count of
/// bits. So the space that n-grams are hashed into can be many times larger than the embedding, and an
/// n-gram that was never seen seldom meets a row.
public struct NGramRows: Sendable {
  private let bits: [UInt64]
  private let before: [Int32]
  /// Rows.
  public let count: Int

  /// No buckets.
  init() { self.init(bits: []) }

  /// Rows for some of the buckets, in their order: those that `choose` calls its argument with.
  package init(buckets: Int, choose: (_ keep: (Int) -> Void) -> Void) {
    var bits = [UInt64](repeating: 0, count: (buckets + 63) / 64)
    choose { bits[$0 >> 6] |= 1 << UInt64($0 & 63) }
    self.init(bits: bits)
  }

  /// Rebuilds them from `bytes`.
  public init(bytes: [UInt8]) {
    var bits = [UInt64](repeating: 0, count: (bytes.count + 7) / 8)
    for (place, byte) in bytes.enumerated() { bits[place >> 3] |= UInt64(byte) << UInt64(8 * (place & 7)) }
    self.init(bits: bits)
  }

  private init(bits: [UInt64]) {
    self.bits = bits
    var count = 0
    before = bits.map { word in
      defer { count += word.nonzeroBitCount }
      return Int32(truncatingIfNeeded: count)
    }
    self.count = count
  }

  /// Buckets, a multiple of 64.
  public var buckets: Int { bits.count * 64 }

  /// The bits, eight buckets a byte, the first in the lowest bit.
  public var bytes: [UInt8] {
    bits.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) } }
  }

  /// The row of a bucket; nil when it has none.
  @inline(__always)
  package func row(ofBucket bucket: Int) -> Int? {
    let word = bits[bucket >> 6], bit = UInt64(bucket & 63)
    guard word >> bit & 1 == 1 else { return nil }
    return Int(before[bucket >> 6]) + (word & ((1 << bit) - 1)).nonzeroBitCount
  }
}
