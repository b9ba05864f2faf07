import Condense
import CondenseInsight

/// `condense compare`: the same rows learned with embeddings, with dense layers alone, and in other ways.
package enum CompareCommand {
  package static let verb = Verb(
    "compare", "learn a table with embeddings and without, and measure both",
    operands: [Operand("DATA", "CSV, TSV, JSON lines or .gz", standardInput: true)],
    synopsis: "--predict COL [--column C]",
    options: [
      Option("predict", .text, "COL", in: .task, "The column to learn."),
      Option(
        "column", .text, "C", in: .task, excludes: ["practice"],
        "The column whose layer is compared. Default: all categories, lists and texts."),
      Option(
        "practice", in: .task, excludes: ["column", "infographic"],
        "The network that train builds against itself without normalisation, dropout, embeddings."),
      CommonOptions.task, CommonOptions.orderBy, CommonOptions.group, CommonOptions.weight,
      CommonOptions.classWeights,
      Option("test", .file, "FILE", in: .data, "The rows that judge. Default: a fifth of DATA."),
    ] + CommonOptions.columns + [
      CommonOptions.seed, CommonOptions.threads, CommonOptions.epochs, CommonOptions.batchSize,
      CommonOptions.validation,
      CommonOptions.output("The page. Default: DATA's name + .compare.html."),
      Option(
        "infographic", .file, "FILE", in: .result, excludes: ["practice"],
        "One sheet to print, SVG: both layers at work on a row, and the figures."),
      CommonOptions.force, CommonOptions.json, CommonOptions.quiet,
    ],
    examples: [
      Example("condense compare sales.csv --predict sold", "Embeddings against dense layers, on all columns"),
      Example(
        "condense compare sales.csv --predict sold --column shop --infographic shop.svg",
        "Which layer does one column want? And a sheet to print"),
      Example(
        "condense compare sales.csv --predict sold --practice",
        "What normalisation, dropout, embeddings and their dimension bring"),
    ],
    needsOutputForStandardInput: true)

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let clock = Stopwatch(invocation.time)
    let arguments = invocation.arguments, progress = invocation.progress
    let data = arguments.requiredOperand("DATA"), testPath = arguments.text("test")
    let schema = try arguments.text("schema").map(SchemaFile.read)
    let target = try arguments.target(for: verb, schema)
    let inputs = [data] + [arguments.text("schema"), testPath].compactMap(\.self)
    func file(_ path: String) throws -> OutputFile {
      try OutputFile(
        path, force: arguments.flag("force"), inputs: inputs, isOurs: PageFile.isOurs)
    }
    let page = try file(
      arguments.text("output") ?? OutputFile.defaultPath(for: data, extension: "compare.html"))
    let sheet = try arguments.text("infographic").map { path in
      guard path != page.path, !OutputFile.isSame(path, page.path) else {
        throw CondenseError(
          .usage, "--infographic \(path): the page is written there; give another name")
      }
      return try file(path)
    }
    let table = try arguments.table(for: verb, telling: progress, since: clock)
    try Images.refuse(table, by: verb)
    let test = try testPath.map {
      try Table(contentsOfFile: $0, options: arguments.readingOptions(for: verb))
    }
    var options = try arguments.trainingOptions(for: verb, schema, since: clock)
    options.onRemark = { progress.remark($0) }
    let announce: @Sendable (String) -> Void = { progress.remark("learning: \($0)") }
    if arguments.flag("practice") {
      var comparer = PracticeComparer()
      comparer.training = options
      comparer.test = test
      comparer.onStart = announce
      let comparison = try StopSignal.watching { isReceived in
        try comparer.compare(on: table, predicting: target, isCancelled: isReceived)
      }
      try PageFile.write(PracticePage.html(comparison), toFile: page.path)
      try report(&invocation, comparison, CompareText.text(comparison), page, nil)
      return .done
    }
    var comparer = Comparer()
    comparer.training = options
    comparer.column = arguments.text("column")
    comparer.test = test
    comparer.onStart = announce
    let comparison = try StopSignal.watching { isReceived in
      try comparer.compare(on: table, predicting: target, isCancelled: isReceived)
    }
    try PageFile.write(ComparisonPage.html(comparison), toFile: page.path)
    if let sheet { try PageFile.write(Infographic.svg(comparison), toFile: sheet.path) }
    try report(&invocation, comparison, CompareText.text(comparison), page, sheet)
    return .done
  }

  private static func report(
    _ invocation: inout Invocation, _ comparison: some Encodable, _ text: String, _ page: OutputFile,
    _ sheet: OutputFile?
  ) throws {
    if invocation.arguments.flag("json") {
      invocation.output.line(try JSONText.line(comparison))
      return
    }
    invocation.output.write(text)
    for file in [page, sheet].compactMap(\.self) {
      invocation.output.line(file.shown)
    }
  }
}
