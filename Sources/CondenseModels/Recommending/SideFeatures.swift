import CondenseCore
import CondenseData
import CondenseNetworks

/// What is known of each item, or of each user, beside what was chosen: one row for each id, the first, which is
/// nobody's, with every value missing.
struct SideFeatures: Sendable {
  let features: [Feature]
  /// One entry for each feature, a row for each id.
  let content: [EncodedFeature]

  /// Nothing.
  init() { (features, content) = ([], []) }

  init(features: [Feature], content: [EncodedFeature]) {
    self.features = features
    self.content = content
  }

  /// Encodes the columns of some names, each id by the first row that holds it.
  init(
    _ table: Table, _ names: [String], target: String, firstRows: [Int], prefix: String, threads: Int
  ) throws {
    guard !names.isEmpty else {
      self.init()
      return
    }
    var wanted = SchemaOptions(target: target)
    wanted.task = .regression
    wanted.ignored = table.columns.map(\.name).filter { $0 != target && !names.contains($0) }
    let schema = try Schema.inferred(from: table.rows(firstRows), options: wanted)
    let encoder = try TableEncoder.fit(schema, to: table, rows: firstRows, threads: threads)
    let encoded = try encoder.encode(table, rows: firstRows, threads: threads)
    let features = encoder.features.map { feature in
      var renamed = feature
      renamed.name = prefix + feature.name
      renamed.sharesEmbeddingOf = nil
      return renamed
    }
    let content = encoded.features.map { feature -> EncodedFeature in
      switch feature {
      case .ids(let ids): .ids([0] + ids)
      case .bags(let offsets, let ids, let weights): .bags(offsets: [0] + offsets, ids: ids, weights: weights)
      case .numbers(let numbers, let width):
        .numbers([Float](repeating: 0, count: width) + numbers, width: width)
      }
    }
    self.init(features: features, content: content)
  }

  /// The columns of some ids, by the features' names.
  func columns(of ids: [Int32]) throws -> [String: Examples.Column] {
    var columns: [String: Examples.Column] = [:]
    for (feature, content) in zip(features, content) {
      switch (feature.shape, content) {
      case (.ids(let size), .ids(let all)):
        columns[feature.name] = .ids(try IdColumn(ids.map { all[Int($0)] }, vocabularySize: size))
      case (.bag(let size), .bags(let offsets, let all, let weights)):
        var ends: [Int64] = [0], chosen: [Int32] = [], chosenWeights: [Float]? = weights == nil ? nil : []
        for id in ids {
          let range = Int(offsets[Int(id)])..<Int(offsets[Int(id) + 1])
          chosen += all[range]
          if let weights { chosenWeights?.append(contentsOf: weights[range]) }
          ends.append(Int64(chosen.count))
        }
        columns[feature.name] = .bags(
          try BagColumn(offsets: ends, ids: chosen, weights: chosenWeights, vocabularySize: size))
      case (.numbers, .numbers(let all, let width)):
        columns[feature.name] = .numbers(
          try NumberColumns(
            ids.flatMap { all[Int($0) * width..<(Int($0) + 1) * width] }, width: width))
      default: throw CondenseError(.internalFault, "'\(feature.name)' was encoded as something else")
      }
    }
    return columns
  }
}
