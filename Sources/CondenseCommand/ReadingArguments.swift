import Condense

extension Arguments {
  /// How to read the table: as a model was trained, or as those of the options say that the verb has.
  package func readingOptions(for verb: Verb, like reading: ReadingOptions? = nil) -> ReadingOptions {
    var options = reading ?? ReadingOptions()
    func has(_ name: String) -> Bool { verb.option(name) != nil }
    if has("decimal-comma") { options.decimalComma = flag("decimal-comma") }
    if has("no-header") { options.hasHeader = !flag("no-header") }
    options.skipsBadRows = has("skip-bad-rows") && flag("skip-bad-rows")
    if has("missing"), !lists("missing").isEmpty { options.missing = list("missing") + [""] }
    return options
  }

  /// Reads the table named by the operand DATA; `-` is standard input.
  package func table(for verb: Verb, like reading: ReadingOptions? = nil) throws -> Table {
    let path = requiredOperand("DATA"), options = readingOptions(for: verb, like: reading)
    return try path == "-"
      ? Table(standardInput: options) : Table(contentsOfFile: path, options: options)
  }
}
