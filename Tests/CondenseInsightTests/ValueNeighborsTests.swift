import CondenseCore
import CondenseInsight
import CondenseModels
import Testing

/// The most alike of learned vectors.
@Suite struct ValueNeighborsTests {
  private static func vectors(_ count: Int, _ dimension: Int) -> ValueVectors {
    let random = Philox(seed: 5, purpose: "vectors")
    return ValueVectors(
      values: (0..<count).map { "v\($0)" }, counts: (0..<count).map(Int64.init),
      vectors: (0..<count * dimension).map { Philox.unit(random.block(0, UInt64($0))[0]) - 0.5 },
      dimension: dimension, bucketCount: 0)
  }

  @Test(arguments: ValueNeighbors.Similarity.allCases, [(1, 3), (9, 1), (150, 7), (1300, 5)])
  func exact(by similarity: ValueNeighbors.Similarity, shape: (count: Int, dimension: Int)) throws {
    let vectors = Self.vectors(shape.count, shape.dimension)
    func product(_ a: Int, _ b: Int) -> Double {
      zip(vectors.vector(a), vectors.vector(b)).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    func alike(_ a: Int, _ b: Int) -> Double {
      similarity == .dot ? product(a, b) : product(a, b) / (product(a, a) * product(b, b)).squareRoot()
    }
    let search = try ValueNeighbors(vectors, by: similarity)
    let asked = stride(from: 0, to: shape.count, by: 7).map(\.self)
    let answers = search.neighbors(of: asked.map { "v\($0)" }, count: 6, threads: 1)
    for (value, answer) in zip(asked, answers) {
      let answer = try #require(answer)
      let all = (0..<shape.count).filter { $0 != value }.map { alike(value, $0) }.sorted(by: >).prefix(6)
      #expect(answer.count == all.count)
      for (neighbor, expected) in zip(answer, all) {
        #expect(abs(Double(neighbor.similarity) - expected) < 1e-5)
        let place = try #require(neighbor.count.map(Int.init))
        #expect(neighbor.value == "v\(place)" && abs(alike(value, place) - expected) < 1e-5)
      }
    }
    let again = search.neighbors(of: asked.map { "v\($0)" }, count: 6, threads: 2)
    #expect(again.map { $0 ?? [] } == answers.map { $0 ?? [] })
  }

  @Test func namesThatAreNotThere() throws {
    let vectors = ValueVectors(
      values: ["a", "B", "c"], counts: nil, vectors: [1, 0, 0, 1, 0, 0], dimension: 2, bucketCount: 0,
      areWords: true)
    let search = try ValueNeighbors(vectors)
    // Only words of texts are known in lower case: a category never answers under another name.
    let named = ValueVectors(
      values: vectors.values, counts: nil, vectors: vectors.vectors, dimension: 2, bucketCount: 0)
    #expect(try ValueNeighbors(named).neighbors(of: ["A"], count: 2, threads: 1)[0] == nil)
    let answers = search.neighbors(of: ["A", "z", "B"], count: 9, threads: 1)
    #expect(answers[0]?.map(\.value) == ["B", "c"] && answers[1] == nil)
    // A vector of zeros is like none.
    #expect(answers[2]?.map(\.similarity) == [0, 0] && answers[2]?.map(\.value) == ["a", "c"])
    #expect(answers[0]?.allSatisfy { $0.count == nil } == true)
    #expect(search.neighbors(of: [], count: 3).isEmpty)
  }
}
