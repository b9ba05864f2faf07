import Condense
import CondenseInsight

/// `condense report`: everything that is known of a model, as a page or a card.
package enum ReportCommand {
  private enum Kind: String, CaseIterable {
    case page = "html"
    case card = "md"
  }

  package static let verb = Verb(
    "report", "tell all there is to know of a model: a page to send, or a model card",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand(
        "DATA", "labelled rows it did not learn from: how good it is, what matters, where it is wrong",
        optional: true, standardInput: true),
    ],
    synopsis: "[-o FILE]",
    options: [
      CommonOptions.labels, CommonOptions.skipBadRows, CommonOptions.seed, CommonOptions.threads,
      CommonOptions.output(
        "A page (.html), or a model card in Markdown (.md). Default: MODEL's name + .report.html."),
      CommonOptions.force, CommonOptions.quiet,
    ],
    examples: [
      Example("condense report flights.condense test.csv", "A page; writes flights.report.html"),
      Example("condense report flights.condense test.csv -o card.md", "A model card"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments, progress = invocation.progress
    let path = arguments.requiredOperand("MODEL"), data = arguments.operand("DATA")
    let output = arguments.text("output") ?? OutputFile.defaultPath(for: path, extension: "report.html")
    let kind: Kind = try OutputFile.kind(of: output, expecting: ".html (a page) or .md (a model card)")
    let file = try OutputFile(
      output, force: arguments.flag("force"),
      inputs: [path] + [data, arguments.text("labels")].compactMap(\.self), isOurs: PageFile.isOurs)
    var reporter = Reporter()
    if let seed = arguments.whole("seed") { reporter.seed = UInt64(seed) }
    if let threads = arguments.whole("threads") { reporter.threads = threads }
    let name = String(path.split(separator: "/").last ?? "")
    func table(_ reading: ReadingOptions) throws -> Table? {
      try data.map { try arguments.table(for: verb, like: reading, at: $0) }
    }
    let report: ModelReport
    if Recommender.isRecommender(atFile: path) {
      let model = try Recommender(contentsOfFile: path), table = try table(model.reading)
      reporter.command = RepeatingCommand.line(for: model)
      report = try gathered(reporter) { try $0.report(on: model, called: name, measuredOn: table) }
    } else {
      let model = try ModelArgument.load(arguments), table = try table(model.reading)
      if let table, Images.lackLabels(table) {
        throw Images.needLabels(table, "report \(path)", data ?? "")
      }
      reporter.command = RepeatingCommand.line(for: model, in: name)
      report = try gathered(reporter) { try $0.report(on: model, called: name, measuredOn: table) }
    }
    if let measured = report.measured, report.isFlattered {
      progress.remark("\(measured.source) holds the rows the model learned from: these figures flatter it")
    }
    try PageFile.write(
      kind == .page ? ModelReportPage.html(report) : ModelCard.markdown(report), toFile: file.path)
    invocation.output.line(file.shown)
    return .done
  }

  /// Does the work, until it is stopped.
  private static func gathered(
    _ reporter: Reporter, _ work: (Reporter) throws -> ModelReport
  ) throws -> ModelReport {
    try StopSignal.watching { isReceived in
      var reporter = reporter
      reporter.isCancelled = isReceived
      return try work(reporter)
    }
  }
}
