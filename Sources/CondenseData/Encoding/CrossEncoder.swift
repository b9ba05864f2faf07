import CondenseCore

/// Gives each pair of values of two features an id of its own: that of the first times the number of ids of the
/// second, plus that of the second.
///
/// It has no vocabulary: pairs that no training row had have ids too, whose vectors stay as they began.
public struct CrossEncoder: Codable, Sendable, Equatable {
  /// Fewer training rows than this have no crosses.
  static let fewestRows = 20_000
  /// Training rows for each possible pair, on average, below which two features are not crossed.
  static let rowsPerPair = 20
  /// The most crosses of a table: those with the most pairs.
  static let mostCrosses = 12

  /// The features crossed, of ids both.
  public let first: String
  /// The second feature.
  public let second: String
  /// The columns they are made from.
  public let columns: [String]
  /// The number of ids of the first feature.
  public let firstSize: Int
  /// The number of ids of the second.
  public let secondSize: Int

  init(_ first: Feature, size firstSize: Int, with second: Feature, size secondSize: Int) {
    self.first = first.name
    self.second = second.name
    var seen: Set<String> = []
    columns = (first.columns + second.columns).filter { seen.insert($0).inserted }
    self.firstSize = firstSize
    self.secondSize = secondSize
  }

  /// Reads an encoder and refuses one that could not have been learned.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    first = try values.decode(String.self, forKey: .first)
    second = try values.decode(String.self, forKey: .second)
    columns = try values.decode([String].self, forKey: .columns)
    firstSize = try values.decode(Int.self, forKey: .firstSize)
    secondSize = try values.decode(Int.self, forKey: .secondSize)
    let (size, isTooLarge) = firstSize.multipliedReportingOverflow(by: secondSize)
    guard first != second, firstSize > 0, secondSize > 0, !isTooLarge, size < Int(Int32.max) else {
      throw CondenseError(
        .content, "the cross of '\(first)' and '\(second)', \(firstSize) × \(secondSize), makes no sense")
    }
  }

  /// The name of the feature: `carrier×dest`.
  public var name: String { "\(first)×\(second)" }

  /// The number of ids.
  public var vocabularySize: Int { firstSize * secondSize }

  /// The ids of the pairs of some rows.
  func encode(_ first: [Int32], _ second: [Int32]) -> [Int32] {
    let size = Int32(truncatingIfNeeded: secondSize)
    return zip(first, second).map { $0 * size + $1 }
  }

  /// The crosses worth having: pairs of embedded features from different columns with rows enough, those with the most
  /// pairs of values.
  static func crosses(of features: [Feature], rows: Int) -> [CrossEncoder] {
    guard rows >= fewestRows else { return [] }
    // Two values and the unknown one at least.
    let ids = features.compactMap { feature -> (feature: Feature, size: Int)? in
      if case .ids(let size) = feature.shape, size > 2, feature.layer == nil { (feature, size) } else { nil }
    }
    var crosses: [CrossEncoder] = []
    var names = Set(features.map(\.name))
    for (place, a) in ids.enumerated() {
      for b in ids[(place + 1)...]
      where a.size <= rows / rowsPerPair / b.size
        && Set(a.feature.columns).isDisjoint(with: b.feature.columns)
      {
        let cross = CrossEncoder(a.feature, size: a.size, with: b.feature, size: b.size)
        if names.insert(cross.name).inserted { crosses.append(cross) }
      }
    }
    let order = crosses.indices.sorted {
      (crosses[$1].vocabularySize, $0) < (crosses[$0].vocabularySize, $1)
    }
    return order.prefix(mostCrosses).map { crosses[$0] }
  }
}
