import Condense

/// `condense doctor`: whether this machine and a model are in order.
package enum DoctorCommand {
  package static let verb = Verb(
    "doctor", "check this machine, and a model file if one is given",
    operands: [Operand("MODEL", "a model to check: its sums, shapes and numbers", optional: true)],
    options: [CommonOptions.json, CommonOptions.quiet],
    examples: [
      Example("condense doctor", "Is this machine fit to train?"),
      Example("condense doctor flights.condense", "Is the file whole? Exits with 1 if not"),
    ])

  package static func run(_ invocation: inout Invocation) async throws -> Outcome {
    // TODO: wire to the library.
    throw CondenseError(.internalFault, "condense doctor is not wired to the library yet")
  }
}
