import CondenseCore
import CondenseData

/// Holds the cells of a row from outside against the columns a model was trained with.
struct RowCheck: Sendable {
  private let needed: [String]
  private let known: Set<String>
  private let missing: MissingTokens

  init(_ schema: Schema, _ encoder: TableEncoder, _ reading: ReadingOptions) {
    needed = encoder.columns
    let extras = [schema.target, schema.weight, schema.orderBy].compactMap { $0 }
    known = Set(needed + schema.columns.map(\.name) + extras)
    missing = MissingTokens(reading)
  }

  /// The row with its missing cells told apart, as they were in the training file.
  ///
  /// - Throws: `CondenseError` of kind `content` that names a column the model does not know.
  func cells(_ row: [String: Cell], called subject: String) throws(CondenseError) -> [String: Cell] {
    var cells = row
    var strangers: [String] = []
    for (name, cell) in row {
      if !known.contains(name) { strangers.append(name) }
      guard case .text(var text) = cell else { continue }
      let isMissing = text.withUTF8 { text in text.baseAddress.map { missing.matches($0, text.count) } ?? true
      }
      if isMissing { cells[name] = .missing }
    }
    if let stranger = strangers.min() {
      throw CondenseError(
        .content,
        "\(subject) has '\(stranger)', a column the model was not trained with"
          + NearestName.question(stranger, among: needed))
    }
    return cells
  }
}
