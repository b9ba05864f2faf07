import Condense

/// `condense help`: the pages of help.
package enum HelpCommand {
  package static let verb = Verb(
    "help", "list the commands, or explain one of them",
    operands: [Operand("COMMAND", "the command to explain", kind: .verb, optional: true)],
    examples: [Example("condense help train", "All flags of train")])

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    if let name = invocation.arguments.operand("COMMAND") {
      let parser = ArgumentParser(verbs: invocation.verbs)
      invocation.output.write(HelpPage.page(for: try parser.verb(named: name)))
    } else {
      invocation.output.write(HelpPage.index(of: invocation.verbs))
    }
    return .done
  }
}
