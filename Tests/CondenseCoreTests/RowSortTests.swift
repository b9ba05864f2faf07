import CondenseCore
import Testing

/// The radix sort of occurrences against the standard library's stable sort.
struct RowSortTests {
  @Test(arguments: [1, 2, 3, 64, 2_048, 2_049, 4_096, 100_000, 4_194_305, 1 << 30, Int(Int32.max)])
  func agreesWithAStableSort(vocabularySize: Int) {
    let random = Philox(seed: 1, purpose: "sort")
    for count in [0, 1, 2, 7, 1_000, 5_000] {
      // Half of the ids from few, so that there are repeats in any vocabulary.
      let ids = (0..<count).map {
        random.integer(
          below: $0 % 2 == 0 ? vocabularySize : min(vocabularySize, 50), UInt64(vocabularySize), UInt64($0))
      }
      var keys = ids.enumerated().map { UInt64($1) << 32 | UInt64($0) }
      let expected = keys.enumerated().sorted {
        ($0.element >> 32, $0.offset) < ($1.element >> 32, $1.offset)
      }.map(\.element)
      var spare = [UInt64](repeating: 0, count: count)
      var starts = [Int32](repeating: -1, count: count + 1)
      var counters = [Int32](repeating: 9, count: RowSort.counterCount)
      let (distinct, inSpare) = RowSort.sort(
        keys: &keys, spare: &spare, count: count, vocabularySize: vocabularySize,
        counters: &counters, starts: &starts)
      #expect((inSpare ? spare : keys) == expected)
      let firsts = expected.indices.filter { $0 == 0 || expected[$0] >> 32 != expected[$0 - 1] >> 32 }
      #expect(distinct == firsts.count)
      #expect(starts[...distinct].map(Int.init) == firsts + [count])
    }
  }
}
