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
      let input = ColumnInput(decision, schema, features: features, inputs: inputs)
      return ColumnReport(
        name: decision.name, kind: decision.kind.rawValue, layer: input.layer,
        dimension: input.layer == nil ? nil : input.dimension, reason: decision.reason)
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
