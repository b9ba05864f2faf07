/// A word that a verb takes by its place, such as DATA or MODEL.
package struct Operand: Sendable, Equatable {
  /// What may stand there, for completion.
  package enum Kind: Sendable, Equatable {
    case file
    case verb
    case words([String])
  }

  package let name: String
  package let kind: Kind
  package let isOptional: Bool
  /// Takes all the words that are left; only the last operand of a verb may.
  package let isRepeated: Bool
  package let allowsStandardInput: Bool
  package let help: String

  package init(
    _ name: String, _ help: String, kind: Kind = .file, optional: Bool = false, repeated: Bool = false,
    standardInput: Bool = false
  ) {
    self.name = name
    self.kind = kind
    isOptional = optional
    isRepeated = repeated
    allowsStandardInput = standardInput
    self.help = help
  }

  /// The operand in a usage line: `DATA`, `DATA|-`, `VALUE…` or `[VERB]`.
  package var usage: String {
    let word = name + (isRepeated ? "…" : "") + (allowsStandardInput ? "|-" : "")
    return isOptional ? "[\(word)]" : word
  }
}
