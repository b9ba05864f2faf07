import Condense

/// What became of one column: its kind, its layer, and why.
package struct ColumnReport: Encodable {
  let name: String
  let kind: String
  let layer: String?
  let dimension: Int?
  let reason: String

  /// One report for each decision of a schema.
  package static func all(_ schema: Schema, _ inputs: [InputReport], features: [Feature]) -> [ColumnReport] {
    schema.columns.map { decision in
      let name = decision.name
      var embedded = 0, bags = 0, numbers = 0
      for (feature, input) in zip(features, inputs) {
        switch feature.shape {
        case .ids:
          let isOwn = decision.sources.isEmpty ? feature.columns == [name] : feature.name == name
          let isDerived = schema.columns.contains { !$0.sources.isEmpty && $0.name == feature.name }
          if isOwn, !decision.sources.isEmpty || !isDerived { embedded += input.dimension }
        case .bag:
          if feature.columns == [name], decision.sources.isEmpty { bags += input.dimension }
        case .numbers:
          if feature.image != nil, feature.name == name { numbers += input.dimension }
          numbers += feature.parts.filter { $0.column == name && decision.sources.isEmpty }
            .reduce(0) { $0 + $1.width }
        }
      }
      let layer =
        bags > 0
        ? "embedding bag"
        : embedded > 0 && numbers > 0
          ? "embedding, dense" : embedded > 0 ? "embedding" : numbers > 0 ? "dense" : nil
      return ColumnReport(
        name: name, kind: decision.kind.rawValue, layer: layer,
        dimension: layer == nil ? nil : embedded + bags + numbers, reason: decision.reason)
    }
  }

  /// The reports as a table for people.
  package static func table(_ reports: [ColumnReport]) -> String {
    var table = TextTable(["column", "kind", "layer", "numbers", "why"])
    for report in reports {
      table.add([
        report.name, report.kind, report.layer ?? "–", report.dimension.map(String.init) ?? "–",
        report.reason,
      ])
    }
    return table.text
  }
}
