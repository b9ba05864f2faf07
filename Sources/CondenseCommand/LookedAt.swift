import Condense

/// What `COLUMN|LAYER` names: the values of a column, or a layer's answers to rows.
package enum LookedAt: Equatable {
  case column(String)
  case layer(String)

  /// - Throws: `CondenseError` of kind `usage` for a name that is both, or neither.
  package init(_ name: String, in model: Predictor) throws(CondenseError) {
    let columns = model.columnsWithVectors, layers = model.layers
    switch (columns.contains(name), layers.contains(name)) {
    case (true, true):
      throw CondenseError(.usage, "'\(name)' is a column and a layer; write column:\(name) or layer:\(name)")
    case (true, false): self = .column(name)
    case (false, true): self = .layer(name)
    case (false, false):
      if name.hasPrefix("column:") {
        self = .column(String(name.dropFirst(7)))
      } else if name.hasPrefix("layer:") {
        self = .layer(String(name.dropFirst(6)))
      } else if model.schema.columns.contains(where: { $0.name == name }) || name == model.target {
        // Says why it has no vectors.
        self = .column(name)
      } else {
        let question = NearestName.question(name, among: columns + layers)
        throw CondenseError(
          .usage,
          "the model has no column and no layer '\(name)'\(question.isEmpty ? ";" : question) its embeddings are of"
            + " \(columns.isEmpty ? "nothing" : columns.prefix(12).joined(separator: ", ")), its layers on the way to"
            + " the answer \(model.stages.joined(separator: ", "))")
      }
    }
  }
}
