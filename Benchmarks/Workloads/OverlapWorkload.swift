import Condense
import CondenseInsight
import Foundation

/// Workload O: whether the ten nearest stay the same between two seeds, two depths and two targets, for vectors of values
/// and for what each layer makes of rows.
///
/// Prints a line for each thing that is looked at: the mean overlap of each comparison over the pairs of seeds, the least
/// and the most of them, and the highest p of all. What two depths or targets keep is their overlap beside the geometric mean
/// of those that seeds alone have in either, chance taken off (correction for attenuation; Spearman 1904).
enum OverlapWorkload {
  /// Models of three seeds that differ in nothing else.
  private enum Kind: CaseIterable {
    /// Three hidden layers; one; the other target; the start of the first, before it learns.
    case deep, shallow, other, start

    var depth: Int { self == .shallow ? 1 : 3 }
    var target: Int { self == .other ? 1 : 0 }
  }

  private struct Comparison {
    let name: String
    let kinds: (Kind, Kind)
    let isSameSeed: Bool

    init(_ name: String, _ a: Kind, _ b: Kind, sameSeed: Bool = false) {
      (self.name, kinds, isSameSeed) = (name, (a, b), sameSeed)
    }

    /// Seeds of the one and of the other.
    var pairs: [(Int, Int)] {
      var pairs: [(Int, Int)] = []
      for a in seeds {
        for b in seeds where isSameSeed ? a == b : kinds.0 == kinds.1 ? a < b : a != b {
          pairs.append((a, b))
        }
      }
      return pairs
    }
  }

  private static let seeds = [1, 2, 3]
  private static let mostRows = 2000
  /// Vectors of rarer values have hardly been learned.
  private static let fewest: Int64 = 20
  private static let comparisons = [
    Comparison("seeds", .deep, .deep), Comparison("seeds, one layer", .shallow, .shallow),
    Comparison("seeds, other target", .other, .other), Comparison("depths", .deep, .shallow),
    Comparison("targets", .deep, .other), Comparison("starts", .start, .start),
    Comparison("start and end", .start, .deep),
    Comparison("start and end, same seed", .start, .deep, sameSeed: true),
    Comparison("depths, same seed", .deep, .shallow, sameSeed: true),
    Comparison("targets, same seed", .deep, .other, sameSeed: true),
  ]

  /// - Parameter name: of a study, with `-plain` after it where values are to enter through their vectors alone, neither
  ///   directly nor in pairs; or `films`.
  static func run(_ name: String) throws {
    if name == "films" { return try films() }
    let isPlain = name.hasSuffix("-plain")
    guard let study = try OverlapStudy.named(isPlain ? String(name.dropLast("-plain".count)) : name) else {
      print("there is no study '\(name)': flights, ratings, distances (each -plain too), images or films")
      exit(64)
    }
    var models: [Kind: [Predictor]] = [:]
    for kind in Kind.allCases {
      models[kind] = try seeds.map { try model(study, kind, seed: $0, isPlain: isPlain) }
    }
    for column in study.columns {
      try Self.compare(column, models.mapValues { try $0.map { try $0.vectors(in: column) } })
    }
    let rows = distinctRows(of: study.held)
    func compare(_ name: String, _ layer: (Kind) -> String) throws {
      try Self.compare(
        name,
        models.reduce(into: [:]) { all, found in
          all[found.key] = try found.value.map { model in
            let values = try Activations(of: model, on: study.held, rows: rows).layer(layer(found.key))
            return try Neighborhoods(values.values, dimension: values.width, byCosine: false)
          }
        })
    }
    if !study.columns.isEmpty { try compare("rows: joined") { _ in "joined" } }
    try compare("rows: first dense") { _ in "dense1" }
    try compare("rows: last dense") { "dense\($0.depth)" }
  }

  /// The films of recommenders, which have no other depth nor target.
  private static func films() throws {
    let table = try OverlapStudy.table("ratings/train.csv.gz")
    let roles = InteractionRoles(user: "userId", item: "movieId", rating: "rating", orderBy: nil)
    func vectors(_ isStart: Bool) throws -> [ValueVectors] {
      try seeds.map { seed in
        var options = RecommenderOptions()
        options.seed = UInt64(seed)
        if isStart { (options.steps, options.learningRate) = (1, nothing) }
        return try Recommender.train(on: table, roles, options, isCancelled: { false }).vectors(in: "movieId")
      }
    }
    try compare("films", [.deep: vectors(false), .start: vectors(true)])
  }

  // MARK: models

  /// A learning rate that changes no number.
  private static let nothing = 1e-30

  private static func model(
    _ study: OverlapStudy, _ kind: Kind, seed: Int, isPlain: Bool
  ) throws -> Predictor {
    let table = study.tables[kind.target], target = study.targets[kind.target]
    var options = TrainingOptions()
    study.configure(&options)
    options.seed = UInt64(seed)
    options.network.hidden = Array(repeating: study.width, count: kind.depth)
    if kind == .start { (options.steps, options.learningRate) = (1, nothing) }
    if isPlain {
      var schema = try options.schema(for: table, predicting: target)
      for place in schema.columns.indices where schema.columns[place].layer == .embedding {
        schema.columns[place].layer = .deepEmbedding
      }
      options.schema = schema
    }
    let model = try Predictor.train(on: table, predicting: target, options, isCancelled: { false })
    let reached =
      model.report.validation.metrics.first { ["auc", "rmse"].contains($0.name) }
      ?? model.report.validation.metrics[0]
    print(
      "\(kind) \(seed): \(reached.name) \(text(reached.value)) held out, after \(model.report.bestEpoch) epochs"
    )
    return model
  }

  // MARK: what is looked at

  /// Rows spread over the table, none of them twice.
  private static func distinctRows(of table: Table) -> [Int] {
    var seen: Set<[String]> = []
    let rows = (0..<table.rowCount).filter { row in
      table.columns.contains { $0.images != nil }
        || seen.insert(table.columns.map { $0.text(row) ?? "" }).inserted
    }
    let count = min(rows.count, mostRows)
    return (0..<count).map { rows[$0 * rows.count / count] }
  }

  /// Compares the vectors of the values that all models know and have seen often enough.
  private static func compare(_ name: String, _ vectors: [Kind: [ValueVectors]]) throws {
    func places(_ vectors: ValueVectors) -> [String: Int] {
      let often = vectors.values.indices.filter { vectors.counts?[$0] ?? fewest >= fewest }
      return Dictionary(uniqueKeysWithValues: often.map { (vectors.values[$0], $0) })
    }
    let all = vectors.values.flatMap { $0.map(places) }
    let common = (vectors[.deep]?.first?.values ?? []).filter { value in all.allSatisfy { $0[value] != nil } }
    try compare(
      "values: \(name)",
      vectors.mapValues {
        try $0.map { vectors in
          let places = places(vectors)
          return try Neighborhoods(
            common.prefix(mostRows).compactMap { places[$0] }.flatMap(vectors.vector),
            dimension: vectors.dimension, byCosine: true)
        }
      })
  }

  private static func compare(_ name: String, _ found: [Kind: [Neighborhoods]]) throws {
    guard let one = found[.deep]?.first else { return }
    let orders = Neighborhoods.orders(of: one.rows)
    let tied = found.values.flatMap(\.self).map(\.tied).max() ?? 0
    var within: [Kind: Double] = [:]
    print("\(name): \(one.rows) rows, chance \(text(one.chance)), at most \(tied) left out")
    for comparison in comparisons {
      guard let a = found[comparison.kinds.0], let b = found[comparison.kinds.1] else { continue }
      let pairs = comparison.pairs
      let overlaps = ChunkedRows.map(count: pairs.count, threads: Processors.available) { place in
        a[pairs[place].0 - 1].overlap(with: b[pairs[place].1 - 1], orders: orders)
      }
      let values = overlaps.map(\.value), mean = values.reduce(0, +) / Double(values.count)
      let p = overlaps.map(\.p).max() ?? 1
      var line =
        "  \(comparison.name): \(text(mean)) (\(text(values.min() ?? 0)) to \(text(values.max() ?? 0))), p \(text(p))"
      if comparison.kinds.0 == comparison.kinds.1 {
        if p <= 0.01 { within[comparison.kinds.0] = mean - one.chance }
      } else if !comparison.isSameSeed, let a = within[comparison.kinds.0], let b = within[comparison.kinds.1]
      {
        line += ", kept \(text((mean - one.chance) / (a * b).squareRoot()))"
      }
      print(line)
    }
  }

  private static func text(_ value: Double) -> String { String(format: "%.3f", value) }
}
