import CondenseCore

/// Rows drawn from many, in their order.
enum RowSample {
  /// All of `0..<count`, or so many of them.
  static func rows(_ count: Int, most: Int, _ seed: UInt64, purpose: String) -> [Int] {
    if count <= most { return Array(0..<max(0, count)) }
    let order = Philox(seed: seed, purpose: purpose).permutation(count: count, round: 0)
    return order.prefix(most).map(Int.init).sorted()
  }
}
