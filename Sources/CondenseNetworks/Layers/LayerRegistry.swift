import CondenseCore

/// The layer types that a file may name: the built-in ones, and yours where you pass them.
public struct LayerRegistry: Sendable {
  private let types: [String: any Layer.Type]

  /// The built-in layers and `others`.
  public init(_ others: [any Layer.Type] = []) {
    let builtIn: [any Layer.Type] = [
      Addition.self, BatchNormalization.self, Code.self, Concatenation.self, Dense.self, DotProduct.self,
      Dropout.self,
      Embedding.self, LayerNormalization.self, OneHot.self, PairwiseDot.self, Shift.self,
      Standardization.self,
    ]
    var types: [String: any Layer.Type] = [:]
    for type in builtIn + others { types[type.kind] = type }
    self.types = types
  }

  /// - Throws: `CondenseError` of kind `content` when no layer is called so.
  func type(_ kind: String) throws -> any Layer.Type {
    guard let type = types[kind] else {
      throw CondenseError(
        .content,
        "layer kind '\(kind)' is not known here; known are \(types.keys.sorted().joined(separator: ", "))")
    }
    return type
  }
}
