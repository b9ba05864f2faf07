import CondenseData

/// What a model says of the rows of a table whose answer is known, beside the answers.
package struct JudgedRows: Sendable {
  /// Places of the rows in the table.
  package let rows: [Int]
  /// What the model says of each.
  package let predictions: Predictions
  /// The class of each row by its place among the model's; empty for numbers.
  package let classIds: [Int32]
  /// The target of each row that is a number; empty for classes.
  package let numbers: [Double]
  /// The loss of each row, as `LabelledRows` has it.
  package let losses: [Double]
  /// How well the model does.
  package let evaluation: Evaluation
}

extension Predictor {
  /// - Throws: `CondenseError` of kind `content` when columns are missing or no row has a target.
  package func judgedRows(of table: Table, threads: Int) throws -> JudgedRows {
    let rows = try labelledRows(of: table)
    let predictions = try predictions(for: table, rows: rows, threads: threads)
    let measure = try Measure(
      schema: schema, scale: scale, classShares: classShares, table: table, rows: rows)
    var evaluation = measure.evaluation(predictions)
    evaluation.skipped = table.rowCount - rows.count + table.skippedRows
    return JudgedRows(
      rows: rows, predictions: predictions, classIds: measure.ids, numbers: measure.numbers,
      losses: measure.losses(predictions), evaluation: evaluation)
  }
}
