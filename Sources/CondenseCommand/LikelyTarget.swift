import Condense

/// The column that people would want to predict.
package enum LikelyTarget {
  private static let names = [
    "target", "label", "y", "class", "outcome", "response", "result", "answer", "sentiment", "rating",
    "price",
  ]

  /// A column called like a target, or the last whose values differ; nil when there is only one column.
  package static func name(in table: Table) -> String? {
    guard table.columns.count > 1 else { return nil }
    for name in names {
      if let column = table.columns.first(where: { $0.name.lowercased() == name && differs($0) }) {
        return column.name
      }
    }
    return (table.columns.last { differs($0) } ?? table.columns.last)?.name
  }

  private static func differs(_ column: Column) -> Bool {
    guard let first = (0..<column.count).first(where: { !column.isMissing($0) }) else { return false }
    let text = column.text(first)
    return (first..<column.count).contains { !column.isMissing($0) && column.text($0) != text }
  }
}
