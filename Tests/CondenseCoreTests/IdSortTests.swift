import CondenseCore
import Testing

/// Sorting ids, and telling those that came before, against what the library does.
@Suite struct IdSortTests {
  private static func ids(_ count: Int, below bound: Int, _ seed: UInt64) -> [Int32] {
    let random = Philox(seed: seed, purpose: "ids")
    return (0..<count).map { Int32(random.integer(below: bound, 1, UInt64($0))) }
  }

  @Test(arguments: [0, 1, 2, 63, 64, 65, 700, 5000], [1, 2, 255, 256, 257, 65_536, 1 << 24, Int(Int32.max)])
  func sortsAsTheLibrary(count: Int, bound: Int) {
    var sort = IdSort()
    for seed in 1...3 {
      var ids = Self.ids(count, below: bound, UInt64(seed))
      let expected = ids.sorted()
      sort.sort(&ids)
      #expect(ids == expected)
    }
  }

  @Test func tellsWhatCameBefore() {
    var seen = SeenIds()
    for (list, (count, bound)) in [(0, 5), (1, 1), (600, 400), (3000, 1 << 20), (600, 400), (40, 7)]
      .enumerated()
    {
      let ids = Self.ids(count, below: bound, UInt64(list))
      seen.begin(atMost: ids.count)
      var known = Set<Int32>()
      for id in ids { #expect(seen.insert(id) == known.insert(id).inserted) }
    }
  }
}
