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

  /// The first row with known values; of texts the first that has three known words or more.
  func row(in table: Table) throws -> LookedUpRow? {
    guard let column, let encoder, let cells = table[column],
      let index = model.parameters.index(of: "embedding.\(embeddingName(encoder))")
    else { return nil }
    let fewest = if case .text = encoder { 3 } else { 1 }
    for row in 0..<min(table.rowCount, Self.searchedRows) {
      guard let cell = cells.text(row) else { continue }
      var (values, ids, size) = known(cell, encoder)
      guard values.count >= fewest else { continue }
      (values, ids) = (Array(values.prefix(Self.mostValues)), Array(ids.prefix(Self.mostValues)))
      // The one that says most stands first.
      let lengths = ids.map { id in
        model.parameters.row(id, at: index).reduce(0) { $0 + $1 * $1 }
      }
      let longest = lengths.indices.reduce(0) { lengths[$1] > lengths[$0] ? $1 : $0 }
      values.swapAt(0, longest)
      ids.swapAt(0, longest)
      return LookedUpRow(
        column: column, cell: String(cell.prefix(Self.mostCharacters)), values: values, ids: ids,
        vocabularySize: size, vector: model.parameters.row(ids[0], at: index),
        product: multiplied(id: ids[0], size: size, at: index))
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
  private func multiplied(id: Int, size: Int, at index: Int) -> [Float] {
    var sum = [Float](repeating: 0, count: model.parameters.plans[index].columns)
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
