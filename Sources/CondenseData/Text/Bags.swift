/// Bags of ids for some rows.
public struct Bags: Sendable, Equatable {
  /// Where the ids of each row start, and after the last where they end.
  public internal(set) var offsets: [Int64] = [0]
  /// The ids, row after row.
  public internal(set) var ids: [Int32] = []
  /// A weight for each id, or nil where all count the same.
  public internal(set) var weights: [Float]?
  /// For each row the share of its words or items that have no row of their own; 0 where it has none.
  public internal(set) var unknownShares: [Float] = []

  init(isWeighted: Bool) { weights = isWeighted ? [] : nil }

  /// Puts bags one after another.
  init(joining parts: [Bags], isWeighted: Bool) {
    self.init(isWeighted: isWeighted)
    offsets.reserveCapacity(parts.reduce(1) { $0 + $1.count })
    ids.reserveCapacity(parts.reduce(0) { $0 + $1.ids.count })
    for part in parts {
      let start = Int64(ids.count)
      for end in part.offsets.dropFirst() { offsets.append(start + end) }
      ids += part.ids
      if let more = part.weights { weights?.append(contentsOf: more) }
      unknownShares += part.unknownShares
    }
  }

  /// The number of rows.
  public var count: Int { offsets.count - 1 }

  /// Whether each row holds words or items of which none is known.
  var isUnknown: [Bool] { unknownShares.map { $0 == 1 } }

  /// Ends a row.
  mutating func close(unknown: Int, of total: Int) {
    offsets.append(Int64(ids.count))
    unknownShares.append(total > 0 ? Float(unknown) / Float(total) : 0)
  }
}
