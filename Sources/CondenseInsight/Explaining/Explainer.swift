import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// Says why a model predicts what it does: of one row, and over many.
///
///     let explainer = try Explainer(model, background: table)
///     let explanation = try explainer.explanation(ofRow: 0, of: table)
///     explanation.columns[0].column       // what moved the prediction most
///     let importance = try explainer.importance(on: table)
///
/// Contributions are expected gradients: the prediction of a row is held against those of rows of a background, and
/// the difference is divided among what the rows differ in. They add up.
///
/// Sources: Sundararajan, Taly, Yan 2017, arXiv:1703.01365; Erion, Janizek, Sturmfels, Lundberg, Lee 2021,
/// arXiv:1906.10670; for importance by shuffling Breiman 2001, "Random forests", and Fisher, Rudin, Dominici 2019,
/// "All models are wrong, but many are useful", arXiv:1801.01489.
public struct Explainer: Sendable {
  let model: Predictor
  let options: ExplainerOptions
  let reader: RowReader
  let choice: ScoreChoice

  /// - Parameter background: rows as the model will meet them; the score of a row is held against theirs.
  /// - Throws: `CondenseError` of kind `usage` when there is no such class or the background has fewer than two rows,
  ///   of kind `content` when it does not fit the model.
  public init(_ model: Predictor, background table: Table, _ options: ExplainerOptions = .init()) throws {
    try options.check()
    self.model = model
    self.options = options
    let label = try options.label.map { label in
      guard let place = model.classes.firstIndex(of: label) else {
        throw CondenseError(
          .usage,
          model.classes.isEmpty
            ? "the model predicts numbers and has no class '\(label)'"
            : "the model has no class '\(label)'" + NearestName.question(label, among: model.classes))
      }
      return place
    }
    choice = ScoreChoice(model: model, label: label)
    reader = RowReader(try Background(model, table, options))
  }

  /// A row taken apart.
  ///
  /// - Parameter row: counted from 0.
  /// - Throws: `CondenseError` of kind `usage` when there is no such row.
  public func explanation(ofRow row: Int, of table: Table) throws -> RowExplanation {
    guard (0..<table.rowCount).contains(row) else {
      throw CondenseError(
        .usage, "\(table.name) has \(Count.of(table.rowCount, "row", "rows")), and no row \(row + 1)")
    }
    let (examples, encoded) = try model.examples(of: table, rows: [row], threads: 1)
    let outputs = try model.outputs(examples, threads: 1)
    let score = choice.own(outputs[...]), background = reader.background
    let attribution = Attribution(
      score, background, values: try background.gradients.values(examples)[...], outputs: outputs[...],
      try background.gradients.makeWorkspace(), .one)
    return RowExplanation(
      row: row, score: score, prediction: try model.predictions(for: table.rows([row]))[0],
      value: attribution.score, average: attribution.average, spread: attribution.spread,
      backgroundRows: background.rows,
      columns: reader.contributions(attribution, encoded, row: 0, of: table, tableRow: row),
      gap: attribution.gap)
  }

  /// How much each column matters over the rows of a table.
  ///
  /// - Throws: `CondenseError` of kind `content` when the table does not fit the model.
  public func importance(on table: Table) throws -> Importance {
    let contributions = try MeanContributions(of: choice, reader, options, table)
    let shuffled = try ShuffledColumns(model, options, table)
    let columns = model.encoder.columns.enumerated().map { place, name in
      ColumnImportance(
        column: name, shuffled: shuffled?.columns[place], contribution: contributions.columns[place])
    }
    return Importance(
      target: model.target, source: table.name, rows: table.rowCount, score: choice.common,
      metric: shuffled?.metric, shuffledRows: shuffled?.rows ?? 0, repeats: options.repeats,
      contributionRows: contributions.rows, backgroundRows: reader.background.rows,
      columns: RowReader.sorted(columns) { max(0, $0.shuffled?.value ?? $0.contribution.value) },
      pieces: contributions.pieces, largestGap: contributions.largestGap)
  }
}
