import Condense
import CondenseInsight

/// `condense shrink`: a smaller model that is nearly as good.
package enum ShrinkCommand {
  package static let verb = Verb(
    "shrink", "make a model smaller: shorter vectors, judged on labelled data",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand("DATA", "labelled rows the model is judged on: not those of the test", standardInput: true),
    ],
    synopsis: "[-o FILE]",
    options: [
      Option(
        "keep", .number(.over(0, to: 1)), "SHARE", in: .task,
        "How much of the model's skill on DATA must remain. Default: 0.99."),
      CommonOptions.skipBadRows, CommonOptions.threads,
      CommonOptions.output("The smaller model. Default: MODEL's name + .small.condense."),
      CommonOptions.force, CommonOptions.json, CommonOptions.quiet,
    ],
    examples: [
      Example(
        "condense shrink flights.condense held-out.csv",
        "Keep 99 % of the skill; writes flights.small.condense"),
      Example(
        "condense shrink flights.condense held-out.csv --keep 0.9 -o tiny.condense", "Smaller still"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments, progress = invocation.progress
    let path = arguments.requiredOperand("MODEL"), data = arguments.requiredOperand("DATA")
    if Recommender.isRecommender(atFile: path) {
      throw CondenseError(
        .content,
        "\(path) is a recommender: no dense layer follows the vectors of its users and items that could take over"
          + " what they lose; shrink is for models that predict a column")
    }
    let model = try ModelArgument.load(arguments)
    // Before DATA is read.
    _ = try Shrinker.freeEmbeddings(of: model)
    let file = try OutputFile(
      arguments.text("output") ?? OutputFile.defaultPath(for: path, extension: "small.condense"),
      force: arguments.flag("force"), inputs: [path, data], isOurs: Predictor.isModel)
    let table = try arguments.table(for: verb, like: model.reading)
    var shrinker = Shrinker()
    if let keep = arguments.number("keep") { shrinker.keep = keep }
    shrinker.threads = arguments.whole("threads")
    let shrinking = try shrinker.shrinking(of: model, judgedOn: table)
    if table.fingerprint == model.report.dataFingerprint {
      progress.remark(
        "\(table.name) holds the rows the model learned from: it knows them by heart, and rows held out judge better"
      )
    }
    ModelArgument.remarkUnknown(shrinking.before.unknown, progress)
    let before = OutputFile.size(path)
    try shrinking.model.write(toFile: file.path)
    let bytes = Change(before: before, after: OutputFile.size(file.path))
    if arguments.flag("json") {
      invocation.output.line(
        try JSONText.line(
          ShrinkRecord(shrinking, model, keep: shrinker.keep, path: file.path, bytes: bytes)))
      return .done
    }
    invocation.output.write(Self.table(shrinking.embeddings))
    invocation.output.line()
    invocation.output.line(
      "\(model.target) on \(NumberText.grouped(shrinking.after.rows)) rows of \(table.name), which chose the"
        + " dimensions: the figures flatter a little")
    invocation.output.write(
      TextTable(EvaluationTable.metrics([("before", shrinking.before), ("after", shrinking.after)])).text)
    invocation.output.line()
    invocation.output.line(
      "\(NumberText.percent(shrinking.keptSkill)) of the skill is kept;"
        + " \(NumberText.grouped(model.parameters.count)) parameters became"
        + " \(NumberText.grouped(shrinking.model.parameters.count)), \(NumberText.bytes(bytes.before)) became"
        + " \(NumberText.bytes(bytes.after))")
    invocation.output.line(file.shown)
    return .done
  }

  private static func table(_ embeddings: [ShrunkEmbedding]) -> String {
    var table = TextTable(["embedding", "rows", "numbers before", "after", "bytes before", "after"])
    for embedding in embeddings {
      let bytes = Change(
        before: embedding.rows * embedding.dimensionBefore * 4,
        after: embedding.rows * embedding.dimension * 4)
      table.add([
        embedding.inputs.joined(separator: ", "), NumberText.grouped(embedding.rows),
        String(embedding.dimensionBefore), String(embedding.dimension), NumberText.bytes(bytes.before),
        NumberText.bytes(bytes.after),
      ])
    }
    return table.text
  }
}
