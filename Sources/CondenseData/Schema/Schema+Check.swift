import CondenseCore

extension Schema {
  /// Throws unless the schema is sound and the table has every column it names.
  package func check(_ table: Table) throws(CondenseError) {
    let used = columns.filter { $0.kind != .ignored }.flatMap { $0.sources.isEmpty ? [$0.name] : $0.sources }
    for name in [target] + [weight, orderBy].compactMap(\.self) + used where table[name] == nil {
      throw CondenseError(
        .content,
        "\(table.name) has no column '\(name)', which the schema names"
          + NearestName.question(name, among: table.columns.map(\.name)))
    }
    if task == .classes, classes.count < 2 || Set(classes).count < classes.count {
      throw CondenseError(
        .content,
        "the schema lists \(Count.of(Set(classes).count, "different class", "different classes")) of"
          + " '\(target)' among \(classes.count); at least two, each once, were expected")
    }
    for decision in columns {
      let choice = decision.kind.layers
      guard let layer = decision.layer, decision.kind != .ignored, !choice.contains(layer) else { continue }
      throw CondenseError(
        .content,
        "the schema gives '\(decision.name)' the layer '\(layer.rawValue)' and reads it as"
          + " \(decision.kind.rawValue), which "
          + (choice.isEmpty
            ? "has no choice of layer" : "has \(Count.names(choice.map(\.rawValue), most: 9))")
          + ": change one of the two, or leave the layer out")
    }
    try checkSharing()
    if let column = weight.flatMap({ table[$0] }) { try WeightColumn.check(column, table) }
  }

  /// Columns that share an embedding must have one, and only one.
  func checkSharing() throws(CondenseError) {
    var seen: Set<String> = []
    for group in sharing {
      for name in group {
        let flag = "--share \(group.joined(separator: ","))"
        guard seen.insert(name).inserted else {
          throw CondenseError(.usage, "\(flag): '\(name)' is named twice")
        }
        if name == target { throw CondenseError(.usage, "\(flag): '\(name)' is the column to predict") }
        let decision = columns.first { $0.name == name }
        if let layer = decision?.layer, !layer.isEmbedding {
          throw CondenseError(
            .usage, "\(flag): '\(name)' is \(layer.rawValue) in the schema, and only embeddings can be shared"
          )
        }
        guard let kind = decision?.kind, kind != .category else { continue }
        throw CondenseError(
          .usage,
          "\(flag): '\(name)' is read as \(kind.rawValue), and only categories share an embedding;"
            + " --as \(name)=category makes it one")
      }
    }
  }
}
