import Condense
import CondenseInsight

/// `condense explain`: why a model predicts what it does.
package enum ExplainCommand {
  package static let verb = Verb(
    "explain", "say which columns matter to a model, or why it predicts what it does of a row",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand("DATA", "rows with the columns of training, best with the target", standardInput: true),
    ],
    synopsis: "[--row N] [-o FILE]",
    options: [
      Option("row", .whole(1...Int.max), "N", in: .task, "The row to take apart, counted from 1."),
      Option(
        "class", .text, "C", in: .task,
        "The class to explain. Default: of a row the predicted one; else of two the less frequent."),
      Option(
        "background", .file, "FILE", in: .data, "Rows that a row is held against. Default: those of DATA."),
      CommonOptions.labels, CommonOptions.skipBadRows, CommonOptions.seed, CommonOptions.threads,
      CommonOptions.output("A page (.html) as well."), CommonOptions.force, CommonOptions.json,
      CommonOptions.quiet,
    ],
    examples: [
      Example("condense explain flights.condense test.csv", "Which columns matter, measured in two ways"),
      Example(
        "condense explain flights.condense test.csv --row 12 -o why.html",
        "Why is this flight late? A page, too"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments, progress = invocation.progress
    let path = arguments.requiredOperand("MODEL"), data = arguments.requiredOperand("DATA")
    if Recommender.isRecommender(atFile: path) {
      throw CondenseError(
        .usage,
        "\(path) is a recommender: what it ranks follows from the user alone, and no row has columns to divide it"
          + " among; neighbors shows what lies near an item, and explain is for models that predict a column")
    }
    let model = try ModelArgument.load(arguments)
    let file = try arguments.text("output").map {
      try OutputFile(
        $0, force: arguments.flag("force"),
        inputs: [path, data] + [arguments.text("background")].compactMap(\.self),
        isOurs: PageFile.isOurs)
    }
    var options = ExplainerOptions()
    options.label = arguments.text("class")
    if let seed = arguments.whole("seed") { options.seed = UInt64(seed) }
    if let threads = arguments.whole("threads") { options.threads = threads }
    let table = try arguments.table(for: verb, like: model.reading)
    let row = arguments.whole("row")
    if let row, row > table.rowCount {
      throw CondenseError(
        .usage,
        "--row \(row): \(table.name) has \(Count.of(table.rowCount, "row", "rows")), counted from 1")
    }
    let background = try arguments.text("background").map {
      try Table(contentsOfFile: $0, options: arguments.readingOptions(for: verb, like: model.reading))
    }
    let explainer = try Explainer(model, background: background ?? table, options)
    let isJSON = arguments.flag("json")
    let page: String
    if let row {
      let explanation = try explainer.explanation(ofRow: row - 1, of: table)
      for name in explanation.prediction.unknown {
        progress.remark("\(name): the model has never seen this value; it is taken for an unknown one")
      }
      page = ExplanationPage.html(explanation, of: table.name, target: model.target)
      invocation.output.write(
        isJSON
          ? try JSONText.line(ExplanationRecord(explanation)) + "\n"
          : ExplanationText(hasColor: invocation.results.hasColor).text(
            explanation, of: table.name, model.target))
    } else {
      let importance = try explainer.importance(on: table)
      if importance.metric == nil {
        progress.remark(
          "no column is shuffled: \(table.name) has no '\(model.target)' that would tell how much worse the"
            + " predictions get")
      } else if table.fingerprint == model.report.dataFingerprint {
        progress.remark(
          "\(table.name) holds the rows the model learned from: what it knows by heart seems to matter, too")
      }
      page = ImportancePage.html(importance)
      invocation.output.write(
        isJSON ? try JSONText.line(ImportanceRecord(importance)) + "\n" : ImportanceText.text(importance))
    }
    if let file {
      try PageFile.write(page, toFile: file.path)
      if !isJSON { invocation.output.line(file.shown) }
    }
    return .done
  }
}
