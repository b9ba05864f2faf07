import Condense

/// What the commands say of images, which are a table of the columns `image` and, with `--labels`, `label`.
package enum Images {
  /// The column of labels.
  package static let target = "label"

  /// Whether a table holds nothing but images.
  package static func lackLabels(_ table: Table) -> Bool { table.columns.allSatisfy { $0.images != nil } }

  /// Refuses images, for a verb about the columns of tables.
  package static func refuse(_ table: Table, by verb: Verb) throws {
    guard table.columns.contains(where: { $0.images != nil }) else { return }
    throw CondenseError(
      .usage,
      "\(table.name) holds images, whose pixels all go straight to dense layers; \(verb.name) is for tables")
  }

  /// - Parameter command: the words before DATA.
  package static func needLabels(_ table: Table, _ command: String, _ data: String) -> CondenseError {
    CondenseError(
      .usage,
      "\(table.name) holds images without labels; name the file of labels: condense \(command) \(data)"
        + " --labels LABELS.idx")
  }
}
