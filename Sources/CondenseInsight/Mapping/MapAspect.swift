import CondenseCore
import CondenseData
import CondenseModels

/// Something that is known of the points of a map: what they may be coloured by.
public struct MapAspect: Sendable {
  /// What it is: the name of a column.
  public let name: String
  /// What it says of each point.
  package let content: Content

  package enum Content: Sendable {
    /// A quantity; NaN where it is not known.
    case numbers([Double])
    /// One of several names; nil where it is not known.
    case names([String?])
  }

  package init(name: String, content: Content) {
    (self.name, self.content) = (name, content)
  }

  /// A column of a table at some of its rows, nil for a row that there is not.
  init(_ column: Column, rows: [Int?]) {
    name = column.name
    content =
      column.isNumeric
      ? .numbers(rows.map { $0.flatMap { column.number($0) } ?? .nan })
      : .names(rows.map { $0.flatMap { column.text($0) } })
  }

  /// A column of a table at some of its rows.
  public init(_ column: Column, rows: [Int]) { self.init(column, rows: rows.map(Optional.some)) }

  /// What a model predicts for the points.
  public init(_ predictions: Predictions, of target: String) {
    name = "predicted \(target)"
    content =
      predictions.classes.isEmpty
      ? .numbers(predictions.numbers) : .names((0..<predictions.count).map { predictions[$0].label })
  }

  /// What is known of the first points: of values those that a map shows where there are too many.
  public func prefix(_ count: Int) -> MapAspect {
    switch content {
    case .numbers(let numbers): MapAspect(name: name, content: .numbers(Array(numbers.prefix(max(0, count)))))
    case .names(let names): MapAspect(name: name, content: .names(Array(names.prefix(max(0, count)))))
    }
  }

  /// How far neighbours on a map agree in it; nil where too little is known.
  public func agreement(on map: PointMap) -> NeighborAgreement? {
    switch content {
    case .numbers(let numbers):
      NeighborAgreement(numbers: numbers, neighbors: map.neighbors, seed: map.seed)
    case .names(let names):
      NeighborAgreement(names: Self.codes(names), neighbors: map.neighbors, seed: map.seed)
    }
  }

  /// The different names, the most frequent first.
  static func byFrequency(_ names: [String?]) -> [String] {
    var counts: [String: Int] = [:]
    for case let name? in names { counts[name, default: 0] += 1 }
    return counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map(\.key)
  }

  /// A number for each name, in the order in which they come; −1 for none.
  static func codes(_ names: [String?]) -> [Int] {
    var known: [String: Int] = [:]
    return names.map { name in
      guard let name else { return -1 }
      let code = known[name] ?? known.count
      known[name] = code
      return code
    }
  }
}

// MARK: the target

extension MapAspect {
  /// What a model's target is in some rows of a table: a name for classes, however they are written, or a number; nil
  /// for a table without it.
  public init?(targetOf model: Predictor, in table: Table, rows: [Int]) {
    guard let column = table[model.target] else { return nil }
    self.init(
      name: column.name,
      content: model.schema.task == .classes
        ? .names(rows.map { column.text($0) }) : .numbers(rows.map { column.number($0) ?? .nan }))
  }

  /// What a model's target is in the rows of a table that hold a value: its mean, of two classes the share of the rarer
  /// one, of more the most frequent class.
  ///
  /// - Parameter column: one of `columnsWithVectors`; the aspect is of its values in the order of `vectors(in:)`.
  /// - Throws: `CondenseError` of kind `content` when the table does not fit or has no targets, `usage` for a column
  ///   without an embedding.
  public init(
    targetOf model: Predictor, byValuesOf column: String, in table: Table,
    threads: Int = Processors.available
  ) throws {
    let rows = try model.labelledRows(of: table), encoder = TargetEncoder(model.schema)
    func means(_ numbers: [[Double]]) throws -> [[Double]] {
      try model.means(of: numbers, overRows: rows, of: table, byValuesOf: column, threads: threads)
    }
    guard model.schema.task == .classes else {
      self.init(
        name: "mean of \(model.target)",
        content: .numbers(try means([encoder.numbers(of: table, rows: rows)])[0]))
      return
    }
    let classes = try encoder.ids(of: table, rows: rows)
    let all = try means(
      model.classes.indices.map { wanted in classes.map { Int($0) == wanted ? 1 : 0 } })
    if model.classes.count == 2 {
      self.init(name: "share of \(model.target) = \(model.classes[1])", content: .numbers(all[1]))
    } else {
      var best: [(share: Double, name: String?)] = []
      for (place, (name, shares)) in zip(model.classes, all).enumerated() {
        if place == 0 { best = shares.map { ($0.isFinite ? $0 : -1, $0.isFinite ? name : nil) } }
        for value in best.indices where shares[value] > best[value].share {
          best[value] = (shares[value], name)
        }
      }
      self.init(name: "most frequent \(model.target)", content: .names(best.map(\.name)))
    }
  }
}
