import CondenseData
import CondenseModels

/// Puts the counts, the decision and its price together, column by column.
struct ColumnAdviser {
  /// More numbers than this are never read as categories.
  private static let mostValues = 10_000

  private let setup: TrainingSetup
  private let facts: [String: ColumnFacts]
  private let units: Int

  init(_ setup: TrainingSetup, _ facts: [ColumnFacts]) {
    self.setup = setup
    self.facts = Dictionary(facts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    units = setup.firstUnits
  }

  func columns() -> [ColumnAdvice] {
    var own: [String: ColumnEncoder] = [:], days: [String: ColumnEncoder] = [:]
    for encoder in setup.encoder.encoders {
      if case .day(let day) = encoder {
        days[day.name] = encoder
      } else if encoder.columns.count == 1, own[encoder.columns[0]] == nil {
        own[encoder.columns[0]] = encoder
      }
    }
    let inputs = ColumnInput.all(setup.schema, features: setup.encoder.features, inputs: setup.inputs)
    return zip(setup.schema.columns, inputs).map { decision, input in
      let facts = decision.sources.isEmpty ? facts[decision.name] : nil
      let encoder = days[decision.name] ?? (decision.sources.isEmpty ? own[decision.name] : nil)
      let cost = cost(decision, input, facts, encoder)
      let distinct = distinct(facts, encoder)
      return ColumnAdvice(
        name: decision.name, kind: decision.kind, distinct: distinct, missing: facts?.missing ?? 0,
        rare: rare(facts, encoder), layer: input.layer ?? "dropped",
        dimension: input.layer == nil ? nil : input.dimension, cost: cost,
        reason: decision.reason + layerReason(decision, input, cost, distinct))
    }
  }

  private func distinct(_ facts: ColumnFacts?, _ encoder: ColumnEncoder?) -> Int {
    switch encoder {
    case .day(let day): day.days.vocabulary.size - 1
    case .list(let list): list.vocabulary.size - 1
    default: facts?.distinct ?? 0
    }
  }

  /// Values of the training rows without a row of their own.
  private func rare(_ facts: ColumnFacts?, _ encoder: ColumnEncoder?) -> Int? {
    guard let facts, case .category(let category)? = encoder else { return nil }
    var isSeen = [Bool](repeating: false, count: facts.distinct)
    for row in setup.trainingRows {
      let code = Int(facts.codes.codes[row])
      if code >= 0 { isSeen[code] = true }
    }
    return isSeen.indices.count { code in
      isSeen[code]
        && facts.codes.keys.withBytes(of: code) { category.id(ofUTF8: $0, count: $1) } == 0
    }
  }

  // MARK: what it costs

  private func cost(
    _ decision: ColumnDecision, _ input: ColumnInput, _ facts: ColumnFacts?, _ encoder: ColumnEncoder?
  ) -> LayerCosts {
    if decision.kind == .ignored {
      guard let facts, facts.isNearlyUnique else { return LayerCosts() }
      return ids(facts.distinct + 1)
    }
    var costs = LayerCosts()
    (costs.embedding, costs.oneHot, costs.hashed, costs.dense) = (0, 0, 0, 0)
    for (feature, report) in input.features {
      var own: LayerCosts
      switch feature.shape {
      case .ids(let size):
        own = ids(size, isShared: feature.sharesEmbeddingOf != nil)
        let isShared = feature.sharesEmbeddingOf != nil
        switch feature.layer {
        case .oneHot?, .sparseOneHot?: own.chosen = own.oneHot ?? 0
        case .code?: own.chosen = units
        case .deepEmbedding?, .hashed?: own.chosen = report.dimension * (units + (isShared ? 0 : size))
        default: own.chosen = own.embedding ?? 0
        }
      case .bag(let size) where feature.isText:
        own = LayerCosts()
        own.embedding = size * report.dimension + (feature.layer == nil ? 0 : report.dimension * units)
        own.oneHot = size * units
        own.chosen = (report.layer == "one-hot" ? own.oneHot : own.embedding) ?? 0
        if case .text(let text)? = encoder, text.buckets > 0 { own.hashed = text.buckets * report.dimension }
      case .bag(let size):
        // Values of a list also add up at the outputs.
        let direct = feature.layer == nil ? setup.directNumbers : 0
        own = LayerCosts(ids: size, units: units, direct: direct) {
          min(report.dimension, setup.dimension(vocabularySize: $0))
        }
        own.chosen = own.embedding ?? 0
      case .numbers: continue
      }
      costs = costs + own
    }
    guard input.numbers > 0 else { return costs }
    var numbers = LayerCosts()
    numbers.chosen = input.numbers * units
    numbers.dense = numbers.chosen
    if !input.features.isEmpty {
      // The numbers of a date stay numbers, however its parts enter.
      (numbers.embedding, numbers.oneHot) = (numbers.chosen, numbers.chosen)
    } else if decision.kind == .number, let facts, facts.distinct <= Self.mostValues,
      facts.distinct * 5 <= facts.present
    {
      let known = facts.codes.counts.count { $0 > 1 } + 1 + (facts.missing > 0 ? 1 : 0)
      let asCategory = ids(known)
      (numbers.embedding, numbers.oneHot, numbers.hashed) =
        (asCategory.embedding, asCategory.oneHot, asCategory.hashed)
    }
    return costs + numbers
  }

  /// What pairs of values take, which belong to no column.
  var pairParameters: Int {
    setup.encoder.features.reduce(0) { sum, feature in
      guard feature.crossed != nil, case .ids(let size) = feature.shape else { return sum }
      return sum + (ids(size).embedding ?? 0)
    }
  }

  private func ids(_ size: Int, isShared: Bool = false) -> LayerCosts {
    LayerCosts(ids: size, units: units, direct: setup.directNumbers, isShared: isShared) {
      setup.dimension(vocabularySize: $0)
    }
  }

  // MARK: why

  private func layerReason(
    _ decision: ColumnDecision, _ input: ColumnInput, _ cost: LayerCosts, _ distinct: Int
  ) -> String {
    let embedding = Count.text(cost.embedding ?? 0), oneHot = Count.text(cost.oneHot ?? 0)
    if let layer = decision.layer, layer != .embedding, decision.kind != .ignored {
      return "; \(layer.rawValue) as the schema asks: \(Count.text(cost.chosen)) parameters"
        + (layer.isEmbedding || decision.kind == .text ? "" : ", where an embedding would take \(embedding)")
    }
    switch decision.kind {
    case .ignored, .number, .image: return ""
    case .text: return "; each word and n-gram that comes again has a row"
    case .list: return "; the mean of the vectors of its values"
    case .date: return input.features.isEmpty ? "" : "; each part of it has a small embedding"
    case .category:
      if let a = cost.embedding, let b = cost.oneHot, b <= a {
        return "; so few that one-hot would cost no more (\(oneHot) parameters for \(embedding)):"
          + " \"layer\": \"one-hot\" in the schema does as well"
      }
      return "; an embedding takes \(embedding) parameters, one-hot would take \(oneHot)"
    }
  }
}
