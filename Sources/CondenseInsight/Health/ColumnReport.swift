import CondenseData
import CondenseModels

/// What became of one column: its kind, its layer, and why.
package struct ColumnReport: Encodable {
  package let name: String
  package let kind: String
  package let layer: String?
  package let dimension: Int?
  package let reason: String

  /// One report for each decision of a schema.
  package static func all(_ schema: Schema, _ inputs: [InputReport], features: [Feature]) -> [ColumnReport] {
    zip(schema.columns, ColumnInput.all(schema, features: features, inputs: inputs)).map { decision, input in
      ColumnReport(
        name: decision.name, kind: decision.kind.rawValue, layer: input.layer,
        dimension: input.layer == nil ? nil : input.dimension, reason: decision.reason)
    }
  }

  /// What each column is to a recommender, as a table.
  package static func figures(_ columns: [ColumnRole]) -> FigureTable {
    var table = FigureTable(["column", "role", "why"])
    for column in columns { table.add([column.name, column.role.rawValue, column.reason]) }
    return table
  }

  /// The reports as a table.
  package static func figures(_ reports: [ColumnReport]) -> FigureTable {
    var table = FigureTable(["column", "kind", "layer", "numbers", "why"], numeric: [3])
    for report in reports {
      table.add([
        report.name, report.kind, report.layer ?? "–", report.dimension.map(String.init) ?? "–",
        report.reason,
      ])
    }
    return table
  }
}
