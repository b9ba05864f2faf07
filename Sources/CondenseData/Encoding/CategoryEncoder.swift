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
  /// How the ids enter the network.
  public internal(set) var layer = CategoryLayer.embedding
  /// The values; stored apart.
  public internal(set) var vocabulary: Vocabulary

  private enum CodingKeys: String, CodingKey {
    case column, missingCount, vocabularyName, hasMissingRow, layer
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

  /// Reads all but the vocabulary, which is attached afterwards.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    column = try container.decode(String.self, forKey: .column)
    missingCount = try container.decode(Int.self, forKey: .missingCount)
    vocabularyName = try container.decode(String.self, forKey: .vocabularyName)
    hasMissingRow = try container.decode(Bool.self, forKey: .hasMissingRow)
    layer = try container.decodeIfPresent(CategoryLayer.self, forKey: .layer) ?? .embedding
    vocabulary = try Vocabulary(values: [], counts: [0])
  }

  /// The number of ids.
  public var vocabularySize: Int { vocabulary.size + (hasMissingRow ? 1 : 0) }

  /// The id of a missing value: its own, or unknown where the training rows missed none.
  public var missingID: Int32 { hasMissingRow ? Int32(truncatingIfNeeded: vocabulary.size) : 0 }

  /// What an id stands for; nil for unknown and missing.
  public func value(of id: Int32) -> String? { vocabulary.value(of: id) }

  /// The id of one cell.
  public func id(of cell: Cell) -> Int32 {
    switch cell {
    case .missing: missingID
    case .number(let value): value.isNaN ? missingID : vocabulary.id(of: value)
    case .text(let text): vocabulary.id(of: text) ?? 0
    case .image: 0
    }
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
          idOfCode[code] = cells.values.withBytes(of: code) { vocabulary.id(ofUTF8: $0, count: $1) }
        }
        ids[i] = idOfCode[code]
        unknown[i] = ids[i] == 0
      }
    case .numbers(let cells):
      for (i, row) in rows.enumerated() {
        let value = cells.values[row]
        if value.isNaN {
          ids[i] = missingID
        } else {
          ids[i] = vocabulary.id(of: value)
          unknown[i] = ids[i] == 0
        }
      }
    case .images: break
    }
    return (ids, unknown)
  }
}
