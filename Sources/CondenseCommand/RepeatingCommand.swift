import Condense

/// The command that learns a model again, bit for bit, from the data that it learned from.
package enum RepeatingCommand {
  /// The line; nil where the network, or how texts are read, was set in a program or by a search.
  ///
  /// - Parameter file: the model's, whose schema is taken where something was asked of its columns.
  package static func line(for model: Predictor, in file: String) -> String? {
    let report = model.report, choices = report.choices, schema = model.schema
    guard choices?.network == nil, texts(choices?.text) != nil,
      report.shrinking.map({ $0.keep != nil }) ?? true
    else { return nil }
    var words = ["condense", "train", "DATA"]
    if schema.columns.contains(where: { $0.kind == .image }), model.target == Images.target {
      words += ["--labels", "LABELS"] + (model.reading.labelNames == nil ? [] : ["--names", "NAMES"])
    } else if schema.isPlain == true {
      words += ["--predict", ShellWord.quoted(model.target)]
    }
    if schema.isPlain == true {
      if let order = schema.orderBy { words += ["--order-by", ShellWord.quoted(order)] }
      if let weight = schema.weight { words += ["--weight", ShellWord.quoted(weight)] }
      for shared in schema.sharing { words += ["--share", names(shared)] }
    } else {
      words += ["--schema", ShellWord.quoted(file)]
    }
    if choices?.balancesClasses == true { words += ["--class-weights", "balanced"] }
    if let group = choices?.group { words += ["--group", ShellWord.quoted(group)] }
    words += (texts(choices?.text) ?? []) + reading(model.reading) + run(report)
    let line = words.joined(separator: " ")
    guard let keep = report.shrinking?.keep else { return line }
    return line + " && condense shrink MODEL HELD-OUT --keep \(NumberText.shortest(keep))"
  }

  /// The same of a recommender.
  package static func line(for model: Recommender) -> String {
    let roles = model.roles
    var words = [
      "condense", "train", "DATA", "--recommend", "--user", ShellWord.quoted(roles.user), "--item",
      ShellWord.quoted(roles.item),
    ]
    if let rating = roles.rating { words += ["--rating", ShellWord.quoted(rating)] }
    if let order = roles.orderBy { words += ["--order-by", ShellWord.quoted(order)] }
    if !model.hasHistory { words.append("--no-history") }
    return (words + reading(model.reading) + run(model.report)).joined(separator: " ")
  }

  /// How texts are cut; nil where that was set in a program.
  private static func texts(_ chosen: TextOptions?) -> [String]? {
    guard let chosen else { return [] }
    var usual = TextOptions()
    (usual.wordOrder, usual.characterOrders) = (chosen.wordOrder, chosen.characterOrders)
    guard chosen == usual else { return nil }
    var words: [String] = []
    if chosen.wordOrder != TextOptions().wordOrder { words += ["--ngrams", "1-\(chosen.wordOrder)"] }
    if let first = chosen.characterOrders.first, let last = chosen.characterOrders.last {
      words += ["--characters", "\(first)-\(last)"]
    }
    return words
  }

  private static func reading(_ reading: ReadingOptions) -> [String] {
    var words: [String] = []
    let missing = reading.missing.filter { !$0.isEmpty }
    if missing != ReadingOptions().missing.filter({ !$0.isEmpty }) { words += ["--missing", names(missing)] }
    if reading.decimalComma { words.append("--decimal-comma") }
    if !reading.hasHeader { words.append("--no-header") }
    if !reading.quotes { words += ["--quotes", "none"] }
    return words
  }

  private static func run(_ report: TrainingReport) -> [String] {
    let choices = report.choices
    var words = ["--seed", String(report.seed)]
    if let epochs = choices?.epochs { words += ["--epochs", String(epochs)] }
    if let size = choices?.batchSize { words += ["--batch-size", String(size)] }
    if let rate = choices?.learningRate { words += ["--learning-rate", NumberText.shortest(rate)] }
    if let share = choices?.validationFraction { words += ["--validation", NumberText.shortest(share)] }
    return words + ["--steps", String(report.steps)]
  }

  private static func names(_ names: [String]) -> String {
    ShellWord.quoted(names.map(listed).joined(separator: ","))
  }

  /// A name in a list, whose commas are its own.
  private static func listed(_ name: String) -> String { name.replacing(",", with: "\\,") }
}
