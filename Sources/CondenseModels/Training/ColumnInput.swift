import CondenseData

/// How one column, or a derived feature, enters a network.
package struct ColumnInput: Sendable {
  /// Its ids and bags.
  package var features: [(feature: Feature, input: InputReport)] = []
  /// Numbers of its embeddings, bags and one-hots.
  package var embedded = 0, bags = 0, oneHot = 0
  /// Numbers that go straight into dense layers.
  package var numbers = 0

  /// What each of a schema's decisions came to, in their order.
  package static func all(
    _ schema: Schema, features: [Feature], inputs: [InputReport]
  ) -> [ColumnInput] {
    var all = [ColumnInput](repeating: ColumnInput(), count: schema.columns.count)
    // Columns of the table, and features made of several of them, by name.
    var own: [String: Int] = [:], derived: [String: Int] = [:]
    for (place, decision) in schema.columns.enumerated() {
      if decision.sources.isEmpty { own[decision.name] = place } else { derived[decision.name] = place }
    }
    func column(_ feature: Feature) -> Int? { feature.columns.count == 1 ? own[feature.columns[0]] : nil }
    for (feature, input) in zip(features, inputs) {
      switch feature.shape {
      case .ids:
        if let place = derived[feature.name] ?? column(feature) { all[place].add(feature, input) }
      case .bag:
        if let place = column(feature) { all[place].add(feature, input) }
      case .numbers:
        if feature.image != nil, let place = own[feature.name] ?? derived[feature.name] {
          all[place].numbers += input.dimension
        }
        for part in feature.parts {
          if let place = own[part.column] { all[place].numbers += part.width }
        }
      }
    }
    return all
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
