import CondenseCore
import CondenseData
import CondenseModels

/// What a model loses when the cells of a column are dealt out to other rows: what it had learned from the column.
///
/// A column is shuffled before it is encoded, so all that is made of it (parts of a date, pairs) moves with it.
/// Intervals are of a bootstrap over rows and shuffles.
struct ShuffledColumns {
  let rows: Int
  let metric: Metric
  /// For each column of the model how much worse the metric is.
  let columns: [MetricInterval]

  /// Nil for a table that has no target to judge by, or of two classes one alone.
  init?(_ model: Predictor, _ options: ExplainerOptions, _ table: Table) throws {
    guard table[model.target] != nil else { return nil }
    let labelled = try TargetEncoder(model.schema).usableRows(of: table)
    guard !labelled.isEmpty else { return nil }
    let drawn = RowSample.rows(
      labelled.count, most: options.shuffledRows, options.seed, purpose: "shuffled rows"
    ).map { labelled[$0] }
    let part = table.rows(drawn), all = Array(0..<drawn.count)
    func scores(_ table: Table) throws -> TestScores {
      try TestScores(model, on: table, rows: all, threads: options.threads)
    }
    let whole = try scores(part)
    guard whole.value([Int32](repeating: 1, count: whole.count)).isFinite else { return nil }
    var contenders = [[TestScores](repeating: whole, count: max(1, options.repeats))]
    for name in model.encoder.columns {
      let random = Philox(seed: options.seed, purpose: "shuffle \(name)")
      contenders.append(
        try (0..<max(1, options.repeats)).map { round in
          let order = random.permutation(count: all.count, round: UInt64(round)).map(Int.init)
          return try scores(part.replacing(part.column(named: name).rows(order)))
        })
    }
    let bootstrap = PairedBootstrap(contenders, seed: options.seed)
    let name = Evaluation.headline(of: model.schema), isError = Metric.isError(name)
    rows = drawn.count
    metric = Metric(name, bootstrap.interval(0).value)
    columns = contenders.indices.dropFirst().map { place in
      let more = bootstrap.difference(place, from: 0).value
      return isError ? more : MetricInterval(value: -more.value, low: -more.high, high: -more.low)
    }
  }
}
