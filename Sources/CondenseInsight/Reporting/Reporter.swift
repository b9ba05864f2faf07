import CondenseCore
import CondenseData
import CondenseModels

/// Gathers what is known of a model.
///
///     let report = try Reporter().report(on: model, called: "flights.condense", measuredOn: test)
///     try ModelReportPage.html(report).write(toFile: "report.html", …)
public struct Reporter: Sendable {
  private static let mostPoints = 1000, mostMaps = 6, mostMistakes = 5

  /// Seed of everything that is drawn.
  public var seed: UInt64 = 1
  /// Threads to use; the result does not depend on it.
  public var threads = Processors.available
  /// The command that repeats the training, where it is known.
  public var command: String?
  /// Asked now and then; true ends it.
  package var isCancelled: @Sendable () -> Bool = { false }

  /// A reporter with the defaults.
  public init() {}

  /// What is known of a model, and how it does on the rows of a table.
  ///
  /// - Throws: `CondenseError` of kind `content` when the table does not fit or has no targets; `CancellationError`.
  public func report(
    on model: Predictor, called name: String, measuredOn table: Table? = nil
  ) throws -> ModelReport {
    let measured = try table.map { try self.measured(model, $0) }
    let costs = LayerCost.all(of: model)
    return ModelReport(
      name: name, target: model.target,
      task: model.classes.isEmpty ? .number : .classes(model.classes),
      headline: Evaluation.headline(of: model.schema), command: command,
      training: model.report, writtenBy: model.writtenBy, needed: model.encoder.columns,
      columns: ColumnReport.figures(
        ColumnReport.all(model.schema, model.report.inputs, features: model.encoder.features)),
      remarks: model.schema.remarks,
      layers: [LayerTable.figures(model.plan, costs: costs)],
      cost: LayerTable.sum(costs), parameters: model.parameters.count,
      embeddings: try EmbeddingHealth.all(of: model), health: ModelHealth(model).remarks, measured: measured,
      maps: try maps(model, table, measured?.importance))
  }

  /// What is known of a recommender, and how it does on the pairs of a table.
  ///
  /// - Throws: `CondenseError` of kind `content` when the table does not fit or has no new pairs; `CancellationError`.
  public func report(
    on model: Recommender, called name: String, measuredOn table: Table? = nil
  ) throws -> ModelReport {
    let costs = LayerCost.all(of: model), item = model.roles.item
    let map = try mapper.map(model.vectors(in: item), called: item)
    return ModelReport(
      name: name, target: item, task: .items(user: model.roles.user, rating: model.roles.rating),
      headline: "ndcg@10", command: command, training: model.report, writtenBy: model.writtenBy,
      needed: [model.roles.user, item] + [model.roles.rating].compactMap(\.self),
      columns: ColumnReport.figures(model.columns),
      remarks: [],
      layers: [LayerTable.figures(model.plan, costs: costs.ranking)]
        + (model.ratingPlan.map { [LayerTable.figures($0, costs: costs.rating)] } ?? []),
      cost: LayerTable.sum(costs.ranking + costs.rating), parameters: model.parameterCount,
      embeddings: try EmbeddingHealth.all(of: model), health: ModelHealth(model).remarks,
      measured: try table.map { table in
        ModelReport.Measured(
          source: Self.fileName(table), fingerprint: table.fingerprint,
          evaluation: try model.evaluation(on: table, threads: threads), reliability: nil, mistakes: [],
          importance: nil, layerMaps: nil)
      }, maps: [ModelReport.ColumnMap(map: map, target: nil, agreement: nil)])
  }

  // MARK: parts

  private var mapper: Mapper {
    var mapper = Mapper()
    (mapper.seed, mapper.threads, mapper.isCancelled) = (seed, threads, isCancelled)
    mapper.mostPoints = Self.mostPoints
    return mapper
  }

  /// Without its folders, which are nobody's business.
  private static func fileName(_ table: Table) -> String {
    String(table.name.split(separator: "/").last ?? "DATA")
  }

  private func measured(_ model: Predictor, _ table: Table) throws -> ModelReport.Measured {
    let judged = try model.judgedRows(of: table, threads: threads)
    var importance: Importance?
    var mistakes: [ModelReport.Mistake] = []
    if table.rowCount > 1 {
      var options = ExplainerOptions()
      (options.seed, options.threads) = (seed, threads)
      let explainer = try Explainer(model, background: table, options)
      importance = try explainer.importance(on: table)
      if isCancelled() { throw CancellationError() }
      let order = judged.losses.indices.sorted {
        (judged.losses[$1], judged.rows[$0]) < (judged.losses[$0], judged.rows[$1])
      }
      mistakes = try order.prefix(Self.mostMistakes).map { place in
        ModelReport.Mistake(
          truth: model.classes.isEmpty
            ? NumberText.rounded(judged.numbers[place])
            : "'\(FigureText.name(model.classes[Int(judged.classIds[place])]))'",
          explanation: try explainer.explanation(ofRow: judged.rows[place], of: table))
      }
    }
    return ModelReport.Measured(
      source: Self.fileName(table), fingerprint: table.fingerprint, evaluation: judged.evaluation,
      reliability: Reliability(judged, classes: model.classes), mistakes: mistakes, importance: importance,
      layerMaps: try LayerMaps(of: model, on: table, with: mapper))
  }

  private func maps(
    _ model: Predictor, _ table: Table?, _ importance: Importance?
  ) throws -> [ModelReport.ColumnMap] {
    let places = Dictionary(
      (importance?.columns ?? []).enumerated().map { ($1.column, $0) }, uniquingKeysWith: min)
    // `date.month` matters as its column does.
    func place(_ name: String) -> Int {
      places[name] ?? places[String(name.prefix { $0 != "." })] ?? places.count
    }
    let names = model.columnsWithVectors.enumerated().sorted {
      (place($0.element), $0.offset) < (place($1.element), $1.offset)
    }.map(\.element)
    var maps: [ModelReport.ColumnMap] = []
    for name in names where maps.count < Self.mostMaps {
      let vectors = try model.vectors(in: name)
      guard vectors.values.count >= Mapper.fewestPoints else { continue }
      let map = try mapper.map(vectors, called: name)
      let target = try table.map { table in
        try MapAspect(targetOf: model, byValuesOf: name, in: table, threads: threads)
          .prefix(map.names.count)
      }
      maps.append(ModelReport.ColumnMap(map: map, target: target, agreement: target?.agreement(on: map)))
    }
    return maps
  }
}
