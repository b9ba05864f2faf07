import CondenseData

/// How one column, or a derived feature, enters a network.
package struct ColumnInput: Sendable {
  /// Its ids and bags.
  package var features: [(feature: Feature, input: InputReport)] = []
  /// Numbers of its embeddings, bags and one-hots.
  package var embedded = 0, bags = 0, oneHot = 0
  /// Numbers that go straight into dense layers.
  package var numbers = 0

  /// What a schema's decision came to.
  package init(_ decision: ColumnDecision, _ schema: Schema, features: [Feature], inputs: [InputReport]) {
    let name = decision.name
    for (feature, input) in zip(features, inputs) {
      switch feature.shape {
      case .ids:
        let isOwn = decision.sources.isEmpty ? feature.columns == [name] : feature.name == name
        let isDerived = schema.columns.contains { !$0.sources.isEmpty && $0.name == feature.name }
        guard isOwn, !decision.sources.isEmpty || !isDerived else { continue }
        add(feature, input)
      case .bag:
        guard feature.columns == [name], decision.sources.isEmpty else { continue }
        add(feature, input)
      case .numbers:
        if feature.image != nil, feature.name == name { numbers += input.dimension }
        numbers += feature.parts.filter { $0.column == name && decision.sources.isEmpty }
          .reduce(0) { $0 + $1.width }
      }
    }
  }

  private mutating func add(_ feature: Feature, _ input: InputReport) {
    features.append((feature, input))
    switch input.layer {
    case "one-hot": oneHot += input.dimension
    case "embedding bag": bags += input.dimension
    case "dense": numbers += input.dimension
    default: embedded += input.dimension
    }
  }

  /// Its numbers in the network.
  package var dimension: Int { embedded + bags + oneHot + numbers }

  /// `embedding bag`, `embedding`, `one-hot`, `dense`, or several of them; nil for a column that is left out.
  package var layer: String? {
    var layers: [String] = []
    // An embedding that was shrunk to nothing is still one.
    func has(_ layer: String) -> Bool { features.contains { $0.input.layer == layer } }
    if bags > 0 || has("embedding bag") { layers.append("embedding bag") }
    if embedded > 0 || has("embedding") { layers.append("embedding") }
    if oneHot > 0 { layers.append("one-hot") }
    if numbers > 0 { layers.append("dense") }
    return layers.isEmpty ? nil : layers.joined(separator: ", ")
  }
}
