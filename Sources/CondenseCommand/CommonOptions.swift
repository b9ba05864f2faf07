/// Options that several verbs share.
package enum CommonOptions {
  package static let seed = Option(
    "seed", .whole(0...Int.max), "N", in: .training,
    "Same seed, data and version: same bits.")
  package static let threads = Option(
    "threads", .whole(1...1024), "N", in: .training,
    "Worker threads; results do not depend on it.")
  package static let epochs = Option(
    "epochs", .whole(1...1_000_000), "N", in: .training, "At most so many passes over the data.")
  package static let batchSize = Option(
    "batch-size", .whole(1...1_000_000), "N", in: .training, "Rows per step.")
  package static let learningRate = Option(
    "learning-rate", .number(.over(0, to: 100)), "X", in: .training, "How far one step goes, at first.")
  package static let time = Option(
    "time", .duration, "LIMIT", in: .training, excludes: ["steps"],
    "Be done within 90s, 5m or 1h, reading included.")
  package static let steps = Option(
    "steps", .whole(1...Int.max), "N", in: .training, excludes: ["time"],
    "Exactly so many steps, to repeat a timed run.")
  package static let validation = Option(
    "validation", .number(.from(0, to: 0.9)), "FRACTION", in: .training,
    "Share of rows to measure on. Default: 0.1.")

  package static let training = [seed, threads, epochs, batchSize, learningRate, time, steps, validation]

  package static let json = Option("json", in: .result, "Results as JSON.")
  package static let quiet = Option("quiet", in: .result, "No progress and no remarks; errors only.")
  package static let force = Option(
    "force", in: .result, "Replace a file that Condense did not write.")
  package static let require = Option(
    "require", .metric(MetricNames.all), "METRIC=VALUE", in: .result, repeatable: true,
    "Exit with 1 if the metric is worse than the value.")
  static let task = Option(
    "task", .choice(["regression", "classes"]), "KIND", in: .task,
    "What the target is, where it is not plain from its values.")
  static let orderBy = Option(
    "order-by", .text, "COL", in: .task, excludes: ["group"],
    "Rows have an order, as in time: the last part is held out for validation.")
  package static let group = Option(
    "group", .text, "COL", in: .task, excludes: ["order-by"],
    "Rows of one patient, user or machine are either learned from or measured on.")
  static let weight = Option("weight", .text, "COL", in: .task, "How much each row counts.")
  static let classWeights = Option(
    "class-weights", .choice(["balanced"]), "balanced", in: .task,
    "Let every class count the same, however rare.")
  /// How columns are read and what they are taken for.
  static let columns = [
    Option(
      "as", .kinds(["category", "number", "text", "date", "list"]), "COL=KIND,…", in: .data,
      repeatable: true, "Read a column as something else than guessed."),
    Option(
      "ignore", .names(atLeast: 1), "COL,…", in: .data, repeatable: true,
      "Leave columns out (\\, is a comma in a name)."),
    Option(
      "share", .names(atLeast: 2), "COL,COL", in: .data, repeatable: true,
      "One embedding for these columns, as for origin and destination."),
    Option(
      "missing", .texts, "TEXT,…", in: .data,
      "What stands for a missing value, instead of empty, NA, NaN, null, None, ?, - and what spreadsheets write."
    ),
    Option("decimal-comma", in: .data, "Numbers are written 3,14."),
    Option("no-header", in: .data, "The first line is data; columns are called c1, c2, …"),
    quotes, skipBadRows,
    Option(
      "ngrams", .span(1...16), "1-N", in: .data, "Texts: words, and runs of up to N neighbours. Default: 1-3."
    ),
    Option(
      "characters", .span(1...16), "M-N", in: .data, "Texts: also runs of M to N letters within words."),
    Option(
      "schema", .file, "FILE", in: .data, "Columns and kinds from a file or a model, not from guesses."),
  ]
  /// `--labels FILE`, which says that DATA holds images.
  package static let labels = Option(
    "labels", .file, "FILE", in: .task, "The labels of the images in DATA: a file in IDX.")
  package static let quotes = Option(
    "quotes", .choice(["none"]), "none", in: .data, "Read \" as a letter; it encloses no cells.")
  package static let skipBadRows = Option(
    "skip-bad-rows", in: .data, "Count ragged rows and go on.")

  /// `-o FILE`; `what` says what is written, and where without the option.
  package static func output(_ what: String) -> Option {
    Option("output", short: "o", .file, "FILE", in: .result, what)
  }
}
