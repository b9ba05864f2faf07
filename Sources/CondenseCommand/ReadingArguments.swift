import Condense

extension Arguments {
  /// How to read the table: as a model was trained, or as those of the options say that the verb has.
  package func readingOptions(for verb: Verb, like reading: ReadingOptions? = nil) -> ReadingOptions {
    var options = reading ?? ReadingOptions()
    func has(_ name: String) -> Bool { verb.option(name) != nil }
    if has("decimal-comma") { options.decimalComma = flag("decimal-comma") }
    if has("no-header") { options.hasHeader = !flag("no-header") }
    if has("quotes"), text("quotes") != nil { options.quotes = false }
    options.skipsBadRows = has("skip-bad-rows") && flag("skip-bad-rows")
    if has("missing"), !lists("missing").isEmpty { options.missing = list("missing") + [""] }
    return options
  }

  /// The same, and says what was read.
  package func table(
    for verb: Verb, telling progress: ProgressLine, since clock: Stopwatch
  ) throws -> Table {
    let table = try table(for: verb)
    if table.skippedRows > 0 {
      progress.remark("\(Count.of(table.skippedRows, "bad row", "bad rows")) of \(table.name) left out")
    }
    progress.remark(
      "read \(table.name): \(Count.of(table.rowCount, "row", "rows")), "
        + "\(Count.of(table.columns.count, "column", "columns")),"
        + " \(NumberText.duration(clock.seconds))")
    return table
  }

  /// Reads the table named by the operand DATA; `-` is standard input. With `--labels` it holds images.
  ///
  /// - Parameter path: the file, where another operand names it.
  package func table(
    for verb: Verb, like reading: ReadingOptions? = nil, at path: String? = nil
  ) throws -> Table {
    let path = path ?? requiredOperand("DATA"), options = readingOptions(for: verb, like: reading)
    let names = verb.option("names").flatMap { text($0.name) }
    if let labels = verb.option("labels").flatMap({ text($0.name) }) {
      for name in ["missing", "quotes", "decimal-comma", "no-header", "skip-bad-rows"]
      where verb.option(name) != nil && flag(name) {
        throw CondenseError(.usage, "--\(name) is for tables; with --labels, DATA holds images")
      }
      return try path == "-"
        ? Table(imagesFromStandardInput: options, labels: labels, names: names)
        : Table(imagesFile: path, labels: labels, names: names, options: options)
    }
    if names != nil {
      throw CondenseError(
        .usage, "--names says what the labels of images are called; give them with --labels")
    }
    return try path == "-"
      ? Table(standardInput: options) : Table(contentsOfFile: path, options: options)
  }
}
