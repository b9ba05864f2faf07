import Condense
import CondenseInsight

/// `condense summary` of a recommender.
package enum RecommenderSummary {
  package static func write(_ model: Recommender, _ path: String, _ invocation: inout Invocation) throws {
    let report = model.report, roles = model.roles
    if invocation.arguments.flag("json") {
      invocation.output.line(try JSONText.line(Record(model)))
      return
    }
    invocation.output.line(
      "\(path): recommends '\(roles.item)' to '\(roles.user)'"
        + (roles.rating.map { ", foretells '\($0)'" } ?? "")
        + (model.hasHistory ? "" : "; keeps no histories"))
    invocation.output.line(
      "learned from \(NumberText.grouped(report.trainingRows + report.validationRows)) pairs, checked on"
        + " \(NumberText.grouped(report.validationRows)) of them before; epoch \(report.bestEpoch) of"
        + " \(report.curve.count) kept, \(NumberText.grouped(report.stepsRun)) steps of \(report.batchSize), seed"
        + " \(report.seed)")
    invocation.output.line()
    invocation.output.write(TextTable(ColumnReport.figures(model.columns)).text)
    invocation.output.line()
    let costs = LayerCost.all(of: model)
    invocation.output.write(TextTable(LayerTable.figures(model.plan, costs: costs.ranking)).text)
    if let plan = model.ratingPlan {
      invocation.output.line()
      invocation.output.write(TextTable(LayerTable.figures(plan, costs: costs.rating)).text)
    }
    invocation.output.line(
      "\(NumberText.grouped(model.parameterCount)) parameters, \(NumberText.bytes(model.parameterCount * 4))")
    invocation.output.line(LayerTable.sum(costs.ranking + costs.rating))
    let embeddings = try EmbeddingHealth.all(of: model)
    if !embeddings.isEmpty {
      invocation.output.write("\n" + TextTable(EmbeddingTable.figures(embeddings)).text)
    }
    invocation.output.line()
    invocation.output.write(TextTable(EvaluationTable.metrics([("validation", report.validation)])).text)
    for line in ModelHealth(model).remarks { invocation.output.line(line) }
  }

  /// `summary --json`.
  private struct Record: Encodable {
    let task = "recommend"
    let target: String
    let users: Int
    let items: Int
    let keepsHistory: Bool
    let rows: Int
    let parameters: Int
    let bytes: Int
    let steps: Int
    let seed: UInt64
    let columns: [ColumnRole]
    let layers: [LayerCost]
    let embeddings: [EmbeddingHealth]
    let validation: [String: Double]

    init(_ model: Recommender) throws {
      let report = model.report
      target = model.roles.item
      users = model.users.size - 1
      items = model.items.size - 1
      keepsHistory = model.hasHistory
      rows = report.rows
      parameters = model.parameterCount
      bytes = model.parameterCount * 4
      steps = report.steps
      seed = report.seed
      columns = model.columns
      let costs = LayerCost.all(of: model)
      layers = costs.ranking + costs.rating
      embeddings = try EmbeddingHealth.all(of: model)
      validation = JSONText.object(report.validation.metrics)
    }
  }
}
