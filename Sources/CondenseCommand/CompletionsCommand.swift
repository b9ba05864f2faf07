import Condense

/// `condense completions`: a script that teaches a shell the table.
package enum CompletionsCommand {
  private static let shells = ["bash", "zsh", "fish"]

  package static let verb = Verb(
    "completions", "print a completion script for a shell",
    operands: [Operand("SHELL", "bash, zsh or fish", kind: .words(shells))],
    examples: [
      Example("source <(condense completions bash)", "In this shell, until it ends")
    ],
    hidden: true)

  package static func run(_ invocation: inout Invocation) throws -> Outcome {
    let verbs = invocation.verbs.filter { !$0.isHidden }
    let shell = invocation.arguments.requiredOperand("SHELL")
    switch shell {
    case "bash": invocation.output.write(BashCompletion.script(for: verbs))
    case "zsh": invocation.output.write(ZshCompletion.script(for: verbs))
    case "fish": invocation.output.write(FishCompletion.script(for: verbs))
    default:
      throw CondenseError(
        .usage, "there are completions for \(shells.joined(separator: ", ")), not for '\(shell)'")
    }
    return .done
  }
}
