import CondenseData

/// A comparison in words: every figure of it as the terminal, the page and the sheet say it.
package struct ComparisonText: Sendable {
  /// A line of the textbook's table: the same question about both layers.
  package struct TextbookLine: Sendable {
    package let question: String
    package let embedding: String
    package let dense: String
  }

  private let comparison: Comparison

  package init(_ comparison: Comparison) {
    self.comparison = comparison
  }

  /// `Embedding or dense: late, from carrier and dest`.
  package var title: String { "Embedding or dense? \(FigureText.name(comparison.target)) from \(columns)" }

  /// The compared columns, a few of them by name.
  package var columns: String {
    let names = comparison.columns.prefix(3).map { FigureText.name($0, most: 40) }
    let rest = comparison.columns.count - names.count
    return names.joined(separator: ", ") + (rest > 0 ? " and \(FigureText.count(rest)) more" : "")
  }

  /// `AUC`.
  package var metric: String { MetricText.name(comparison.metric) }

  /// `AUC, higher is better`.
  package var metricAndDirection: String { "\(metric), \(FigureText.direction(comparison.metric))" }

  /// Where the rows come from and what each did.
  package var rows: String {
    "\(FigureText.name(comparison.source)): "
      + FigureText.rows(
        training: comparison.trainingRows, validation: comparison.validationRows, test: comparison.testRows,
        validationChose: "rate and epoch")
  }

  /// `without a model (the mean): 4.92`; nil where nothing costs nothing.
  package var baseline: String? {
    comparison.baseline.map {
      "without a model"
        + (comparison.baselineName.isEmpty ? "" : " (\(FigureText.name(comparison.baselineName)))")
        + ": \(FigureText.metric($0))"
    }
  }

  /// How it can be had again.
  package var conditions: String {
    "seed \(comparison.seed), \(Count.of(comparison.threads, "thread", "threads"))"
  }

  /// The verdict, from a capital on.
  package var verdict: String { FigureText.sentence(comparison.verdict) }

  // MARK: contenders

  /// Names of the figures of a contender; the first is its own name.
  package var contenderHeader: [String] {
    [
      "contender", metric, "95 % interval", "difference to the first", "p", "parameters", "bytes", "seconds",
      "peak memory", "a prediction",
    ]
  }

  /// The figures of a contender, in the order of their names.
  package func figures(_ result: ContenderResult) -> [String] {
    [
      FigureText.name(result.name), FigureText.metric(result.metric.value),
      FigureText.interval(result.metric),
      result.difference.map { FigureText.difference($0.value.value) } ?? "–",
      result.difference.map { FigureText.p($0.p) } ?? "–", FigureText.count(result.parameters),
      FigureText.bytes(result.bytes), FigureText.seconds(result.seconds),
      FigureText.bytes(result.memoryBytes), FigureText.microseconds(result.microsecondsPerPrediction),
    ]
  }

  /// Names of the figures of a trial.
  package var trialHeader: [String] {
    [
      "contender", "rate", "validation loss", "validation \(metric)", "epochs", "best epoch", "seconds",
      "chosen",
    ]
  }

  /// The figures of a trial, in the order of their names.
  package func figures(_ trial: ContenderTrial, of result: ContenderResult) -> [String] {
    [
      FigureText.name(result.name), NumberText.shortest(trial.rate), FigureText.metric(trial.validationLoss),
      FigureText.metric(trial.validationMetric), FigureText.count(trial.epochs),
      FigureText.count(trial.bestEpoch), FigureText.seconds(trial.seconds),
      trial.rate == result.rate ? "yes" : "",
    ]
  }

  // MARK: the two layers

  /// What stands in the textbook's table, in the user's figures; nil where one of the layers was not run.
  package var textbook: [TextbookLine]? {
    guard let embedding = comparison.embedding, let dense = comparison.dense else { return nil }
    return [
      TextbookLine(
        question: "purpose", embedding: "learn a vector for each value, so that values of one kind lie close",
        dense: "weigh every number of the input into every number of the output"),
      TextbookLine(question: "input", embedding: idsIn(embedding), dense: numbersIn(dense)),
      TextbookLine(question: "output", embedding: numbersOut(embedding), dense: numbersOut(dense)),
      TextbookLine(
        question: "use", embedding: "looks rows up: \(multiplications(embedding))",
        dense: "multiplies: \(multiplications(dense))"),
      TextbookLine(
        question: "parameters", embedding: FigureText.count(embedding.parameters),
        dense: FigureText.count(dense.parameters)),
      TextbookLine(question: "training", embedding: training(embedding), dense: training(dense)),
      TextbookLine(question: "sparsity", embedding: sparsity(embedding), dense: sparsity(dense)),
    ]
  }

  /// Why there is no textbook's table.
  package var whyNoTextbook: String {
    let missing =
      comparison.embedding == nil && comparison.dense == nil
      ? "neither an embedding nor dense layers on one-hot numbers were"
      : comparison.embedding == nil
        ? "an embedding was not" : "dense layers on one-hot numbers were not"
    return "The two layers cannot be set side by side here: \(missing) run on these columns."
  }

  private func idsIn(_ layer: LayerFigures) -> String {
    "ids, each the number of one of \(FigureText.count(layer.rows)) values;"
      + " \(FigureText.count(layer.nonZerosIn)) a row"
  }

  private func numbersIn(_ layer: LayerFigures) -> String {
    "\(FigureText.count(layer.numbersIn)) numbers a row, \(FigureText.count(layer.nonZerosIn)) of them not 0"
  }

  private func numbersOut(_ layer: LayerFigures) -> String {
    "\(Count.of(layer.numbersOut, "number", "numbers")) a row"
  }

  private func multiplications(_ layer: LayerFigures) -> String {
    "\(Count.of(layer.multiplications, "multiplication", "multiplications")) a row"
  }

  private func training(_ layer: LayerFigures) -> String {
    "\(FigureText.seconds(layer.secondsPerEpoch)) a pass over the rows; of the"
      + " \(FigureText.count(layer.rows)) rows"
      + " of its matrix a step of \(FigureText.count(layer.batchSize)) examples touches"
      + " \(FigureText.count(layer.rowsPerStep))"
  }

  private func sparsity(_ layer: LayerFigures) -> String {
    "\(FigureText.count(layer.nonZerosIn)) of \(FigureText.count(layer.numbersIn)) numbers in are not 0;"
      + " \(FigureText.count(layer.numbersOut)) out, all of them in use"
  }
}
