/// The learned rows of an embedding that stand for a value, the most frequent value first.
public struct ValueVectors: Sendable, Equatable {
  /// What the rows stand for.
  public let values: [String]
  /// How often each value stood in the training rows; for a word, in how many texts. Nil for the parts of a
  /// date, which the model does not count.
  public let counts: [Int64]?
  /// The numbers, `values.count × dimension`, row by row.
  public let vectors: [Float]
  /// Numbers of a row.
  public let dimension: Int
  /// Whether the values are words of texts, which are known in lower case.
  public let areWords: Bool
  /// Rows left out because n-grams share them, so that they have no name.
  public let bucketCount: Int

  package init(
    values: [String], counts: [Int64]?, vectors: [Float], dimension: Int, bucketCount: Int,
    areWords: Bool = false
  ) {
    self.areWords = areWords
    (self.values, self.counts, self.vectors) = (values, counts, vectors)
    (self.dimension, self.bucketCount) = (dimension, bucketCount)
  }

  /// The numbers of one value.
  public func vector(_ index: Int) -> ArraySlice<Float> {
    vectors[index * dimension..<(index + 1) * dimension]
  }
}
