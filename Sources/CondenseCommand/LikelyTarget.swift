import Condense

/// The column that people would want to predict.
package enum LikelyTarget {
  private static let names = [
    "target", "label", "y", "class", "outcome", "response", "result", "answer", "sentiment", "rating",
    "price",
  ]

  /// A column called like a target, or the last; nil when there is only one.
  package static func name(in table: Table) -> String? {
    guard table.columns.count > 1 else { return nil }
    for name in names {
      if let column = table.columns.first(where: { $0.name.lowercased() == name }) { return column.name }
    }
    return table.columns.last?.name
  }
}
