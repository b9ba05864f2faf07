import CondenseCore
import CondenseData

extension FilmRecorder {
  /// What is filmed of a table: a column's embedding, or that of the most values.
  ///
  /// - Throws: `CondenseError` of kind `usage` when the column, or the network, has no embedding of named values.
  init(_ column: String?, _ encoder: TableEncoder, _ schema: Schema) throws {
    let all = NamedRows.all(encoder), names = all.map(\.name)
    if let column, !names.contains(column) { throw NamedRows.missing(column, among: names, schema) }
    // The first of several that are largest.
    let largest = all.reversed().max { $0.ids.count < $1.ids.count }
    guard let rows = all.first(where: { $0.name == column }) ?? largest, !rows.ids.isEmpty else {
      throw CondenseError(
        .usage,
        "--film shows the values of an embedding while it is learned, and this network has no embedding; leave it out"
      )
    }
    self.init(
      rows.name, embedding: "embedding.\(rows.embedding)", ids: rows.ids, counts: rows.counts,
      value: { rows.value(Int32(truncatingIfNeeded: $0)) ?? "" })
  }

  /// What is filmed, in words.
  ///
  /// - Parameter offersOthers: whether another column could be.
  func remark(offersOthers: Bool) -> String {
    "filming "
      + (omitted > 0
        ? "the \(Count.text(shown)) most frequent of \(Count.of(shown + omitted, "value", "values"))"
        : Count.of(shown, "value", "values"))
      + " of '\(name)'" + (offersOthers ? "; --film-column COL films another column" : "")
  }
}
