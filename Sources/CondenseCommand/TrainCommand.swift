import Condense

/// `condense train`: from a table to a model file.
package enum TrainCommand {
  package static let verb = Verb(
    "train", "learn from a table, measure the result, and write a model file",
    operands: [
      Operand("DATA", "CSV, TSV, JSON lines or .gz", standardInput: true)
    ],
    synopsis: "--predict COL [-o FILE]",
    options: [
      Option(
        "predict", .text, "COL", in: .task,
        "The column to learn. Without it, the columns and a likely target are listed."),
      Option(
        "task", .choice(["regression", "classes"]), "KIND", in: .task,
        "What the target is, where it is not plain from its values."),
      Option(
        "order-by", .text, "COL", in: .task,
        "Rows have an order, as in time: the last part is held out for validation."),
      Option("weight", .text, "COL", in: .task, "How much each row counts."),
      Option(
        "class-weights", .choice(["balanced"]), "balanced", in: .task,
        "Let every class count the same, however rare."),
      Option(
        "as", .kinds(["category", "number", "text", "date", "list"]), "COL=KIND,…", in: .data,
        repeatable: true, "Read a column as something else than guessed."),
      Option(
        "ignore", .names(atLeast: 1), "COL,…", in: .data, repeatable: true,
        "Leave columns out (\\, is a comma in a name)."),
      Option(
        "share", .names(atLeast: 2), "COL,COL", in: .data, repeatable: true,
        "One embedding for these columns, as for origin and destination."),
      Option(
        "missing", .texts, "TEXT,…", in: .data,
        "What stands for a missing value, instead of empty, NA, N/A, NaN, null, None and ?."),
      Option("decimal-comma", in: .data, "Numbers are written 3,14."),
      Option("no-header", in: .data, "The first line is data; columns are called c1, c2, …"),
      CommonOptions.skipBadRows,
      Option(
        "schema", .file, "FILE", in: .data, "Columns and kinds from a file, not from guesses."),
    ] + CommonOptions.training + [
      CommonOptions.output("The model. Default: DATA's name + .condense."),
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
    ],
    needsOutputForStandardInput: true)

  package static func run(_ invocation: inout Invocation) async throws -> Outcome {
    // TODO: wire to the library.
    throw CondenseError(.internalFault, "condense train is not wired to the library yet")
  }
}
