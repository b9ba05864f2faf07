import Condense

/// `condense summary`: what a model is made of.
package enum SummaryCommand {
  package static let verb = Verb(
    "summary", "show a model's layers, shapes, parameters, bytes and health",
    operands: [Operand("MODEL", "a model that condense train wrote")],
    options: [CommonOptions.json],
    examples: [Example("condense summary flights.condense", "What was built from which column")])

  package static func run(_ invocation: inout Invocation) async throws -> Outcome {
    // TODO: wire to the library.
    throw CondenseError(.internalFault, "condense summary is not wired to the library yet")
  }
}
