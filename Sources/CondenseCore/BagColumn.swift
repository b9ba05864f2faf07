/// A variable number of ids for each of many examples, with an optional weight each (CSR).
public struct BagColumn: Sendable {
  /// Places in `ids`; those of a part of all examples do not start at 0.
  package let offsets: AlignedMemory<Int64>
  package let ids: AlignedMemory<Int32>
  package let weights: FloatMemory?
  /// Rows of the embedding that the ids may be looked up in.
  public let vocabularySize: Int

  /// Examples.
  public var count: Int { offsets.count - 1 }
  /// Ids of all examples.
  package var idCount: Int { Int(offsets.base[count] - offsets.base[0]) }
  /// Whether each id carries a weight.
  public var isWeighted: Bool { weights != nil }

  /// - Parameters:
  ///   - offsets: `examples + 1` places in `ids`: example `i` has `ids[offsets[i]..<offsets[i + 1]]`.
  ///   - weights: one for each id, or nil where all are 1.
  /// - Throws: `CondenseError` of kind `content` when offsets do not ascend from 0 to `ids.count`, weights
  ///   are not finite or not as many as ids, or an id is outside the vocabulary.
  public init(offsets: [Int64], ids: [Int32], weights: [Float]? = nil, vocabularySize: Int)
    throws(CondenseError)
  {
    guard offsets.first == 0, offsets.last == Int64(ids.count),
      zip(offsets, offsets.dropFirst()).allSatisfy({ $0 <= $1 })
    else {
      throw CondenseError(.content, "the offsets of bags have to ascend from 0 to \(ids.count)")
    }
    if let weights, weights.count != ids.count || !weights.allSatisfy(\.isFinite) {
      throw CondenseError(.content, "bags of \(ids.count) ids need as many finite weights")
    }
    try IdColumn.check(ids, vocabularySize: vocabularySize)
    self.offsets = try AlignedMemory(copying: offsets)
    self.ids = try AlignedMemory(copying: ids)
    self.weights = if let weights { try FloatMemory(copying: weights) } else { nil }
    self.vocabularySize = vocabularySize
  }

  private init(
    _ offsets: AlignedMemory<Int64>, _ ids: AlignedMemory<Int32>, _ weights: FloatMemory?,
    _ vocabularySize: Int
  ) {
    self.offsets = offsets
    self.ids = ids
    self.weights = weights
    self.vocabularySize = vocabularySize
  }

  /// Some of the examples, in the same memory: offsets go on counting from the first of all.
  package func part(_ examples: Range<Int>) -> BagColumn {
    BagColumn(
      offsets.part(examples.lowerBound..<examples.upperBound + 1), ids, weights, vocabularySize)
  }

  /// The same bags, in which each id counts `factors[id]` times as much.
  package func scaled(by factors: [Float]) throws(CondenseError) -> BagColumn {
    let scaled = try FloatMemory(count: ids.count)
    for place in Int(offsets.base[0])..<Int(offsets.base[count]) {
      let factor = factors[Int(ids.base[place])]
      scaled.base[place] = weights.map { $0.base[place] * factor } ?? factor
    }
    return BagColumn(offsets, ids, scaled, vocabularySize)
  }
}
