import Condense
import CondenseInsight

/// `condense train --recommend`: from a table of choices to a recommender.
package enum RecommenderRun {
  /// The flags that only `--recommend` takes.
  private static let flags = ["user", "item", "rating", "no-history"]
  /// The flags that it does not take.
  private static let others = [
    "task", "group", "weight", "class-weights", "schema", "as", "share", "ignore", "labels", "names",
    "ngrams",
    "characters",
  ]

  /// - Throws: `CondenseError` of kind `usage` when a flag of one kind of training is given to the other.
  package static func check(_ arguments: Arguments) throws {
    guard arguments.flag("recommend") else {
      if let name = flags.first(where: arguments.flag) {
        throw CondenseError(
          .usage, "--\(name) goes with --recommend; without it, --predict COL learns a column")
      }
      return
    }
    if let name = others.first(where: arguments.flag) {
      throw CondenseError(.usage, "--\(name) does not go with --recommend; leave one of them out")
    }
    for name in ["user", "item"] where arguments.text(name) == nil {
      throw CondenseError(.usage, "--recommend needs --user COL and --item COL; --\(name) is missing")
    }
  }

  package static func run(_ invocation: inout Invocation, _ verb: Verb) throws -> Outcome {
    let clock = Stopwatch(invocation.time)
    let arguments = invocation.arguments, progress = invocation.progress
    let data = arguments.requiredOperand("DATA")
    let file = try OutputFile(
      arguments.text("output") ?? OutputFile.defaultPath(for: data), force: arguments.flag("force"),
      inputs: [data], isOurs: Predictor.isModel)
    let film = try FilmFile(arguments, beside: file, inputs: [data])
    let table = try arguments.table(for: verb, telling: progress, since: clock)
    let required = arguments.metrics("require")
    try RequiredMetrics.check(
      required, Evaluation.recommenderMetricNames(hasRatings: arguments.text("rating") != nil))
    let console = TrainingConsole(progress)
    let roles = InteractionRoles(
      user: arguments.text("user") ?? "", item: arguments.text("item") ?? "",
      rating: arguments.text("rating"), orderBy: arguments.text("order-by"))
    var options = options(arguments, since: clock)
    console.attach(to: &options)
    film?.attach(to: &options)
    let chosen = options
    let model: Recommender
    var outcome = Outcome.done
    do {
      model = try StopSignal.watching { isReceived in
        try Recommender.train(on: table, roles, chosen, isCancelled: isReceived)
      }
    } catch let cancelled as RecommenderCancelled {
      guard let best = cancelled.best else { throw CancellationError() }
      model = best
      outcome = StopSignal.outcome ?? .interrupted
      progress.remark("stopped after the current step; the best model so far is kept")
    }
    try model.write(toFile: file.path)
    let page = try film?.write()
    try report(
      &invocation, model, file, film: page, seconds: clock.seconds)
    guard outcome == .done else { return outcome }
    return RequiredMetrics.outcome(required, model.report.validation, complain: progress.complain)
  }

  private static func options(_ arguments: Arguments, since clock: Stopwatch) -> RecommenderOptions {
    var options = RecommenderOptions()
    options.orderBy = arguments.text("order-by")
    options.keepsHistory = !arguments.flag("no-history")
    options.seed = UInt64(arguments.whole("seed") ?? 1)
    options.threads = arguments.whole("threads")
    options.epochs = arguments.whole("epochs")
    options.batchSize = arguments.whole("batch-size")
    options.learningRate = arguments.number("learning-rate")
    options.timeLimit = arguments.number("time")
    options.elapsed = clock.seconds
    options.timeSource = clock.source
    options.steps = arguments.whole("steps")
    options.validationFraction = arguments.number("validation") ?? options.validationFraction
    return options
  }

  private static func report(
    _ invocation: inout Invocation, _ model: Recommender, _ file: OutputFile, film: String?,
    seconds: Double
  ) throws {
    let report = model.report
    if invocation.arguments.flag("json") {
      invocation.output.line(
        try JSONText.line(RecommenderRecord(model, path: file.path, seconds: seconds)))
      return
    }
    invocation.output.write(TextTable(LayerTable.figures(model.plan)).text)
    invocation.output.line(
      "\(NumberText.grouped(model.parameterCount)) parameters, \(NumberText.bytes(model.parameterCount * 4))")
    invocation.output.line()
    invocation.output.line(
      "\(NumberText.grouped(model.items.size - 1)) items ranked for \(NumberText.grouped(model.users.size - 1))"
        + " users"
        + (report.validationRows > 0
          ? ", on \(NumberText.grouped(report.validationRows)) pairs held out; without a model:"
            + " \(report.validation.baselineName)"
          : "; nothing was held out, so that nothing says how good the answers are: condense evaluate"))
    if report.validationRows > 0 {
      invocation.output.write(TextTable(EvaluationTable.metrics([("validation", report.validation)])).text)
    }
    invocation.output.line()
    invocation.writeEnd(of: report, file, film: film, seconds: seconds)
  }
}

/// `train --recommend --json`.
private struct RecommenderRecord: Encodable {
  let model: String
  let task = "recommend"
  let target: String
  let rows: Int
  let parameters: Int
  let bytes: Int
  let epochs: Int
  let steps: Int
  let seconds: Double
  let users: Int
  let items: Int
  let columns: [ColumnRole]
  let train: MeasuredPart
  let validation: MeasuredPart

  init(_ recommender: Recommender, path: String, seconds: Double) {
    let report = recommender.report
    model = path
    target = recommender.roles.item
    rows = report.rows
    parameters = recommender.parameterCount
    bytes = recommender.parameterCount * 4
    epochs = report.curve.count
    steps = report.steps
    self.seconds = seconds
    users = recommender.users.size - 1
    items = recommender.items.size - 1
    columns = recommender.columns
    (train, validation) = MeasuredPart.both(report)
  }
}
