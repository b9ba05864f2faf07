/// How vectors are written.
package enum VectorFormat: String, Sendable, CaseIterable {
  case csv
  case tsv
  /// A NumPy matrix of float32, version 1.0; the values stand in a text file beside it.
  case npy
  /// The text format of word2vec.
  case txt
  /// One JSON object a line.
  case jsonl

  /// The format that the ending of a file asks for; nil for another ending.
  package init?(ending path: String) {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return nil }
    self.init(rawValue: path[path.index(after: dot)...].lowercased())
  }
}
