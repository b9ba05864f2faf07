/// Sorts the occurrences of a batch by row, so that each touched row's gradients stand together.
///
/// A stable radix sort on the id's bits: its cost follows the occurrences, never the vocabulary.
package enum RowSort {
  /// Bits a pass sorts by: 2,048 counters stay in the first cache.
  private static let digit = 11
  /// Counters that a sort works with: ids of 31 bits take three passes.
  package static let counterCount = 3 << digit

  /// - Parameters:
  ///   - keys: `id << 32 | occurrence`, in order of occurrence.
  ///   - spare: as many keys again.
  ///   - counters: `counterCount` numbers to work with.
  ///   - starts: `count + 1` numbers; receives the place of each distinct row's first key, and `count`.
  /// - Returns: the number of distinct rows, and whether the sorted keys ended up in `spare`.
  package static func sort(
    keys: UnsafeMutablePointer<UInt64>, spare: UnsafeMutablePointer<UInt64>, count: Int,
    vocabularySize: Int, counters counter: UnsafeMutablePointer<Int32>, starts: UnsafeMutablePointer<Int32>
  ) -> (distinct: Int, inSpare: Bool) {
    let bits = max(1, Int.bitWidth - (vocabularySize - 1).leadingZeroBitCount)
    let passes = (bits + digit - 1) / digit
    let width = (bits + passes - 1) / passes
    var from = keys, to = spare
    let mask = UInt64(1 << width) - 1
    // All passes count at once: the order of the keys does not matter to it.
    let counters = passes << width
    counter.update(repeating: 0, count: counters)
    for i in 0..<count {
      var rest = from[i] &>> 32, pass = 0
      repeat {
        counter[pass &+ Int(truncatingIfNeeded: rest & mask)] &+= 1
        rest = rest &>> UInt64(width)
        pass = pass &+ 1 &<< width
      } while pass < counters
    }
    for pass in 0..<passes {
      let shift = UInt64(32 + pass * width), counter = counter + pass << width
      var place: Int32 = 0
      for bucket in 0..<(1 << width) {
        let size = counter[bucket]
        counter[bucket] = place
        place &+= size
      }
      for i in 0..<count {
        let bucket = Int(truncatingIfNeeded: (from[i] &>> shift) & mask)
        to[Int(counter[bucket])] = from[i]
        counter[bucket] &+= 1
      }
      swap(&from, &to)
    }
    // Adding what a comparison would say, without the comparison: no processor could foretell its branch.
    var distinct = 0, previous = count > 0 ? ~from[0] &>> 32 : 0
    for i in 0..<count {
      let id = from[i] &>> 32
      starts[distinct] = Int32(truncatingIfNeeded: i)
      distinct &+= Int(truncatingIfNeeded: ((id ^ previous) &+ 0xFFFF_FFFF) &>> 32)
      previous = id
    }
    starts[distinct] = Int32(truncatingIfNeeded: count)
    return (distinct, from == spare)
  }
}
