import Condense

/// The operand MODEL.
package enum ModelArgument {
  /// - Throws: `CondenseError`; a table given as the model says so.
  package static func load(_ arguments: Arguments) throws -> Predictor {
    try Predictor(contentsOfFile: arguments.requiredOperand("MODEL"))
  }

  /// Says which columns held values that the model had never seen.
  package static func remarkUnknown(_ shares: [String: Double], _ progress: ProgressLine) {
    for (column, share) in shares.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      progress.remark(
        "\(column): \(share < 0.0005 ? "under 0.1 %" : NumberText.percent(share)) of the rows hold a value the"
          + " model has never seen; they are predicted as an unknown one")
    }
  }
}
