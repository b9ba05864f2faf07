extension Contender {
  /// Which of the two layers reads the columns; `train` and what is left out of it stand for neither.
  var ink: Ink {
    switch self {
    case .embedding, .hashed: .embedding
    case .oneHot, .sparseOneHot, .code, .tfidf: .dense
    case .standard, .linear, .without: .neutral
    }
  }
}
