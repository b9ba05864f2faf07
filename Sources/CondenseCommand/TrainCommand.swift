import Condense
import CondenseInsight

/// `condense train`: from a table to a model file.
package enum TrainCommand {
  package static let verb = Verb(
    "train", "learn from a table or images, measure the result, write a model file",
    operands: [
      Operand("DATA", "CSV, TSV, JSON lines or .gz; images in IDX", standardInput: true)
    ],
    synopsis: "--predict COL [-o FILE]",
    options: [
      Option(
        "predict", .text, "COL", in: .task, excludes: ["recommend"],
        "The column to learn. Without it, the columns and a likely target are listed."),
      CommonOptions.labels,
      Option(
        "names", .file, "FILE", in: .task, "What the labels are called: one a line, 0 first."),
      CommonOptions.task, CommonOptions.orderBy,
      Option(
        "recommend", in: .task, excludes: ["predict", "film-column"],
        "Learn which items fit which users: needs --user and --item."),
      Option("user", .text, "COL", in: .task, "The column of users."),
      Option("item", .text, "COL", in: .task, "The column of items; every row is a liking."),
      Option("rating", .text, "COL", in: .task, "The column of ratings, learned beside the ranking."),
      Option("no-history", in: .result, "Do not keep in the model what its users chose."),
      CommonOptions.group, CommonOptions.weight, CommonOptions.classWeights,
    ] + CommonOptions.columns + CommonOptions.training + [
      CommonOptions.output("The model. Default: DATA's name + .condense.")
    ] + FilmFile.options + [
      CommonOptions.force, CommonOptions.require, CommonOptions.json, CommonOptions.quiet,
    ],
    examples: [
      Example("condense train flights.csv", "List the columns and a likely target"),
      Example("condense train flights.csv --predict late", "Learn it; writes flights.condense"),
      Example(
        "condense train flights.csv --predict late --share origin,dest --time 5m",
        "One embedding for both airports, done within five minutes"),
      Example(
        "condense train sales.csv --predict sold --order-by date --as zip=category",
        "Foretell: validate on the last rows in time, read zip codes as words"),
      Example(
        "condense train ratings.csv --recommend --user user --item film --rating stars",
        "Recommend: which films fit whom, and how they would be rated"),
      Example(
        "condense train digits-images.idx.gz --labels digits-labels.idx.gz",
        "Learn to tell images apart; writes digits-images.condense"),
      Example(
        "condense train flights.csv --predict late --film film.html --film-column dest",
        "And a page: airports wander from noise to a map while they are learned"),
    ],
    needsOutputForStandardInput: true)

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    try RecommenderRun.check(invocation.arguments)
    if invocation.arguments.flag("recommend") { return try RecommenderRun.run(&invocation, verb) }
    let clock = Stopwatch(invocation.time)
    let arguments = invocation.arguments, progress = invocation.progress
    let data = arguments.requiredOperand("DATA")
    let schema = try arguments.text("schema").map(SchemaFile.read)
    let labels = arguments.text("labels")
    guard let target = arguments.text("predict") ?? schema?.target ?? labels.map({ _ in Images.target })
    else {
      return try listColumns(&invocation)
    }
    if labels != nil, target != Images.target {
      throw CondenseError(
        .usage, "--predict \(target): with --labels the column to learn is called '\(Images.target)'")
    }
    try SchemaFile.check(schema, isFor: target, arguments)
    let inputs = [data] + [arguments.text("schema"), labels, arguments.text("names")].compactMap(\.self)
    let file = try OutputFile(
      arguments.text("output") ?? OutputFile.defaultPath(for: data), force: arguments.flag("force"),
      inputs: inputs, isOurs: Predictor.isModel)
    let film = try FilmFile(arguments, beside: file, inputs: inputs)
    let table = try arguments.table(for: verb, telling: progress, since: clock)
    if Images.lackLabels(table) { throw Images.needLabels(table, "train", data) }
    var options = try arguments.trainingOptions(for: verb, schema, since: clock)
    let required = arguments.metrics("require")
    if !required.isEmpty {
      let inferred = try options.schema(for: table, predicting: target)
      try RequiredMetrics.check(required, inferred)
      options.schema = inferred
    }
    TrainingConsole(progress).attach(to: &options)
    film?.attach(to: &options)
    let model: Predictor
    var outcome = Outcome.done
    do {
      model = try StopSignal.watching { isReceived in
        try Predictor.train(on: table, predicting: target, options, isCancelled: isReceived)
      }
    } catch let cancelled as TrainingCancelled {
      guard let best = cancelled.best else { throw CancellationError() }
      model = best
      outcome = StopSignal.outcome ?? .interrupted
      progress.remark("stopped after the current step; the best model so far is kept")
    }
    try model.write(toFile: file.path)
    let page = try film?.write()
    let seconds = clock.seconds
    try report(&invocation, model, file, film: page, seconds: seconds)
    guard outcome == .done else { return outcome }
    return RequiredMetrics.outcome(required, model.report.validation, complain: progress.complain)
  }

  /// What there is to learn, when no target was named.
  private static func listColumns(_ invocation: inout Invocation) throws -> Outcome {
    let table = try invocation.arguments.table(for: verb)
    if Images.lackLabels(table) {
      throw Images.needLabels(table, "train", invocation.arguments.requiredOperand("DATA"))
    }
    guard let likely = LikelyTarget.name(in: table) else {
      throw CondenseError(
        .content,
        "\(table.name) has one column only; give it another to learn from, or for texts write __label__NAME "
          + "before each")
    }
    let schema = try Schema.inferred(from: table, options: SchemaOptions(target: likely))
    let path = invocation.arguments.requiredOperand("DATA")
    let data = path == "-" ? "- -o MODEL" : ShellWord.quoted(path)
    var list = TextTable(["column", "kind", "why"])
    for column in table.columns {
      if column.name == likely {
        list.add([likely, schema.task == .classes ? "classes" : "number", "a likely target"])
      } else if let decision = schema.columns.first(where: { $0.name == column.name }) {
        list.add([decision.name, decision.kind.rawValue, decision.reason])
      }
    }
    invocation.output.write(list.text)
    invocation.output.line()
    invocation.output.line("To learn a column from the others, name it:")
    invocation.output.line("  condense train \(data) --predict \(ShellWord.quoted(likely))")
    return .done
  }

  private static func report(
    _ invocation: inout Invocation, _ model: Predictor, _ file: OutputFile, film: String?,
    seconds: Double
  ) throws {
    let report = model.report
    if invocation.arguments.flag("json") {
      invocation.output.line(
        try JSONText.line(
          TrainingRecord(model, path: file.path, seconds: seconds)))
      return
    }
    invocation.output.write(TextTable(LayerTable.figures(model.plan)).text)
    invocation.output.line(
      "\(NumberText.grouped(model.parameters.count)) parameters,"
        + " \(NumberText.bytes(model.parameters.count * 4))")
    invocation.output.line()
    if report.validationRows > 0 {
      invocation.output.line(
        "\(model.target) on \(NumberText.grouped(report.trainingRows)) rows it learned from and"
          + " \(NumberText.grouped(report.validationRows)) held out; without a model:"
          + " \(report.validation.baselineName)")
      invocation.output.write(
        TextTable(
          EvaluationTable.metrics([("training", report.training), ("validation", report.validation)])
        )
        .text)
    } else {
      invocation.output.line(
        "\(model.target) on \(NumberText.grouped(report.trainingRows)) rows, all learned from; nothing was held out, so"
          + " that nothing says how good the model is on others: condense evaluate")
    }
    for line in ModelHealth(model).remarks { invocation.output.line(line) }
    invocation.output.line()
    invocation.writeEnd(of: report, file, film: film, seconds: seconds)
  }
}

/// `train --json`.
private struct TrainingRecord: Encodable {
  let model: String
  let task: String
  let target: String
  let rows: Int
  let parameters: Int
  let bytes: Int
  let epochs: Int
  let steps: Int
  let seconds: Double
  let columns: [ColumnReport]
  let train: MeasuredPart
  let validation: MeasuredPart

  init(_ predictor: Predictor, path: String, seconds: Double) {
    let report = predictor.report
    model = path
    task = predictor.schema.task.rawValue
    target = predictor.target
    rows = report.rows
    parameters = predictor.parameters.count
    bytes = predictor.parameters.count * 4
    epochs = report.curve.count
    steps = report.steps
    self.seconds = seconds
    columns = ColumnReport.all(
      predictor.schema, report.inputs, features: predictor.encoder.features)
    (train, validation) = MeasuredPart.both(report)
  }
}
