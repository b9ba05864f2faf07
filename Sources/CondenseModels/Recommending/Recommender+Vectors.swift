import CondenseCore

extension Recommender {
  /// The vectors by which items are scored, the most popular first: items whose vectors point the same way fit
  /// the same users. Where several networks answer together, theirs stand one after the other.
  ///
  /// - Throws: `CondenseError` of kind `usage` for another column than that of items.
  public func vectors(in column: String) throws -> ValueVectors {
    guard column == roles.item else {
      throw CondenseError(
        .usage,
        column == roles.user
          ? "'\(column)' has no vectors: a user is what the user chose; '\(roles.item)' has some"
          : "the model has no vectors of a column '\(column)'; it has those of '\(roles.item)'")
    }
    let (vectors, width) = try ranking.itemVectors()
    return ValueVectors(
      values: (1..<Int32(items.size)).map { items.value(of: $0) ?? "" },
      counts: Array(items.counts.dropFirst()), vectors: Array(vectors.dropFirst(width)), dimension: width,
      bucketCount: 0)
  }
}
