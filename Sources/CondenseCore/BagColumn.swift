/// A variable number of ids for each of many examples, with an optional weight each (CSR).
public struct BagColumn: Sendable {
  package let offsets: AlignedMemory<Int64>
  package let ids: AlignedMemory<Int32>
  package let weights: FloatMemory?
  /// Rows of the embedding that the ids may be looked up in.
  public let vocabularySize: Int

  /// Examples.
  public var count: Int { offsets.count - 1 }
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
}
