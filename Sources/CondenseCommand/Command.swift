/// An entry of the table: what a verb takes, and what it does.
package struct Command: Sendable {
  package let verb: Verb
  package let run: @Sendable (inout Invocation) throws -> Outcome

  package init(_ verb: Verb, run: @escaping @Sendable (inout Invocation) throws -> Outcome) {
    self.verb = verb
    self.run = run
  }
}
