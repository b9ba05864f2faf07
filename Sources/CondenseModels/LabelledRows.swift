import CondenseCore
import CondenseData
import CondenseNetworks

/// Rows whose answer is known, encoded once, on which networks over the same inputs are judged again and again.
package struct LabelledRows: Sendable {
  /// The rows as the engine takes them, without their targets.
  package let examples: Examples
  /// How often each id of a feature of ids or bags is read in the rows, by the feature's name.
  package let idCounts: [String: [Int64]]
  private let encoded: EncodedTable
  private let measure: Measure
  private let skipped: Int

  /// The rows of a table that have a target of the model.
  ///
  /// - Throws: `CondenseError` of kind `content` when columns are missing or no row has a target.
  package init(_ table: Table, for model: Predictor, threads: Int) throws {
    try self.init(table, rows: model.labelledRows(of: table), for: model, threads: threads)
  }

  /// Some rows of a table, all with a target.
  package init(_ table: Table, rows: [Int], for model: Predictor, threads: Int) throws {
    skipped = table.rowCount - rows.count + table.skippedRows
    (examples, encoded) = try model.examples(of: table, rows: rows, threads: threads)
    measure = try Measure(
      schema: model.schema, scale: model.scale, classShares: model.classShares, table: table, rows: rows)
    idCounts = Self.idCounts(encoded, model.encoder.features)
  }

  static func idCounts(_ encoded: EncodedTable, _ features: [Feature]) -> [String: [Int64]] {
    var idCounts: [String: [Int64]] = [:]
    for (feature, content) in zip(features, encoded.features) {
      switch (feature.shape, content) {
      case (.ids(let size), .ids(let ids)), (.bag(let size), .bags(_, let ids, _)):
        var counts = [Int64](repeating: 0, count: size)
        for id in ids { counts[Int(id)] += 1 }
        idCounts[feature.name] = counts
      default: break
      }
    }
    return idCounts
  }

  /// The metric that tells most: `auc`, `accuracy` or `rmse`.
  package var headline: String { measure.headline }

  /// How well a model does, and the loss of each row: −log of the probability of its class, or the squared error; each
  /// as a part of the mean over the rows by their weights, times their number.
  package func judgement(
    of model: Predictor, threads: Int
  ) throws -> (evaluation: Evaluation, losses: [Double]) {
    let predictions = try predictions(of: model, threads: threads)
    var evaluation = measure.evaluation(predictions)
    evaluation.skipped = skipped
    return (evaluation, measure.losses(predictions))
  }

  /// The class of each row by its place among the model's; empty for numbers.
  package var classIds: [Int32] { measure.ids }
  /// The target of each row that is a number; empty for classes.
  package var numbers: [Double] { measure.numbers }

  /// The mean loss of a model, and that without each number of a node's output in turn.
  package func losses(
    of model: Predictor, silencing node: Int, threads: Int
  ) throws -> (whole: Double, silenced: [Double]) {
    func mean(_ outputs: [Float]) throws -> Double {
      var outputs = outputs
      let losses = measure.losses(try model.predictions(of: &outputs, encoded))
      return losses.reduce(0, +) / Double(losses.count)
    }
    let silenced = try model.inference.outputs(examples, silencing: node, threads: threads)
    return (try mean(model.inference.outputs(examples, threads: threads)), try silenced.map(mean))
  }

  private func predictions(of model: Predictor, threads: Int) throws -> Predictions {
    var outputs = try model.inference.outputs(examples, threads: threads)
    return try model.predictions(of: &outputs, encoded)
  }
}
