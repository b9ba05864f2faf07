/// How the ids of a column enter the network.
public enum InputLayer: String, Codable, Sendable, CaseIterable {
  /// A learned vector for each value, which speaks to the outputs directly and in pairs with others too.
  case embedding
  /// A learned vector for each value, or frequent word, through the dense layers alone.
  case deepEmbedding = "embedding-then-dense"
  /// The same for each of fewer buckets, into which values fall by their hash; what they are called is not kept.
  case hashed
  /// A number for each value or word, 1 for the one that is there, straight into the dense layers. For a handful.
  case oneHot = "one-hot"
  /// The same numbers, of which the dense layers read and update only the rows of those that are not 0.
  case sparseOneHot = "sparse-one-hot"
  /// Sparse one-hot of words, each weighted by how rare it is.
  case tfidf = "tf-idf"
  /// The place of the value in the vocabulary, as if it were a quantity.
  case code

  /// Whether each value has a vector of its own.
  package var isEmbedding: Bool { self == .embedding || self == .deepEmbedding }
}

extension ColumnKind {
  /// The layers that a column of this kind may be given.
  package var layers: [InputLayer] {
    switch self {
    case .category: [.embedding, .deepEmbedding, .hashed, .oneHot, .sparseOneHot, .code]
    case .list: [.embedding, .oneHot, .sparseOneHot]
    case .text: [.deepEmbedding, .hashed, .oneHot, .sparseOneHot, .tfidf]
    case .number, .date, .image, .ignored: []
    }
  }
}
