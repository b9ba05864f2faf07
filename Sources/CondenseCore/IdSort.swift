/// Sorts lists of ids again and again: by bytes, from the last to the first (radix sort). Keeps its memory.
package struct IdSort {
  private var spare: [Int32] = []
  private var counts = [Int](repeating: 0, count: 256)

  /// Below so many, comparing is faster.
  private static let fewest = 64

  package init() {}

  /// Puts ids, none below 0, in ascending order.
  package mutating func sort(_ ids: inout [Int32]) {
    guard ids.count >= Self.fewest, var largest = ids.max() else { return ids.sort() }
    if spare.count < ids.count { spare = [Int32](repeating: 0, count: 2 * ids.count) }
    let count = ids.count
    spare.withUnsafeMutableBufferPointer { spare in
      ids.withUnsafeMutableBufferPointer { ids in
        counts.withUnsafeMutableBufferPointer { counts in
          guard let own = ids.baseAddress, let other = spare.baseAddress, let counts = counts.baseAddress
          else { return }
          var (from, to) = (own, other), shift: Int32 = 0
          while largest > 0 {
            Self.pass(from: from, to: to, count: count, shift: shift, counts)
            swap(&from, &to)
            shift += 8
            largest >>= 8
          }
          if from != own { own.update(from: from, count: count) }
        }
      }
    }
  }

  @inline(__always)
  private static func pass(
    from: UnsafeMutablePointer<Int32>, to: UnsafeMutablePointer<Int32>, count: Int, shift: Int32,
    _ starts: UnsafeMutablePointer<Int>
  ) {
    starts.update(repeating: 0, count: 256)
    for place in 0..<count { starts[Int(from[place] &>> shift & 255)] &+= 1 }
    var sum = 0
    for byte in 0..<256 {
      let own = starts[byte]
      starts[byte] = sum
      sum &+= own
    }
    for place in 0..<count {
      let byte = Int(from[place] &>> shift & 255)
      to[starts[byte]] = from[place]
      starts[byte] &+= 1
    }
  }
}
