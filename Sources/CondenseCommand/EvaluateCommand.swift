import Condense
import CondenseInsight

/// `condense evaluate`: how good a model is on rows whose answer is known.
package enum EvaluateCommand {
  package static let verb = Verb(
    "evaluate", "measure a model on labelled data, beside what costs nothing to know",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand("DATA", "rows with the columns of training, target included", standardInput: true),
    ],
    options: [
      CommonOptions.labels, CommonOptions.skipBadRows,
      CommonOptions.threads, CommonOptions.require, CommonOptions.json,
      CommonOptions.quiet,
    ],
    examples: [
      Example("condense evaluate flights.condense test.csv", "Metrics, and the confusion of classes"),
      Example(
        "condense evaluate flights.condense test.csv --require auc=0.75",
        "Fail a build when the model got worse: exits with 1 below 0.75"),
      Example(
        "condense evaluate digits.condense images.idx --labels labels.idx", "A model of images"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments, progress = invocation.progress
    if Recommender.isRecommender(atFile: arguments.requiredOperand("MODEL")) {
      return try recommender(&invocation)
    }
    let model = try ModelArgument.load(arguments)
    let required = arguments.metrics("require")
    try RequiredMetrics.check(required, model.schema)
    let table = try arguments.table(for: verb, like: model.reading)
    if Images.lackLabels(table) {
      throw Images.needLabels(
        table, "evaluate \(arguments.requiredOperand("MODEL"))", arguments.requiredOperand("DATA"))
    }
    let evaluation = try model.evaluation(
      on: table, threads: arguments.whole("threads") ?? Processors.available)
    if table.fingerprint == model.report.dataFingerprint {
      progress.remark(
        "\(table.name) holds the rows the model learned from: these figures flatter it")
    }
    if let shrinking = model.report.shrinking, shrinking.keep != nil,
      table.fingerprint == shrinking.dataFingerprint
    {
      progress.remark(
        "\(table.name) holds the rows that chose how small the model is: these figures flatter it a little")
    }
    for remark in model.remarks(on: table) { progress.remark(remark) }
    ModelArgument.remarkUnknown(evaluation.unknown, progress)
    if evaluation.skipped > 0 {
      progress.remark(
        "\(Count.of(evaluation.skipped, "row was", "rows were")) left out: no '\(model.target)' that the model"
          + " knows, or unreadable")
    }
    try write(evaluation, of: model.target, table, &invocation)
    return RequiredMetrics.outcome(required, evaluation, complain: progress.complain)
  }

  private static func recommender(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments, progress = invocation.progress
    let model = try Recommender(contentsOfFile: arguments.requiredOperand("MODEL"))
    let required = arguments.metrics("require")
    try RequiredMetrics.check(required, Evaluation.recommenderMetricNames(hasRatings: model.hasRatings))
    let table = try arguments.table(for: verb, like: model.reading)
    let evaluation = try model.evaluation(
      on: table, threads: arguments.whole("threads") ?? Processors.available)
    for (name, share) in evaluation.unknown.sorted(by: { $0.key < $1.key }) {
      let what =
        name == model.roles.user
        ? "a user who was never trained and gets the answer for newcomers"
        : "an item that was never trained and counts as a miss"
      progress.remark("\(name): \(NumberText.percent(share)) of the pairs have \(what)")
    }
    if evaluation.skipped > 0 {
      progress.remark(
        "\(Count.of(evaluation.skipped, "row", "rows")) left out: known to the recommender, or not whole")
    }
    try write(evaluation, of: model.roles.item, table, &invocation)
    return RequiredMetrics.outcome(required, evaluation, complain: progress.complain)
  }

  private static func write(
    _ evaluation: Evaluation, of target: String, _ table: Table, _ invocation: inout Invocation
  ) throws {
    if invocation.arguments.flag("json") {
      invocation.output.line(try JSONText.line(EvaluationRecord(evaluation)))
    } else {
      invocation.output.line(
        "\(target) on \(NumberText.grouped(evaluation.rows)) rows of \(table.name);"
          + " without a model: \(evaluation.baselineName)")
      invocation.output.write(TextTable(EvaluationTable.metrics([("value", evaluation)])).text)
      if let confusion = EvaluationTable.confusion(evaluation) {
        invocation.output.line()
        invocation.output.write(TextTable(confusion).text)
      }
    }
  }
}

/// `evaluate --json`.
private struct EvaluationRecord: Encodable {
  let metrics: [String: Double]
  let baseline: [String: Double]
  let rows: Int
  let skipped: Int
  let unknown: [String: Double]
  let classes: [String]
  let confusion: [[Int]]

  init(_ evaluation: Evaluation) {
    metrics = JSONText.object(evaluation.metrics)
    baseline = JSONText.object(evaluation.baseline)
    rows = evaluation.rows
    skipped = evaluation.skipped
    unknown = evaluation.unknown
    classes = evaluation.classes
    confusion = evaluation.confusion
  }
}
