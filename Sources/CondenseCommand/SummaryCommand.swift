import Condense
import CondenseInsight

/// `condense summary`: what a model is made of.
package enum SummaryCommand {
  package static let verb = Verb(
    "summary", "show a model's layers, shapes, parameters, bytes and health",
    operands: [Operand("MODEL", "a model that condense train wrote")],
    options: [CommonOptions.json],
    examples: [Example("condense summary flights.condense", "What was built from which column")])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let path = invocation.arguments.requiredOperand("MODEL")
    if Recommender.isRecommender(atFile: path) {
      try RecommenderSummary.write(Recommender(contentsOfFile: path), path, &invocation)
      return .done
    }
    let model = try ModelArgument.load(invocation.arguments)
    let report = model.report
    let columns = ColumnReport.all(model.schema, report.inputs, features: model.encoder.features)
    if invocation.arguments.flag("json") {
      invocation.output.line(
        try JSONText.line(
          SummaryRecord(
            task: model.schema.task.rawValue, target: model.target, classes: model.classes,
            rows: report.rows, parameters: model.parameters.count, bytes: model.parameters.count * 4,
            steps: report.steps, seed: report.seed, columns: columns,
            layers: LayerCost.all(of: model), embeddings: EmbeddingHealth.all(of: model),
            validation: JSONText.object(report.validation.metrics))))
      return .done
    }
    invocation.output.line(
      "\(path): \(model.schema.task.rawValue), predicts"
        + " '\(model.target)'" + (model.classes.isEmpty ? "" : " (\(Self.list(model.classes)))"))
    invocation.output.line(
      "learned from \(NumberText.grouped(report.trainingRows)) rows, checked on"
        + " \(NumberText.grouped(report.validationRows)); epoch \(report.bestEpoch) of \(report.curve.count) kept,"
        + " \(NumberText.grouped(report.stepsRun)) steps of \(report.batchSize), seed \(report.seed)")
    invocation.output.line()
    invocation.output.write(TextTable(ColumnReport.figures(columns)).text)
    invocation.output.line()
    let costs = LayerCost.all(of: model)
    invocation.output.write(TextTable(LayerTable.figures(model.plan, costs: costs)).text)
    invocation.output.line(
      "\(NumberText.grouped(model.parameters.count)) parameters, \(NumberText.bytes(model.parameters.count * 4))"
    )
    invocation.output.line(LayerTable.sum(costs))
    for case .text(let text) in model.encoder.encoders { invocation.output.line(Self.describe(text)) }
    let embeddings = try EmbeddingHealth.all(of: model)
    if !embeddings.isEmpty {
      invocation.output.write("\n" + TextTable(EmbeddingTable.figures(embeddings)).text)
    }
    invocation.output.line()
    invocation.output.write(
      TextTable(EvaluationTable.metrics([("training", report.training), ("validation", report.validation)]))
        .text)
    if let shrinking = report.shrinking, let keep = shrinking.keep {
      invocation.output.line(
        "shrunk to keep \(NumberText.percent(keep)) of the skill on"
          + " \(Count.of(shrinking.rows, "row", "rows")); the figures above are those from before")
    }
    let health = ModelHealth(model)
    for line in health.remarks { invocation.output.line(line) }
    return .done
  }

  /// The rows of a text's words and n-grams, and how many n-grams share one.
  private static func describe(_ text: TextEncoder) -> String {
    let words = "\(text.column): \(Count.of(text.vocabulary.size - 1, "word", "words"))"
    guard text.repeatedNGrams > 0 else { return words + ", no n-gram that comes again" }
    return words
      + " and \(Count.of(text.vocabulary.nGrams.count, "row", "rows")) of n-grams; of those that come again about"
      + " \(NumberText.percent(Double(text.collidingNGrams) / Double(text.repeatedNGrams))) share a bucket of"
      + " \(NumberText.grouped(text.buckets)) with another"
  }

  private static func list(_ classes: [String]) -> String {
    classes.count > 8
      ? classes.prefix(7).joined(separator: ", ") + ", … \(classes.count) classes"
      : classes.joined(separator: ", ")
  }
}

/// `summary --json`.
private struct SummaryRecord: Encodable {
  let task: String
  let target: String
  let classes: [String]
  let rows: Int
  let parameters: Int
  let bytes: Int
  let steps: Int
  let seed: UInt64
  let columns: [ColumnReport]
  let layers: [LayerCost]
  let embeddings: [EmbeddingHealth]
  let validation: [String: Double]
}
