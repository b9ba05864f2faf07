import CondenseCore
import CondenseData
import CondenseNetworks

/// Encoded rows as the engine takes them.
enum TableExamples {
  /// Share of ids that are hidden while training, so that the unknown row learns what to say of a value
  /// nobody has seen.
  static let hiddenShare: Float = 0.01

  /// - Parameters:
  ///   - idWeights: for features by name, how much each id counts.
  ///   - seed: hides some single ids, where it is given.
  static func examples(
    _ encoded: EncodedTable, features: [Feature], target: Examples.Target? = nil, weights: [Float]? = nil,
    idWeights: [String: [Float]] = [:], hidingWith seed: UInt64? = nil
  ) throws -> Examples {
    var columns: [String: Examples.Column] = [:]
    for (feature, content) in zip(features, encoded.features) {
      switch (feature.shape, content) {
      case (.ids(let size), .ids(var ids)):
        if let seed { hide(&ids, Philox(seed: seed, purpose: "hide \(feature.name)")) }
        columns[feature.name] = .ids(try IdColumn(ids, vocabularySize: size))
      case (.bag(let size), .bags(let offsets, let ids, var weights)):
        if let factors = idWeights[feature.name] {
          weights =
            weights.map { zip($0, ids).map { $0 * factors[Int($1)] } } ?? ids.map { factors[Int($0)] }
        }
        columns[feature.name] = .bags(
          try BagColumn(offsets: offsets, ids: ids, weights: weights, vocabularySize: size))
      case (.numbers, .numbers(let numbers, let width)):
        columns[feature.name] = .numbers(try NumberColumns(numbers, width: width))
      default:
        throw CondenseError(.internalFault, "feature '\(feature.name)' was encoded as something else")
      }
    }
    return try Examples(
      columns: columns, targets: target.map { ["target": $0] } ?? [:], weights: weights)
  }

  private static func hide(_ ids: inout [Int32], _ random: Philox) {
    for i in stride(from: 0, to: ids.count, by: 4) {
      let words = random.block(0, UInt64(i / 4))
      for lane in 0..<min(4, ids.count - i) where Philox.unit(words[lane]) < hiddenShare {
        ids[i + lane] = 0
      }
    }
  }
}
