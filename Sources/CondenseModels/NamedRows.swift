import CondenseCore
import CondenseData

/// An embedding whose rows stand for values with a name: of categories, days, lists or parts of dates, or words.
struct NamedRows {
  /// What it is asked for by: a column, or a part of a date as `date.month`.
  let name: String
  /// The name of the embedding in the network; columns may share one.
  let embedding: String
  /// Ids, those without a name included.
  let size: Int
  /// How often each id came; nil for parts of dates.
  let counts: [Int64]?
  /// Rows without a name that n-grams share.
  let buckets: Int
  /// The value that an id stands for, nil for none.
  let value: (Int32) -> String?

  /// Ids with a value, the most frequent value first.
  var ids: [Int] { (1..<max(2, size)).filter { value(Int32(truncatingIfNeeded: $0)) != nil } }

  /// Those that enter through an embedding.
  static func all(_ encoder: TableEncoder) -> [NamedRows] {
    encoder.encoders.flatMap { encoder -> [NamedRows] in
      switch encoder {
      case .category(let category) where !category.layer.isEmbedding: []
      case .day(let day) where !day.days.layer.isEmbedding: []
      case .list(let list) where list.layer?.isEmbedding == false: []
      case .text(let text) where text.layer?.isEmbedding == false: []
      default: of(encoder)
      }
    }
  }

  /// The features of an encoder whose ids stand for a value.
  static func of(_ encoder: ColumnEncoder) -> [NamedRows] {
    func rows(
      _ name: String, _ embedding: String, _ words: Vocabulary, _ counts: [Int64], buckets: Int = 0
    ) -> [NamedRows] {
      [
        NamedRows(
          name: name, embedding: embedding, size: words.size, counts: counts, buckets: buckets,
          value: { words.value(of: $0) })
      ]
    }
    switch encoder {
    case .category(let category):
      let words = category.vocabulary
      return rows(category.column, category.vocabularyName, words, words.counts)
    case .day(let day): return rows(day.name, day.name, day.days.vocabulary, day.days.vocabulary.counts)
    case .list(let list): return rows(list.column, list.column, list.vocabulary, list.vocabulary.counts)
    case .text(let text):
      return rows(text.column, text.column, text.vocabulary, text.counts, buckets: text.buckets)
    case .date(let date):
      return date.parts.map { part in
        let name = "\(date.column).\(part.rawValue)"
        return NamedRows(
          name: name, embedding: name, size: date.vocabularySize(of: part), counts: nil, buckets: 0,
          value: { date.value(of: $0, in: part) })
      }
    case .number, .image, .cross: return []
    }
  }

  /// Why a column is not among those with an embedding.
  static func missing(_ column: String, among names: [String], _ schema: Schema) -> CondenseError {
    let has = list(names)
    if column == schema.target {
      return CondenseError(.usage, "'\(column)' is what the model predicts and has no embedding; \(has)")
    }
    if let decision = schema.columns.first(where: { $0.name == column }) {
      let parts = names.filter { $0.hasPrefix(column + ".") }
      switch decision.kind {
      case .ignored:
        return CondenseError(
          .usage,
          "the column '\(column)' was left out in training (\(decision.reason)); the model has no"
            + " embedding of it")
      case .date where !parts.isEmpty:
        return CondenseError(
          .usage, "the date '\(column)' has an embedding for each of its parts: \(shown(parts))")
      default:
        return CondenseError(
          .usage,
          "the model reads '\(column)' as \(decision.kind.rawValue) and has no embedding of it; \(has)")
      }
    }
    let known = names + schema.columns.map(\.name).filter { !names.contains($0) }
    let question = NearestName.question(column, among: known)
    return CondenseError(
      .usage, "the model has no column '\(column)'\(question.isEmpty ? ";" : question) \(has)")
  }

  /// Which embeddings there are, in words.
  static func list(_ names: [String]) -> String {
    names.isEmpty ? "it has no embeddings" : "it has embeddings of \(shown(names))"
  }

  private static func shown(_ names: [String]) -> String {
    names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
  }
}
