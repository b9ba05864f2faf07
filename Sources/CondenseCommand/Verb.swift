/// What `condense NAME` takes: its operands, its options, its page of help.
package struct Verb: Sendable, Equatable {
  package let name: String
  package let purpose: String
  package let operands: [Operand]
  /// The options worth showing in the usage line, as they read there.
  package let synopsis: String
  package let options: [Option]
  package let examples: [Example]
  /// Reading standard input gives no name to derive the output's from: `-o` must be given.
  package let needsOutputForStandardInput: Bool
  /// Works, but is not listed.
  package let isHidden: Bool

  package init(
    _ name: String, _ purpose: String, operands: [Operand] = [], synopsis: String = "",
    options: [Option] = [], examples: [Example] = [], needsOutputForStandardInput: Bool = false,
    hidden: Bool = false
  ) {
    self.name = name
    self.purpose = purpose
    self.operands = operands
    self.synopsis = synopsis
    self.options = options
    self.examples = examples
    self.needsOutputForStandardInput = needsOutputForStandardInput
    isHidden = hidden
  }

  package var usage: String {
    let words = ["condense", name] + operands.map(\.usage) + [synopsis, options.isEmpty ? "" : "[OPTION…]"]
    return words.filter { !$0.isEmpty }.joined(separator: " ")
  }

  package func option(_ name: String) -> Option? { options.first { $0.name == name } }
}
