import Condense

/// `condense predict`: one prediction per row, in the order of the rows.
package enum PredictCommand {
  package static let verb = Verb(
    "predict", "predict every row of a table, in order, as CSV",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand("DATA", "rows with the columns of training; a target is ignored", standardInput: true),
    ],
    options: [
      CommonOptions.threads,
      CommonOptions.output("Where the predictions go. Default: standard output."),
      CommonOptions.force,
      Option(
        "keep", .names(atLeast: 1), "COL,…|all", in: .result, repeatable: true,
        "Columns of DATA to repeat before the prediction."),
      Option("top", .whole(1...Int.max), "K", in: .result, "Only the K most probable classes."),
      Option("json", in: .result, "One JSON object a line instead of CSV."),
      CommonOptions.quiet,
    ],
    examples: [
      Example(
        "condense predict flights.condense new.csv -o late.csv", "Predictions, probabilities, new values"),
      Example(
        "head -n 5 new.csv | condense predict flights.condense - --keep carrier,flight",
        "Rows from a pipe, with two of their columns beside the answer"),
    ])

  package static func run(_ invocation: inout Invocation) async throws -> Outcome {
    // TODO: wire to the library.
    throw CondenseError(.internalFault, "condense predict is not wired to the library yet")
  }
}
