/// What an output is trained towards. All are computed from logits, stable for logits of any size; the
/// loss of a batch is a mean over its targets that are there, weighted by the examples' weights.
public enum Loss: String, Codable, Sendable, CaseIterable {
  /// −log softmax(x)[class]; targets are classes `0..<width`.
  case softmaxCrossEntropy
  /// −t·log σ(x) − (1 − t)·log(1 − σ(x)) for targets between 0 and 1, a mean over the width.
  case binaryCrossEntropy
  /// (x − t)², a mean over the width.
  case squaredError
}
