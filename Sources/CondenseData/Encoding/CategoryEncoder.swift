import CondenseCore

/// Turns a cell into an id: 0 for unknown and rare values, then the values, and last, if the training rows
/// missed some, the missing one.
public struct CategoryEncoder: Codable, Sendable {
  /// The column.
  public let column: String
  /// How many training rows missed the value.
  public let missingCount: Int
  /// The name under which the vocabulary is stored; columns that share an embedding share it.
  public let vocabularyName: String
  /// Whether some missing cell was seen in any column of the vocabulary.
  public let hasMissingRow: Bool
  /// Buckets that values fall into by their hash, a power of two; 0 where each value has an id of its own.
  public private(set) var buckets = 0
  /// How the ids enter the network.
  public internal(set) var layer = InputLayer.embedding
  /// The values; stored apart.
  public internal(set) var vocabulary: Vocabulary

  private enum CodingKeys: String, CodingKey {
    case column, missingCount, vocabularyName, hasMissingRow, layer, buckets
  }

  /// Learns from the training rows.
  public init(fitting column: Column, rows: [Int], minimumCount: Int, maximumSize: Int = .max) {
    self.init(
      column: column, rows: rows, vocabularyName: column.name, hasMissingRow: nil,
      vocabulary: Vocabulary(
        counting: column, rows: rows, minimumCount: minimumCount, maximumSize: maximumSize))
  }

  init(column: Column, rows: [Int], vocabularyName: String, hasMissingRow: Bool?, vocabulary: Vocabulary) {
    self.column = column.name
    missingCount = rows.count { column.isMissing($0) }
    self.vocabularyName = vocabularyName
    self.hasMissingRow = hasMissingRow ?? (missingCount > 0)
    self.vocabulary = vocabulary
  }

  /// How the ids enter the network; where values are hashed, they are forgotten.
  func entering(by layer: InputLayer) -> CategoryEncoder {
    var encoder = self
    encoder.layer = layer
    guard layer == .hashed else { return encoder }
    encoder.buckets = Self.buckets(forVocabulary: vocabulary.size)
    encoder.vocabulary = Vocabulary(keys: ByteStrings(), counts: [], minimumCount: 1, maximumSize: 1)
    return encoder
  }

  /// Buckets for so many ids: a power of two, an eighth to a quarter of them.
  package static func buckets(forVocabulary size: Int) -> Int {
    var buckets = 1
    while buckets * 8 <= size { buckets *= 2 }
    return buckets
  }

  /// Reads all but the vocabulary, which is attached afterwards.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    column = try container.decode(String.self, forKey: .column)
    missingCount = try container.decode(Int.self, forKey: .missingCount)
    vocabularyName = try container.decode(String.self, forKey: .vocabularyName)
    hasMissingRow = try container.decode(Bool.self, forKey: .hasMissingRow)
    layer = try container.decodeIfPresent(InputLayer.self, forKey: .layer) ?? .embedding
    buckets = try container.decodeIfPresent(Int.self, forKey: .buckets) ?? 0
    guard buckets >= 0, buckets <= 1 << 30, buckets & (buckets - 1) == 0 else {
      throw CondenseError(.content, "the encoder of '\(column)' has \(buckets) buckets, which makes no sense")
    }
    vocabulary = try Vocabulary(values: [], counts: [0])
  }

  /// The number of ids.
  public var vocabularySize: Int { vocabulary.size + buckets + (hasMissingRow ? 1 : 0) }

  /// The id of a missing value: its own, or unknown where the training rows missed none.
  public var missingID: Int32 { hasMissingRow ? Int32(truncatingIfNeeded: vocabularySize - 1) : 0 }

  /// What an id stands for; nil for unknown and missing.
  public func value(of id: Int32) -> String? { vocabulary.value(of: id) }

  /// The id of one cell.
  public func id(of cell: Cell) -> Int32 {
    switch cell {
    case .missing: missingID
    case .number(let value): value.isNaN ? missingID : id(of: value)
    case .text(let text): id(of: text)
    case .image: 0
    }
  }

  private func id(of number: Double) -> Int32 {
    guard buckets > 0 else { return vocabulary.id(of: number) }
    return ShortestNumber.withBytes(number + 0) { bucket($0, $1) }
  }

  private func id(of text: String) -> Int32 {
    guard buckets > 0 else { return vocabulary.id(of: text) ?? 0 }
    var text = text
    return text.withUTF8 { buffer in
      buffer.baseAddress.map { id(ofUTF8: $0, count: buffer.count) } ?? 0
    }
  }

  /// The id of a cell's bytes, 0 when it is unknown.
  package func id(ofUTF8 p: UnsafePointer<UInt8>, count: Int) -> Int32 {
    guard buckets > 0 else { return vocabulary.id(ofUTF8: p, count: count) }
    return CellKey.withNumberKey(p, count) { bucket($0, $1) }
  }

  private func bucket(_ key: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    1 + Int32(truncatingIfNeeded: ByteHash.hash(key, count) & UInt64(buckets - 1))
  }

  /// The ids of some rows, and whether each is a value without a row of its own.
  package func encode(_ column: Column, rows: [Int]) -> (ids: [Int32], unknown: [Bool]) {
    var ids = [Int32](repeating: 0, count: rows.count)
    var unknown = [Bool](repeating: false, count: rows.count)
    switch column.cells {
    case .strings(let cells):
      // Each different string is looked up once.
      var idOfCode = [Int32](repeating: -1, count: cells.values.count)
      for (i, row) in rows.enumerated() {
        let code = Int(cells.codes[row])
        if code < 0 {
          ids[i] = missingID
          continue
        }
        if idOfCode[code] < 0 {
          idOfCode[code] = cells.values.withBytes(of: code) { id(ofUTF8: $0, count: $1) }
        }
        ids[i] = idOfCode[code]
        unknown[i] = ids[i] == 0
      }
    case .numbers(let cells):
      let written = cells.written?.codes(ofRows: cells.values.count)
      for (i, row) in rows.enumerated() {
        let value = cells.values[row]
        if let written, let texts = cells.written?.texts, written[row] >= 0 {
          ids[i] = texts.withBytes(of: Int(written[row])) { id(ofUTF8: $0, count: $1) }
          unknown[i] = ids[i] == 0
        } else if value.isNaN {
          ids[i] = missingID
        } else {
          ids[i] = id(of: value)
          unknown[i] = ids[i] == 0
        }
      }
    case .images: break
    }
    return (ids, unknown)
  }
}
