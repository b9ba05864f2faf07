import CondenseCore

/// Turns a cell of several values, as `drama|war`, into a bag of ids: 0 for unknown and rare values, then the
/// values, and last, if the training rows missed some cells, the missing one.
public struct ListEncoder: Codable, Sendable {
  /// The column.
  public let column: String
  /// The sign between two values.
  public let separator: UInt8
  /// How many training rows missed the cell.
  public let missingCount: Int
  /// How the ids enter the network; nil for the usual way.
  public internal(set) var layer: InputLayer?
  /// The values; stored apart.
  public internal(set) var vocabulary: Vocabulary

  private enum CodingKeys: String, CodingKey { case column, separator, missingCount, layer }

  /// Learns from the training rows.
  public init(
    fitting column: Column, separator: UInt8, rows: [Int], minimumCount: Int, maximumSize: Int = .max
  ) {
    self.column = column.name
    self.separator = separator
    missingCount = rows.count { column.isMissing($0) }
    var values = Interner()
    var counts: [Int] = []
    for row in rows where !column.isMissing(row) {
      column.withText(row) { cell in
        Self.forEachValue(cell, separator) { p, n in
          let code = Int(values.intern(p, n))
          if code == counts.count { counts.append(0) }
          counts[code] += 1
        }
      }
    }
    vocabulary = Vocabulary(
      keys: values.values, counts: counts, minimumCount: minimumCount, maximumSize: maximumSize)
  }

  /// Reads all but the vocabulary, which is attached afterwards.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    column = try container.decode(String.self, forKey: .column)
    separator = try container.decode(UInt8.self, forKey: .separator)
    missingCount = try container.decode(Int.self, forKey: .missingCount)
    layer = try container.decodeIfPresent(InputLayer.self, forKey: .layer)
    vocabulary = try Vocabulary(values: [], counts: [0])
  }

  /// The number of ids.
  public var vocabularySize: Int { vocabulary.size + (missingCount > 0 ? 1 : 0) }

  /// What an id stands for; nil for unknown and missing.
  public func value(of id: Int32) -> String? { vocabulary.value(of: id) }

  /// The bags of some rows.
  public func encode(_ column: Column, rows: [Int]) -> Bags {
    var bags = Bags(isWeighted: false)
    for row in rows {
      if column.isMissing(row) {
        addMissing(to: &bags)
      } else {
        column.withText(row) { add($0, to: &bags) }
      }
    }
    return bags
  }

  /// The bag of one cell.
  public func encode(_ cell: Cell) -> Bags {
    var bags = Bags(isWeighted: false)
    guard var text = cell.asText else {
      addMissing(to: &bags)
      return bags
    }
    text.withUTF8 { add($0, to: &bags) }
    return bags
  }

  /// The values of a cell, each a piece.
  package func pieces(of cell: String) -> [BagPiece] {
    var cell = cell, pieces: [BagPiece] = []
    cell.withUTF8 {
      Self.forEachValue($0, separator) { p, n in
        let value = UnsafeBufferPointer(start: p, count: n)
        pieces.append(
          BagPiece(
            id: vocabulary.id(ofUTF8: p, count: n), text: String(decoding: value, as: UTF8.self),
            words: pieces.count..<pieces.count + 1))
      }
    }
    return pieces
  }

  private func addMissing(to bags: inout Bags) {
    if missingCount > 0 { bags.ids.append(Int32(truncatingIfNeeded: vocabularySize - 1)) }
    bags.close(unknown: 0, of: 0)
  }

  private func add(_ cell: UnsafeBufferPointer<UInt8>, to bags: inout Bags) {
    var unknown = 0
    var total = 0
    Self.forEachValue(cell, separator) { p, n in
      let id = vocabulary.id(ofUTF8: p, count: n)
      bags.ids.append(id)
      total += 1
      if id == 0 { unknown += 1 }
    }
    bags.close(unknown: unknown, of: total)
  }

  /// Calls `body` with the key of each value; what has nothing but spaces is none.
  private static func forEachValue(
    _ cell: UnsafeBufferPointer<UInt8>, _ separator: UInt8, _ body: (UnsafePointer<UInt8>, Int) -> Void
  ) {
    guard let p = cell.baseAddress else { return }
    var start = 0
    for i in 0...cell.count where i == cell.count || p[i] == separator {
      CellKey.withKey(p + start, i - start) { key, length in if length > 0 { body(key, length) } }
      start = i + 1
    }
  }
}
