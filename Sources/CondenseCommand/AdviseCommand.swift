import Condense
import CondenseInsight

/// `condense advise`: what training would do with a table, what it would cost, and what looks wrong.
package enum AdviseCommand {
  package static let verb = Verb(
    "advise", "tell what columns become, the cost and the faults, before training",
    operands: [Operand("DATA", "CSV, TSV, JSON lines or .gz", standardInput: true)],
    synopsis: "--predict COL [-o FILE]",
    options: [
      Option("predict", .text, "COL", in: .task, "The column to learn."),
      CommonOptions.task, CommonOptions.orderBy, CommonOptions.group, CommonOptions.weight,
      CommonOptions.classWeights,
      Option(
        "test", .file, "FILE", in: .data, "The rows the model will be tested on: are some of them in DATA?"),
    ] + CommonOptions.columns + [
      CommonOptions.seed, CommonOptions.threads, CommonOptions.epochs, CommonOptions.batchSize,
      CommonOptions.validation,
      CommonOptions.output("The schema, for train --schema. Default: none is written."),
      CommonOptions.force, CommonOptions.json, CommonOptions.quiet,
    ],
    examples: [
      Example("condense advise flights.csv --predict late", "Columns, parameters, seconds, warnings"),
      Example(
        "condense advise flights.csv --predict late --test test.csv -o schema.json",
        "Are test rows known already? Write the schema, to edit and train with"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let clock = Stopwatch(invocation.time)
    let arguments = invocation.arguments, progress = invocation.progress
    let data = arguments.requiredOperand("DATA"), testPath = arguments.text("test")
    let schema = try arguments.text("schema").map(SchemaFile.read)
    let target = try arguments.target(for: verb, schema)
    let file = try arguments.text("output").map {
      try OutputFile(
        $0, force: arguments.flag("force"),
        inputs: [data] + [arguments.text("schema"), testPath].compactMap(\.self),
        isOurs: SchemaFile.isOurs)
    }
    let table = try arguments.table(for: verb, telling: progress, since: clock)
    try Images.refuse(table, by: verb)
    var advisor = Advisor()
    advisor.test = try testPath.map {
      try Table(contentsOfFile: $0, options: arguments.readingOptions(for: verb))
    }
    advisor.training = try arguments.trainingOptions(for: verb, schema, since: clock)
    let advice = try advisor.advise(on: table, predicting: target)
    if let file { try SchemaFile.write(advice.schema, toFile: file.path) }
    if arguments.flag("json") {
      invocation.output.line(try JSONText.line(AdviceRecord(advice, schemaPath: file?.path)))
    } else {
      invocation.output.write(AdviceText.text(advice))
      if let file { invocation.output.line(file.shown) }
      invocation.output.line(
        "to learn it: \(trainLine(arguments, target: target, schemaPath: file?.path))")
    }
    return .done
  }

  /// The line that trains by what was advised.
  private static func trainLine(_ arguments: Arguments, target: String, schemaPath: String?) -> String {
    let inSchema = ["predict", "task", "order-by", "weight", "as", "ignore", "share", "schema"]
    let others = [
      "class-weights", "missing", "decimal-comma", "no-header", "skip-bad-rows", "seed", "threads", "epochs",
      "batch-size", "validation",
    ]
    let data = arguments.requiredOperand("DATA")
    var words = ["condense", "train", data]
    words += schemaPath.map { ["--schema", $0] } ?? arguments.words(inSchema)
    words += arguments.words(others)
    if data == "-" { words += ["-o", "\(target).condense"] }
    return words.map { ShellWord.quoted($0) }.joined(separator: " ")
  }
}
