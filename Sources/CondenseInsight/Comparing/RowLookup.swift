import CondenseData
import CondenseModels

/// Finds a row whose cell both layers can be shown at work on.
struct RowLookup {
  private static let mostValues = 12, mostCharacters = 400, searchedRows = 500

  private let model: Predictor
  private let column: String?
  private let encoder: ColumnEncoder?

  /// - Parameter columns: of those that have vectors, the one with the most is shown.
  init(_ model: Predictor, _ columns: [String]) throws {
    self.model = model
    var most: (column: String, encoder: ColumnEncoder, size: Int)?
    for encoder in model.encoder.encoders {
      let found: (String, Int)? =
        switch encoder {
        case .category(let category): (category.column, category.vocabularySize)
        case .text(let text): (text.column, text.vocabularySize)
        case .list(let list): (list.column, list.vocabularySize)
        default: nil
        }
      guard let (name, size) = found, columns.contains(name), model.columnsWithVectors.contains(name),
        size > most?.size ?? 0
      else { continue }
      most = (name, encoder, size)
    }
    (column, encoder) = (most?.column, most?.encoder)
  }

  /// The first row with known values; of texts the one of the first rows that has three known words or more.
  func row(in table: Table) throws -> LookedUpRow? {
    guard let column, let encoder, let cells = table[column] else { return nil }
    for row in 0..<min(table.rowCount, Self.searchedRows) {
      guard let cell = cells.text(row) else { continue }
      let (values, ids, size) = known(cell, encoder)
      let fewest = if case .text = encoder { 3 } else { 1 }
      guard values.count >= fewest, let vector = try model.vector(for: values[0], in: column) else {
        continue
      }
      let index = model.parameters.index(of: "embedding.\(embeddingName(encoder))")
      let product = index.map { index in multiplied(id: ids[0], size: size, at: index, width: vector.count) }
      return LookedUpRow(
        column: column, cell: String(cell.prefix(Self.mostCharacters)),
        values: Array(values.prefix(Self.mostValues)), ids: Array(ids.prefix(Self.mostValues)),
        vocabularySize: size, vector: vector, product: product ?? [])
    }
    return nil
  }

  private func known(_ cell: String, _ encoder: ColumnEncoder) -> (values: [String], ids: [Int], size: Int) {
    var values: [String] = [], ids: [Int] = []
    func add(_ value: String, _ id: Int32?) {
      guard let id, id > 0, !ids.contains(Int(id)) else { return }
      values.append(value)
      ids.append(Int(id))
    }
    switch encoder {
    case .category(let category):
      add(cell, category.id(of: .text(cell)))
      return (values, ids, category.vocabularySize)
    case .list(let list):
      for part in cell.split(separator: Character(UnicodeScalar(list.separator))) {
        let value = part.trimmingSpaces
        add(value, list.vocabulary.id(of: value))
      }
      return (values, ids, list.vocabularySize)
    case .text(let text):
      for part in cell.split(whereSeparator: { !$0.isLetter && !$0.isNumber && $0 != "'" }) {
        let word = part.lowercased()
        add(word, text.id(ofWord: word))
      }
      return (values, ids, text.vocabularySize)
    default: return ([], [], 0)
    }
  }

  private func embeddingName(_ encoder: ColumnEncoder) -> String {
    if case .category(let category) = encoder { return category.vocabularyName }
    return column ?? ""
  }

  /// The one-hot numbers of an id times the whole matrix.
  private func multiplied(id: Int, size: Int, at index: Int, width: Int) -> [Float] {
    var sum = [Float](repeating: 0, count: width)
    for row in 0..<size {
      let one: Float = row == id ? 1 : 0
      for (place, number) in model.parameters.row(row, at: index).enumerated() { sum[place] += one * number }
    }
    return sum
  }
}

extension Substring {
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
