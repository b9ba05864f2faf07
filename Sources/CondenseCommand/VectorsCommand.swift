import Condense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `condense vectors`: the learned rows of a column, for other programs.
package enum VectorsCommand {
  package static let verb = Verb(
    "vectors", "write the vectors of a column, or of rows at a layer, as CSV, TSV, NumPy or word2vec",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand(
        "COLUMN|LAYER",
        "a column with an embedding, or a part of a date, as date.month; of a recommender its items; or a layer, as"
          + " summary lists them", kind: .words([])),
      Operand("DATA", "the rows that a layer answers to; vectors are called by them, from 1", optional: true),
    ],
    synopsis: "[-o FILE]",
    options: [
      CommonOptions.output(
        "Where they go, its ending says how: .csv, .tsv, .npy (values in a .txt beside it), .txt (word2vec), "
          + ".jsonl. Default: CSV on standard output."),
      CommonOptions.force, CommonOptions.labels, CommonOptions.threads,
      Option("json", in: .result, "One JSON object a line instead of CSV."),
      CommonOptions.quiet,
    ],
    examples: [
      Example("condense vectors flights.condense dest -o dest.csv", "A row for each airport"),
      Example(
        "condense vectors flights.condense carrier -o carrier.npy",
        "A NumPy matrix, and carrier.txt with the value of each row"),
      Example(
        "condense vectors flights.condense dense2 test.csv -o dense2.npy", "Flights as a layer sees them"),
    ])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let arguments = invocation.arguments, progress = invocation.progress
    let format = try format(arguments)
    let path = arguments.requiredOperand("MODEL")
    let vectors = try vectors(arguments)
    let inputs = [path] + arguments.operands("DATA"), force = arguments.flag("force")
    let file = try arguments.text("output").map { path in
      try OutputFile(path, force: force, inputs: inputs) { VectorText.isOurs($0, format) }
    }
    var values: OutputFile?
    if let file, format == .npy {
      values = try OutputFile(file.path.dropLast(3) + "txt", force: force, inputs: inputs) {
        VectorText.isOurs(values: $0, of: file.path)
      }
    }
    if vectors.bucketCount > 0 {
      progress.remark(
        "\(NumberText.grouped(vectors.bucketCount)) rows that n-grams share have no name and are left out")
    }
    let text = VectorText(vectors, as: format)
    if text.changed > 0 {
      let (held, mark) = format == .txt ? ("spaces", "_") : ("line breaks", "a space")
      progress.remark(
        "\(NumberText.grouped(text.changed)) of the values hold \(held); \(mark) stands for each of them")
    }
    guard let file else {
      invocation.output.write(text.bytes)
      return .done
    }
    try write(text, file, values)
    progress.remark(
      "\(NumberText.grouped(vectors.values.count)) vectors of \(vectors.dimension) numbers in "
        + "\(file.shown)\(values.map { ", their values in \($0.shown)" } ?? "")")
    return .done
  }

  private static func vectors(_ arguments: Arguments) throws -> ValueVectors {
    let path = arguments.requiredOperand("MODEL"), name = arguments.requiredOperand("COLUMN|LAYER")
    let hasRows = arguments.operand("DATA") != nil
    if Recommender.isRecommender(atFile: path) {
      guard !hasRows else { throw needless("the items of a recommender") }
      return try Recommender(contentsOfFile: path).vectors(in: name)
    }
    let model = try ModelArgument.load(arguments)
    switch try LookedAt(name, in: model) {
    case .column(let column):
      let vectors = try model.vectors(in: column)
      guard !hasRows else { throw needless("the values of the column '\(column)'") }
      return vectors
    case .layer(let layer):
      guard hasRows else {
        throw CondenseError(
          .usage,
          "'\(layer)' is a layer, which answers to rows; name a file of them: condense vectors \(path) \(layer) DATA"
        )
      }
      let table = try arguments.table(for: verb, like: model.reading)
      let answers = try Activations(
        of: model, on: table, threads: arguments.whole("threads") ?? Processors.available
      ).layer(layer)
      return ValueVectors(
        values: (0..<table.rowCount).map { String($0 + 1) }, counts: nil, vectors: answers.values,
        dimension: answers.width, bucketCount: 0)
    }
  }

  private static func needless(_ what: String) -> CondenseError {
    CondenseError(.usage, "\(what) have vectors of their own, without any DATA; leave it out")
  }

  private static func format(_ arguments: Arguments) throws -> VectorFormat {
    let isJSON = arguments.flag("json")
    guard let path = arguments.text("output") else { return isJSON ? .jsonl : .csv }
    let format = VectorFormat(ending: path)
    if isJSON {
      guard let format, format != .jsonl else { return .jsonl }
      throw CondenseError(
        .usage,
        "--json writes one JSON object a line, but \(path) ends with .\(format.rawValue); leave one out")
    }
    guard let format else {
      throw CondenseError(
        .usage,
        "-o \(path): the ending says how to write the vectors; .csv, .tsv, .npy, .txt (word2vec) or .jsonl was "
          + "expected")
    }
    return format
  }

  /// Both files or none; the values come first, so that no matrix is without them.
  private static func write(_ text: VectorText, _ file: OutputFile, _ values: OutputFile?) throws {
    if let values { try WholeFile.replace(values.path, with: [text.valueLines]) }
    do {
      try WholeFile.replace(file.path, with: [text.bytes])
    } catch {
      if let values, !values.replaces { unlink(values.path) }
      throw error
    }
  }
}
