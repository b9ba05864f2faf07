import Condense

/// What the commands say of images, which are a table of the columns `image` and, with `--labels`, `label`.
package enum Images {
  /// The column of labels.
  package static let target = "label"

  /// Whether a table holds nothing but images.
  package static func lackLabels(_ table: Table) -> Bool { table.columns.allSatisfy { $0.images != nil } }

  /// - Parameter command: the words before DATA.
  package static func needLabels(_ table: Table, _ command: String, _ data: String) -> CondenseError {
    CondenseError(
      .usage,
      "\(table.name) holds images without labels; name the file of labels: condense \(command) \(data)"
        + " --labels LABELS.idx")
  }
}
