import CondenseCore
import CondenseData
import CondenseNetworks

/// Rows of a table in the memory that the engine reads, encoded once: some are learned from, others judged on, and all
/// may be predicted in the end.
package struct TableExamples {
  /// Share of ids that are hidden while training, so that the unknown row learns what to say of a value
  /// nobody has seen.
  private static let hiddenShare: Float = 0.01

  /// The rows that the columns hold, by their place in the table.
  let rows: [Int]
  let unknownColumns: [String]
  let unknown: [[Bool]]
  private let columns: [String: Examples.Column]

  /// - Parameter rows: which rows were encoded.
  init(_ encoded: EncodedTable, rows: [Int], features: [Feature]) throws {
    self.rows = rows
    unknownColumns = encoded.unknownColumns
    unknown = encoded.unknown
    columns = try Self.columns(encoded, features)
  }

  /// The columns of a network's inputs, by the features' names.
  static func columns(
    _ encoded: EncodedTable, _ features: [Feature]
  ) throws -> [String: Examples.Column] {
    var columns: [String: Examples.Column] = [:]
    for (feature, content) in zip(features, encoded.features) {
      columns[feature.name] =
        switch (feature.shape, content) {
        case (.ids(let size), .ids(let ids)): .ids(try IdColumn(ids, vocabularySize: size))
        case (.bag(let size), .bags(let offsets, let ids, let weights)):
          .bags(try BagColumn(offsets: offsets, ids: ids, weights: weights, vocabularySize: size))
        case (.numbers, .numbers(let numbers, let width)): .numbers(try NumberColumns(numbers, width: width))
        default:
          throw CondenseError(.internalFault, "feature '\(feature.name)' was encoded as something else")
        }
    }
    return columns
  }

  /// Some of the rows, by their place here, as they are predicted.
  func examples(_ range: Range<Int>) throws -> Examples {
    try Examples(columns: columns.mapValues { Self.part($0, range) })
  }

  /// Some of the rows to learn from or to judge on.
  ///
  /// - Parameters:
  ///   - idWeights: for features by name, how much each id counts.
  ///   - seed: hides some single ids, where it is given.
  func examples(
    _ range: Range<Int>, target: Examples.Target, weights: [Float]?, idWeights: [String: [Float]],
    hidingWith seed: UInt64?
  ) throws -> Examples {
    var chosen: [String: Examples.Column] = [:]
    for (name, column) in columns {
      var part = Self.part(column, range)
      if case .ids(let ids) = part, let seed {
        part = .ids(try Self.hiding(ids, Philox(seed: seed, purpose: "hide \(name)")))
      } else if case .bags(let bags) = part, let factors = idWeights[name] {
        part = .bags(try bags.scaled(by: factors))
      }
      chosen[name] = part
    }
    return try Examples(columns: chosen, targets: ["target": target], weights: weights)
  }

  /// Some of the bags of a feature; nil when it is none of bags.
  func bags(of feature: String, _ range: Range<Int>) -> BagColumn? {
    guard case .bags(let bags)? = columns[feature] else { return nil }
    return bags.part(range)
  }

  private static func part(_ column: Examples.Column, _ range: Range<Int>) -> Examples.Column {
    switch column {
    case .ids(let ids): .ids(ids.part(range))
    case .bags(let bags): .bags(bags.part(range))
    case .numbers(let numbers): .numbers(numbers.part(range))
    }
  }

  private static func hiding(_ column: IdColumn, _ random: Philox) throws -> IdColumn {
    var ids = Array(column.ids.elements)
    for i in stride(from: 0, to: ids.count, by: 4) {
      let words = random.block(0, UInt64(i / 4))
      for lane in 0..<min(4, ids.count - i) where Philox.unit(words[lane]) < hiddenShare {
        ids[i + lane] = 0
      }
    }
    return try IdColumn(ids, perExample: column.perExample, vocabularySize: column.vocabularySize)
  }
}
