import Condense

/// `condense predict`: one prediction per row, in the order of the rows.
package enum PredictCommand {
  package static let verb = Verb(
    "predict", "predict every row of a table, in order, as CSV",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand(
        "DATA",
        "rows with the columns of training, or images; a target is ignored; of a recommender users and items",
        standardInput: true),
    ],
    options: [
      CommonOptions.threads,
      CommonOptions.output("Where the predictions go. Default: standard output."),
      CommonOptions.force,
      Option(
        "keep", .names(atLeast: 1), "COL,…|all", in: .result, repeatable: true,
        "Columns of DATA to repeat before the prediction."),
      Option("top", .whole(1...Int.max), "K", in: .result, "Only the K most probable classes."),
      Option(
        "json", in: .result, excludes: ["safe-cells"], "One JSON object a line instead of CSV."),
      Option(
        "safe-cells", in: .result, excludes: ["json"],
        "For spreadsheets, where cells that start with =, +, - or @ act: such texts begin with '."),
      CommonOptions.quiet,
    ],
    examples: [
      Example(
        "condense predict flights.condense new.csv -o late.csv", "Predictions, probabilities, new values"),
      Example(
        "head -n 5 new.csv | condense predict flights.condense - --keep carrier,flight",
        "Rows from a pipe, with two of their columns beside the answer"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments
    let source = try source(arguments)
    if let top = arguments.whole("top"), source.classes.isEmpty {
      throw CondenseError(.usage, "--top \(top): '\(source.target)' is a number and has no classes")
    }
    let file = try arguments.text("output").map { path in
      try OutputFile(
        path, force: arguments.flag("force"),
        inputs: [arguments.requiredOperand("DATA"), arguments.requiredOperand("MODEL")],
        isOurs: PredictionText.isOurs)
    }
    let table = try arguments.table(for: verb, like: source.reading)
    let kept = try keptColumns(arguments, table)
    let predictions = try source.predictions(table, arguments.whole("threads") ?? Processors.available)
    for remark in source.remarks(table) { invocation.progress.remark(remark) }
    ModelArgument.remarkUnknown(predictions.unknownShares, invocation.progress)
    let text = PredictionText(
      predictions, kept: kept, top: arguments.whole("top"), isJSON: arguments.flag("json"),
      isSafe: arguments.flag("safe-cells"))
    if let file {
      try text.write(toFile: file.path)
      invocation.progress.remark(
        "\(NumberText.grouped(predictions.count)) predictions in \(file.shown)"
      )
    } else {
      invocation.output.write(text.bytes)
    }
    return .done
  }

  /// What answers: a model of a column, or the ratings of a recommender.
  private struct Source {
    let target: String
    let classes: [String]
    let reading: ReadingOptions
    let predictions: (_ table: Table, _ threads: Int) throws -> Predictions
    var remarks: (_ table: Table) -> [String] = { $0.remarks }
  }

  private static func source(_ arguments: Arguments) throws -> Source {
    let path = arguments.requiredOperand("MODEL")
    guard Recommender.isRecommender(atFile: path) else {
      let model = try ModelArgument.load(arguments)
      return Source(
        target: model.target, classes: model.classes, reading: model.reading,
        predictions: { try model.predictions(for: $0, threads: $1) }, remarks: model.remarks)
    }
    let model = try Recommender(contentsOfFile: path)
    guard let rating = model.roles.rating, model.hasRatings else {
      throw CondenseError(
        .content,
        "\(path) recommends and learned from no ratings, so it has none to predict; condense recommend and"
          + " evaluate take it, or train it with --rating COL")
    }
    return Source(target: rating, classes: [], reading: model.reading) { table, threads in
      guard let ratings = try model.ratings(for: table, threads: threads) else {
        throw CondenseError(.internalFault, "the ratings of \(path) are gone")
      }
      return ratings
    }
  }

  private static func keptColumns(_ arguments: Arguments, _ table: Table) throws -> [Column] {
    let names = arguments.list("keep")
    if names == ["all"] { return table.columns.filter { $0.images == nil } }
    return try names.map { name in
      let column = try table.column(named: name, flag: "--keep")
      if column.images != nil {
        throw CondenseError(
          .usage, "--keep \(name): the column holds images, which do not fit into a line of text")
      }
      return column
    }
  }
}
