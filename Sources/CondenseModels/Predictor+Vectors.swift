import CondenseCore
import CondenseData
import CondenseNetworks

extension Predictor {
  /// What `vectors(in:)` takes: the columns, days and parts of dates that have an embedding.
  public var columnsWithVectors: [String] { namedWithVectors.map(\.name) }

  /// The learned rows of a column: of its categories, days, values of lists, or words; of a part of a date as
  /// `date.month`. Rows without a name (unknown, missing, the buckets of n-grams) are left out.
  ///
  /// - Throws: `CondenseError` of kind `usage` when there is no such column, or it has no embedding.
  public func vectors(in column: String) throws -> ValueVectors {
    guard let found = namedWithVectors.first(where: { $0.name == column }) else {
      throw withoutVectors(column)
    }
    guard let index = parameters.index(of: "embedding.\(found.embedding)") else {
      throw CondenseError(.internalFault, "the embedding of '\(column)' is not in the network")
    }
    var values: [String] = []
    var counts: [Int64] = []
    var vectors: [Float] = []
    for id in 1..<max(2, Int32(truncatingIfNeeded: found.size)) {
      guard let value = found.value(id) else { continue }
      values.append(value)
      if let all = found.counts { counts.append(all[Int(id)]) }
      vectors += parameters.row(Int(id), at: index)
    }
    return ValueVectors(
      values: values, counts: found.counts == nil ? nil : counts, vectors: vectors,
      dimension: parameters.plans[index].columns, bucketCount: found.buckets,
      areWords: encoder.encoders.contains {
        if case .text(let text) = $0 { text.column == column } else { false }
      })
  }

  /// For each of `vectors(in:)` the mean of some numbers over the rows of a table that hold it; NaN where none does.
  ///
  /// - Parameters:
  ///   - numbers: of several things, each with one for each of the rows.
  ///   - rows: places in the table.
  /// - Returns: of each thing the means.
  /// - Throws: `CondenseError` as `vectors(in:)` does, and of kind `content` when the table does not fit.
  package func means(
    of numbers: [[Double]], overRows rows: [Int], of table: Table, byValuesOf column: String, threads: Int
  ) throws -> [[Double]] {
    guard let found = namedWithVectors.first(where: { $0.name == column }),
      let feature = encoder.features.firstIndex(where: { $0.name == column })
    else { throw withoutVectors(column) }
    let encoded = try encoder.encode(table, rows: rows, threads: threads)
    let named = (1..<max(2, found.size)).filter { found.value(Int32($0)) != nil }
    return numbers.map { numbers in
      var sums = [Double](repeating: 0, count: found.size), counts = sums
      func add(_ id: Int32, _ row: Int) {
        guard numbers[row].isFinite, Int(id) < found.size else { return }
        sums[Int(id)] += numbers[row]
        counts[Int(id)] += 1
      }
      switch encoded.features[feature] {
      case .ids(let ids): for (row, id) in ids.enumerated() { add(id, row) }
      case .bags(let offsets, let ids, _):
        for row in rows.indices { for place in offsets[row]..<offsets[row + 1] { add(ids[Int(place)], row) } }
      case .numbers: break
      }
      return named.map { sums[$0] / counts[$0] }
    }
  }

  /// Those that have not been shrunk to nothing.
  private var namedWithVectors: [NamedRows] {
    NamedRows.all(encoder).filter { parameters.index(of: "embedding.\($0.embedding)") != nil }
  }

  /// What the ids of a feature stand for, nil for one without a name; of pairs both values. Ids past the last have none.
  package func valueNames(of feature: String) -> [String?] {
    for encoder in encoder.encoders {
      if case .cross(let cross) = encoder, cross.name == feature {
        func names(_ feature: String, _ size: Int) -> [String?] {
          let names = valueNames(of: feature).prefix(size)
          return names + [String?](repeating: nil, count: size - names.count)
        }
        let second = names(cross.second, cross.secondSize)
        return names(cross.first, cross.firstSize).flatMap { a in
          second.map { b in a.flatMap { a in b.map { "\(a) × \($0)" } } }
        }
      }
      if let found = NamedRows.of(encoder).first(where: { $0.name == feature }) {
        return (0..<Int32(found.size)).map { $0 == 0 ? nil : found.value($0) }
      }
    }
    return []
  }

  private func withoutVectors(_ column: String) -> CondenseError {
    if !columnsWithVectors.contains(column), NamedRows.all(encoder).contains(where: { $0.name == column }) {
      return CondenseError(
        .usage,
        "the vectors of '\(column)' were shrunk to nothing, as they told nothing; "
          + NamedRows.list(columnsWithVectors))
    }
    return NamedRows.missing(column, among: columnsWithVectors, schema)
  }
}
