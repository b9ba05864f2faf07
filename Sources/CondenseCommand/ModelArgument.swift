import Condense

/// The operand MODEL.
package enum ModelArgument {
  /// - Throws: `CondenseError`; a table given as the model says so.
  package static func load(_ arguments: Arguments) throws -> Predictor {
    let path = arguments.requiredOperand("MODEL")
    do {
      return try Predictor(contentsOfFile: path)
    } catch let error as CondenseError where error.kind == .content {
      if arguments.hasOperand("DATA"), let data = arguments.operand("DATA"), Predictor.isModel(atFile: data) {
        throw CondenseError(.content, "\(path) is not a model file; is the order of arguments MODEL DATA?")
      }
      throw error
    }
  }

  /// The learned vectors of the operand COLUMN, in a model or a recommender.
  package static func vectors(_ arguments: Arguments) throws -> ValueVectors {
    let path = arguments.requiredOperand("MODEL"), column = arguments.requiredOperand("COLUMN")
    return Recommender.isRecommender(atFile: path)
      ? try Recommender(contentsOfFile: path).vectors(in: column) : try load(arguments).vectors(in: column)
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
