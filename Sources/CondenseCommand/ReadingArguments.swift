import Condense

extension Arguments {
  /// How to read the table, from those of the options that the verb has.
  package func readingOptions(for verb: Verb) -> ReadingOptions {
    var options = ReadingOptions()
    func has(_ name: String) -> Bool { verb.option(name) != nil }
    options.decimalComma = has("decimal-comma") && flag("decimal-comma")
    options.hasHeader = !(has("no-header") && flag("no-header"))
    options.skipsBadRows = has("skip-bad-rows") && flag("skip-bad-rows")
    if has("missing"), !lists("missing").isEmpty { options.missing = list("missing") + [""] }
    return options
  }

  /// Reads the table named by the operand DATA; `-` is standard input.
  package func table(for verb: Verb) throws -> Table {
    let path = requiredOperand("DATA"), options = readingOptions(for: verb)
    return try path == "-"
      ? Table(standardInput: options) : Table(contentsOfFile: path, options: options)
  }
}
