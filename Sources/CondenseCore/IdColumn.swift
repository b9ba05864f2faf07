/// Ids of many examples, checked once against the vocabulary they will be looked up in.
public struct IdColumn: Sendable {
  package let ids: AlignedMemory<Int32>
  /// Ids of one example, which stand next to each other.
  public let perExample: Int
  /// Rows of the embedding that the ids may be looked up in.
  public let vocabularySize: Int

  /// Examples.
  public var count: Int { ids.count / perExample }

  /// - Parameter ids: `examples × perExample` ids.
  /// - Throws: `CondenseError` of kind `content` that names the first id outside `0..<vocabularySize`.
  public init(_ ids: [Int32], perExample: Int = 1, vocabularySize: Int) throws(CondenseError) {
    guard perExample > 0, ids.count % perExample == 0 else {
      throw CondenseError(
        .content, "\(ids.count) ids do not make whole examples of \(perExample) ids each")
    }
    try Self.check(ids, vocabularySize: vocabularySize)
    self.ids = try AlignedMemory(copying: ids)
    self.perExample = perExample
    self.vocabularySize = vocabularySize
  }

  /// Some of the examples, in the same memory.
  package func part(_ examples: Range<Int>) -> IdColumn {
    let range = examples.lowerBound * perExample..<examples.upperBound * perExample
    return IdColumn(ids.part(range), perExample, vocabularySize)
  }

  private init(_ ids: AlignedMemory<Int32>, _ perExample: Int, _ vocabularySize: Int) {
    self.ids = ids
    self.perExample = perExample
    self.vocabularySize = vocabularySize
  }

  static func check(_ ids: [Int32], vocabularySize: Int) throws(CondenseError) {
    guard let place = ids.firstIndex(where: { $0 < 0 || Int($0) >= vocabularySize }) else { return }
    throw CondenseError(
      .content, "id \(ids[place]) at place \(place) is outside the vocabulary of \(vocabularySize) rows")
  }
}
