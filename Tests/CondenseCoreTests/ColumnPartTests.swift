import CondenseCore
import Testing

/// Parts of columns: the examples that they are of, in the memory of the whole.
struct ColumnPartTests {
  @Test func partsShareTheMemoryOfTheWhole() throws {
    let ids = try IdColumn([0, 1, 2, 3, 4, 5, 6, 7], perExample: 2, vocabularySize: 8)
    let some = ids.part(1..<3)
    #expect(some.count == 2 && Array(some.ids.elements) == [2, 3, 4, 5])
    #expect(some.ids.base == ids.ids.base + 2 && some.perExample == 2 && some.vocabularySize == 8)
    let numbers = try NumberColumns([1, 2, 3, 4, 5, 6], width: 3)
    #expect(Array(numbers.part(1..<2).numbers.elements) == [4, 5, 6])
    #expect(numbers.part(2..<2).count == 0)
  }

  @Test func partsOutliveTheWhole() throws {
    var numbers: NumberColumns? = try NumberColumns((0..<2_000_000).map { Float($0) }, width: 2)
    let last = try #require(numbers?.part(999_999..<1_000_000))
    numbers = nil
    #expect(Array(last.numbers.elements) == [1_999_998, 1_999_999])
  }

  @Test(arguments: [nil, [1, 2, 3, 4, 5, 6] as [Float]]) func bagsAreScaledByTheirIDs(weights: [Float]?)
    throws
  {
    let bags = try BagColumn(
      offsets: [0, 2, 2, 5, 6], ids: [3, 1, 0, 3, 2, 1], weights: weights, vocabularySize: 4)
    #expect(bags.idCount == 6)
    let part = bags.part(1..<3), scaled = try part.scaled(by: [10, 20, 30, 40])
    #expect(part.count == 2 && part.idCount == 3 && scaled.idCount == 3)
    #expect(Array(part.offsets.elements) == [2, 2, 5] && part.isWeighted == (weights != nil))
    let expected: [Float] = [10, 40, 30].enumerated().map { $1 * (weights?[2 + $0] ?? 1) }
    #expect((2..<5).map { scaled.weights?.base[$0] } == expected)
    #expect(bags.weights?.base[3] == weights?[3])
  }
}
