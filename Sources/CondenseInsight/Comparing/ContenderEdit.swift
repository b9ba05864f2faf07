import CondenseData
import CondenseModels

/// A contender as training is told of it: the schema of the first, with the layers of the compared columns changed.
struct ContenderEdit {
  let contender: Contender
  let name: String
  let what: String
  var options: TrainingOptions
}

/// Makes contenders for the compared columns, or says why there is none.
struct ContenderEdits {
  /// Fewer ids than this are not worth hashing.
  static let fewestHashed = 1024
  /// More different numbers than this are never read as categories, nor where fewer rows than this share one.
  private static let mostValues = 10_000, leastRepeats = 5

  let table: Table
  let options: TrainingOptions
  let schema: Schema
  /// The columns, as the schema has them.
  let columns: [ColumnDecision]
  /// Ids of each of the columns, as the first contender encodes them.
  let sizes: [String: Int]
  /// Whether the first contender has hidden layers.
  let hasHiddenLayers: Bool

  private var hasText: Bool { columns.contains { $0.kind == .text } }
  private var listed: String { Count.names(columns.map(\.name), most: 4) }

  /// The contender, or why it is not run.
  func edit(_ contender: Contender) -> Result<ContenderEdit, OmittedReason> {
    func omitted(_ reason: String) -> Result<ContenderEdit, OmittedReason> {
      .failure(OmittedReason(name: name(contender), text: reason))
    }
    var edited = ContenderEdit(
      contender: contender, name: name(contender), what: what(contender), options: options)
    edited.options.schema = schema
    switch contender {
    case .standard: return .success(edited)
    case .linear:
      guard hasHiddenLayers else { return omitted("the first has no hidden layer") }
      edited.options.network.hidden = []
      return .success(edited)
    case .without:
      let left = schema.columns.filter { decision in
        decision.kind != .ignored && !columns.contains { $0.name == decision.name }
          && decision.sources.allSatisfy { source in !columns.contains { $0.name == source } }
      }
      guard !left.isEmpty else { return omitted("no other column is left to learn from") }
      for decision in columns { change(&edited, decision.name, kind: .ignored, layer: nil) }
      for place in schema.columns.indices
      where schema.columns[place].sources.contains(where: { source in columns.contains { $0.name == source } }
      ) {
        edited.options.schema?.columns[place].kind = .ignored
        edited.options.schema?.columns[place].layer = nil
      }
      return .success(edited)
    case .embedding, .hashed, .oneHot, .sparseOneHot, .code, .tfidf: break
    }
    var changed = 0
    for decision in columns {
      guard let (kind, layer, counts) = form(decision, contender) else { continue }
      if counts { changed += 1 }
      change(&edited, decision.name, kind: kind, layer: layer)
    }
    guard changed > 0 else { return omitted(reason(contender)) }
    return .success(edited)
  }

  /// How a column enters; nil for as it is. `counts` says whether this is what the contender is about.
  private func form(
    _ decision: ColumnDecision, _ contender: Contender
  ) -> (kind: ColumnKind, layer: InputLayer?, counts: Bool)? {
    var kind = decision.kind
    if kind == .number {
      guard repeats(decision.name) else { return nil }
      kind = .category
    }
    let wanted: InputLayer
    switch contender {
    case .embedding: wanted = .deepEmbedding
    case .hashed: wanted = .hashed
    case .oneHot: wanted = .oneHot
    case .sparseOneHot: wanted = .sparseOneHot
    case .code: wanted = .code
    case .tfidf: wanted = .tfidf
    case .standard, .linear, .without: return nil
    }
    if wanted == .code, decision.kind == .category, table[decision.name]?.isNumeric == true {
      return (.number, nil, true)
    }
    if wanted == .code, decision.kind == .number { return nil }
    if wanted == .hashed, (sizes[decision.name] ?? 0) < Self.fewestHashed {
      return kind.layers.contains(.deepEmbedding) ? (kind, .deepEmbedding, false) : nil
    }
    if kind.layers.contains(wanted) { return (kind, wanted, true) }
    return kind.layers.contains(.deepEmbedding) ? (kind, .deepEmbedding, false) : nil
  }

  private func change(_ edit: inout ContenderEdit, _ name: String, kind: ColumnKind, layer: InputLayer?) {
    guard let place = schema.columns.firstIndex(where: { $0.name == name }) else { return }
    edit.options.schema?.columns[place].kind = kind
    edit.options.schema?.columns[place].layer = layer
    if kind != .category || layer?.isEmbedding != true {
      edit.options.schema?.sharing.removeAll { $0.contains(name) }
    }
  }

  /// Whether a number comes again often enough to be a category.
  private func repeats(_ name: String) -> Bool {
    guard let column = table[name] else { return false }
    let facts = CategoryCodes(column)
    let present = column.count - column.missingCount
    return facts.keys.count <= Self.mostValues && facts.keys.count * Self.leastRepeats <= present
  }

  private func reason(_ contender: Contender) -> String {
    switch contender {
    case .hashed: "there are too few values to be worth hashing: under \(Count.text(Self.fewestHashed))"
    case .code:
      columns.contains { $0.kind == .number }
        ? "the first reads it as a quantity already" : "it is no category"
    case .tfidf: "there is no text"
    default:
      columns.contains { $0.kind == .number }
        ? "nearly every row holds another number" : "the first does the same"
    }
  }

  func name(_ contender: Contender) -> String {
    switch contender {
    case .standard: "as train does"
    case .embedding: hasText ? "embedding bag, then dense" : "embedding, then dense"
    case .hashed: "hashed embedding, then dense"
    case .oneHot: hasText ? "dense on the bag of words" : "dense on one-hot"
    case .sparseOneHot: hasText ? "dense on the bag, sparse" : "dense on one-hot, sparse"
    case .code: "dense on codes as numbers"
    case .tfidf: "dense on tf-idf"
    case .linear: "no hidden layer"
    case .without: "without \(columns.count == 1 ? "the column" : "these columns")"
    }
  }

  private func what(_ contender: Contender) -> String {
    switch contender {
    case .standard:
      if columns.allSatisfy({ $0.kind == .text }) {
        return "each word and n-gram speaks to the outputs directly: an embedding as wide as they are"
      }
      return columns.allSatisfy { $0.kind == .number }
        ? "the numbers go straight into dense layers"
        : "a vector for each value, which speaks to the outputs directly and in pairs too; dense layers over all"
    case .embedding:
      return hasText
        ? "the mean of the vectors of those of the 20,000 most frequent words that a text has, then dense layers"
        : "a vector for each value, then dense layers, and nothing else"
    case .hashed:
      return hasText
        ? "vectors of words and n-grams, the n-grams in far fewer rows than there are: those of one hash share a row"
        : "the same, with far fewer rows than values: those of one hash share a row"
    case .oneHot:
      return hasText
        ? "1 for each of the 20,000 most frequent words that a text has and 0 for all others, multiplied by all weights"
        : "1 for the value that is there and 0 for all others, multiplied by all weights"
    case .sparseOneHot: return "the same layer, of which only the rows of ones are read and updated"
    case .code: return "the number of each value, as if it were a quantity"
    case .tfidf: return "the 20,000 most frequent words, weighted by how rare they are, then dense layers"
    case .linear: return "the inputs of the first, straight to the outputs: what the non-linearity brings"
    case .without: return "the network of the first, never shown \(listed)"
    }
  }

  /// Why a contender is not run.
  struct OmittedReason: Error {
    let name: String
    let text: String
  }
}
