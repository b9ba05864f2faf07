/// A way of feeding columns to a network.
public enum Contender: String, Sendable, Codable, CaseIterable {
  /// As `train` does by its defaults: always the first.
  case standard = "as-train"
  /// A vector for each value or word, pooled within a text, then dense layers; nothing else.
  case embedding
  /// The same with so many buckets as an eighth to a quarter of the values, each value in one of them by its hash.
  case hashed
  /// A number for each value or word, 1 or 0, straight into dense layers: zeros are multiplied too.
  case oneHot = "one-hot"
  /// The same layer, of which only the rows of ones are read and updated.
  case sparseOneHot = "one-hot-sparse"
  /// The number of the value in the vocabulary, as if it were a quantity.
  case code
  /// Words weighted by how rare they are, straight into dense layers.
  case tfidf = "tf-idf"
  /// As the first, without a hidden layer.
  case linear = "no-hidden-layer"
  /// Without the columns that are compared.
  case without
}
