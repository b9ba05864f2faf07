/// Counts how often hashes come: those of the part of all buckets whose low bits are zero.
struct NGramCounter {
  private let sampleMask: UInt64
  private var hashes: [UInt64]
  private var counts: [Int32]
  private var used = 0

  /// - Parameter sampling: one in so many buckets is looked at, a power of two.
  init(sampling: Int) {
    sampleMask = UInt64(sampling - 1)
    hashes = [UInt64](repeating: 0, count: 1024)
    counts = [Int32](repeating: 0, count: 1024)
  }

  @inline(__always)
  mutating func add(_ hash: UInt64, _ count: Int32 = 1) {
    if hash & sampleMask != 0 { return }
    // The low bits are all alike.
    var slot = Int(truncatingIfNeeded: hash >> 32) & (hashes.count &- 1)
    while counts[slot] != 0 {
      if hashes[slot] == hash {
        counts[slot] = counts[slot].addingReportingOverflow(count).overflow ? .max : counts[slot] + count
        return
      }
      slot = (slot &+ 1) & (hashes.count &- 1)
    }
    hashes[slot] = hash
    counts[slot] = count
    used &+= 1
    if used * 2 > hashes.count { grow() }
  }

  mutating func add(_ other: NGramCounter) {
    for slot in other.hashes.indices where other.counts[slot] != 0 {
      add(other.hashes[slot], other.counts[slot])
    }
  }

  private mutating func grow() {
    let old = (hashes, counts)
    hashes = [UInt64](repeating: 0, count: old.0.count * 2)
    counts = [Int32](repeating: 0, count: old.0.count * 2)
    used = 0
    for slot in old.0.indices where old.1[slot] != 0 { add(old.0[slot], old.1[slot]) }
  }

  /// The hashes that came `minimum` times at least, in ascending order.
  func repeated(_ minimum: Int32 = 2) -> [UInt64] {
    hashes.indices.filter { counts[$0] >= minimum }.map { hashes[$0] }.sorted()
  }
}
