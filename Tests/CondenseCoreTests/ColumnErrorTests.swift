import CondenseCore
import Testing

/// What columns refuse, and in which words.
struct ColumnErrorTests {
  private func message(_ body: () throws -> Void) -> String? {
    do {
      try body()
      return nil
    } catch let error as CondenseError {
      #expect(error.kind == .content)
      #expect("\(error)" == error.message)
      return error.message
    } catch {
      return "\(type(of: error))"
    }
  }

  @Test(
    arguments: [
      ([0, 1, 4], 1, 4, "id 4 at place 2 is outside the vocabulary of 4 rows"),
      ([-1], 1, 4, "id -1 at place 0 is outside the vocabulary of 4 rows"),
      ([0], 1, 0, "id 0 at place 0 is outside the vocabulary of 0 rows"),
      ([0, 1, 2], 2, 4, "3 ids do not make whole examples of 2 ids each"),
      ([0, 1], 0, 4, "2 ids do not make whole examples of 0 ids each"),
      ([0, 1], -1, 4, "2 ids do not make whole examples of -1 ids each"),
    ] as [([Int32], Int, Int, String)])
  func ids(_ ids: [Int32], perExample: Int, vocabularySize: Int, expected: String) {
    #expect(
      message { _ = try IdColumn(ids, perExample: perExample, vocabularySize: vocabularySize) } == expected)
  }

  @Test(
    arguments: [
      ([], [], nil, "the offsets of bags have to ascend from 0 to 0"),
      ([1, 2], [0, 1], nil, "the offsets of bags have to ascend from 0 to 2"),
      ([0, 1], [0, 1], nil, "the offsets of bags have to ascend from 0 to 2"),
      ([0, 2, 1, 2], [0, 1], nil, "the offsets of bags have to ascend from 0 to 2"),
      ([0, 3], [0, 1], nil, "the offsets of bags have to ascend from 0 to 2"),
      ([0, 2], [0, 1], [1], "bags of 2 ids need as many finite weights"),
      ([0, 2], [0, 1], [1, .nan], "bags of 2 ids need as many finite weights"),
      ([0, 2], [0, 1], [1, .infinity], "bags of 2 ids need as many finite weights"),
      ([0, 2], [0, 5], nil, "id 5 at place 1 is outside the vocabulary of 5 rows"),
    ] as [([Int64], [Int32], [Float]?, String)])
  func bags(_ offsets: [Int64], ids: [Int32], weights: [Float]?, expected: String) {
    #expect(
      message { _ = try BagColumn(offsets: offsets, ids: ids, weights: weights, vocabularySize: 5) }
        == expected)
  }

  @Test(
    arguments: [
      ([1, 2, 3], 2, "3 numbers do not make whole rows of 2"),
      ([1], 0, "1 numbers do not make whole rows of 0"),
      ([1], -1, "1 numbers do not make whole rows of -1"),
      ([1, 2, 3, .nan], 2, "row 2 holds nan, which is not a finite number"),
      ([-.infinity, 2], 2, "row 1 holds -inf, which is not a finite number"),
    ] as [([Float], Int, String)])
  func numbers(_ numbers: [Float], width: Int, expected: String) {
    #expect(message { _ = try NumberColumns(numbers, width: width) } == expected)
  }

  @Test func memoryThatCannotBe() {
    for count in [Int.max, Int.max / 4, -1] {
      let error = #expect(throws: CondenseError.self) { _ = try FloatMemory(count: count) }
      #expect(error?.kind == .machine)
    }
  }

  @Test func whatIsSoundIsKept() throws {
    let ids = try IdColumn([0, 3, 1, 2], perExample: 2, vocabularySize: 4)
    #expect(ids.count == 2)
    #expect(Array(ids.ids.elements) == [0, 3, 1, 2])
    let bags = try BagColumn(offsets: [0, 0, 2, 3], ids: [1, 1, 0], weights: [1, 2, 3], vocabularySize: 2)
    #expect(bags.count == 3)
    #expect(bags.isWeighted)
    let numbers = try NumberColumns([1, 2, 3, 4, 5, 6], width: 3)
    #expect(numbers.count == 2)
    #expect(try BagColumn(offsets: [0], ids: [], vocabularySize: 1).count == 0)
  }

  @Test func memoryIsAlignedAndZeroed() throws {
    for count in [0, 1, 1000, 1 << 20] {
      let memory = try FloatMemory(count: count)
      #expect(UInt(bitPattern: memory.base) % 64 == 0)
      #expect(memory.elements.allSatisfy { $0 == 0 })
      let copy = try memory.copy()
      if count > 0 { copy.base[0] = 1 }
      #expect(memory.elements.allSatisfy { $0 == 0 })
    }
  }
}
