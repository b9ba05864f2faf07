extension RandomAccessCollection where Index == Int {
  /// The first place from which on all elements satisfy a condition that, once true, stays true; the end where none
  /// does.
  ///
  /// **Cost**: the condition is asked about the binary logarithm of `count` times.
  @inlinable
  package func partitioningIndex(where isPast: (Element) -> Bool) -> Int {
    var low = startIndex, high = endIndex
    while low < high {
      let middle = low + (high - low) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
