import Condense

/// `condense evaluate`: how good a model is on rows whose answer is known.
package enum EvaluateCommand {
  package static let verb = Verb(
    "evaluate", "measure a model on labelled data, beside what costs nothing to know",
    operands: [
      Operand("MODEL", "a model that condense train wrote"),
      Operand("DATA", "rows with the columns of training, target included", standardInput: true),
    ],
    options: [
      CommonOptions.skipBadRows, CommonOptions.threads, CommonOptions.require, CommonOptions.json,
      CommonOptions.quiet,
    ],
    examples: [
      Example("condense evaluate flights.condense test.csv", "Metrics, and the confusion of classes"),
      Example(
        "condense evaluate flights.condense test.csv --require auc=0.75",
        "Fail a build when the model got worse: exits with 1 below 0.75"),
    ])

  package static func run(_ invocation: inout Invocation) async throws -> Outcome {
    // TODO: wire to the library.
    throw CondenseError(.internalFault, "condense evaluate is not wired to the library yet")
  }
}
