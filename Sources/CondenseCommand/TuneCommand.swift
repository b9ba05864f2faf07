import Condense
import CondenseInsight

/// `condense tune`: a better or smaller network than the defaults give, within a time.
package enum TuneCommand {
  package static let verb = Verb(
    "tune", "look for a better network, and for how long its vectors need be, within a time",
    operands: [Operand("DATA", "CSV, TSV, JSON lines or .gz", standardInput: true)],
    synopsis: "--predict COL --time LIMIT [-o FILE]",
    options: [
      Option("predict", .text, "COL", in: .task, "The column to learn."),
      CommonOptions.task, CommonOptions.orderBy, CommonOptions.group, CommonOptions.weight,
      CommonOptions.classWeights,
    ] + CommonOptions.columns + [
      Option(
        "time", .duration, "LIMIT", in: .training, required: true,
        "Be done within 90s, 5m or 1h, reading included."),
      CommonOptions.seed, CommonOptions.threads, CommonOptions.epochs, CommonOptions.batchSize,
      CommonOptions.learningRate, CommonOptions.validation,
      CommonOptions.output(
        "The model. Default: DATA's name + .condense. Trials stand in .trials.jsonl beside it, and are not made again."
      ),
      CommonOptions.force, CommonOptions.json, CommonOptions.quiet,
    ],
    examples: [
      Example(
        "condense tune flights.csv --predict late --time 20s -o tuned.condense", "Twenty seconds of trials")
    ],
    needsOutputForStandardInput: true)

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let clock = Stopwatch(invocation.time)
    let arguments = invocation.arguments, progress = invocation.progress
    let data = arguments.requiredOperand("DATA")
    let schema = try arguments.text("schema").map(SchemaFile.read)
    let target = try arguments.target(for: verb, schema)
    let path = arguments.text("output") ?? OutputFile.defaultPath(for: data)
    let inputs = [data] + [arguments.text("schema")].compactMap(\.self), force = arguments.flag("force")
    let file = try OutputFile(path, force: force, inputs: inputs, isOurs: Predictor.isModel)
    let trials = try OutputFile(
      trialsPath(for: path), force: force, inputs: inputs, isOurs: TrialFile.isOurs)
    let table = try arguments.table(for: verb, telling: progress, since: clock)
    if table.columns.contains(where: { $0.images != nil }) {
      throw CondenseError(.usage, "\(table.name) holds images; tune is for tables")
    }
    var tuner = Tuner()
    tuner.training = try arguments.trainingOptions(for: verb, schema, since: clock)
    tuner.training.onRemark = { progress.remark($0) }
    tuner.trialsPath = trials.path
    tuner.onTrial = { progress.remark(TuneText.line($0)) }
    let model: Predictor
    var tuning: Tuning?
    var outcome = Outcome.done
    do {
      let found = try StopSignal.watching { try tuner.tune(on: table, predicting: target, isCancelled: $0) }
      (model, tuning) = (found.model, found)
    } catch let cancelled as TrainingCancelled {
      guard let best = cancelled.best else { throw CancellationError() }
      model = best
      outcome = StopSignal.outcome ?? .interrupted
      progress.remark(
        "stopped after the current step; the best model so far is kept, and the trials can go on")
    }
    try model.write(toFile: file.path)
    let seconds = clock.seconds
    if arguments.flag("json") {
      invocation.output.line(
        try JSONText.line(
          TuneRecord(tuning, model, path: file.path, trialsPath: trials.path, seconds: seconds)))
      return outcome
    }
    if let tuning { invocation.output.write(TuneText.text(tuning, target: target)) }
    invocation.output.line("\(NumberText.duration(seconds)) in all; trials: \(trials.path)")
    invocation.output.line(file.shown)
    return outcome
  }

  /// `flights.trials.jsonl` for `flights.condense`.
  private static func trialsPath(for path: String) -> String {
    (path.hasSuffix(".condense") ? String(path.dropLast(9)) : path) + ".trials.jsonl"
  }
}
