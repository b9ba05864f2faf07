import CondenseData
import CondenseModels
import CondenseNetworks

/// What each practice changes about training.
struct PracticeEdits {
  private static let small = 4, large = 64

  private let base: TrainingOptions
  private let schema: Schema
  private let hasNumbers: Bool
  private let hasDropout: Bool
  private let hasEmbeddings: Bool
  private let hasVectors: Bool

  init(_ setup: TrainingSetup, _ options: TrainingOptions) {
    base = options
    schema = setup.schema
    hasNumbers = setup.encoder.encoders.contains { if case .number = $0 { true } else { false } }
    let layers = setup.plan.network.nodes.compactMap { node in
      if case .layer(let layer, _) = node.content { layer } else { nil }
    }
    hasDropout = layers.contains { ($0 as? Dropout)?.rate ?? 0 > 0 }
    hasEmbeddings = layers.contains { $0 is Embedding }
    hasVectors = hasEmbeddings && setup.hasHiddenLayers
  }

  /// What training is told; nil where there is nothing to change.
  func options(_ practice: Practice) -> TrainingOptions? {
    var options = base
    switch practice {
    case .chosen: return options
    case .withoutNormalization:
      guard hasNumbers else { return nil }
      options.network.normalizes = false
    case .withoutDropout:
      guard hasDropout else { return nil }
      options.network.dropout = 0
    case .withoutEither:
      guard hasNumbers, hasDropout else { return nil }
      options.network.normalizes = false
      options.network.dropout = 0
    case .dimension4, .dimension64:
      guard hasVectors else { return nil }
      options.network.dimension = practice == .dimension4 ? Self.small : Self.large
    case .withoutEmbedding:
      guard hasEmbeddings else { return nil }
      var changed = schema
      for place in changed.columns.indices
      where changed.columns[place].kind.layers.contains(.sparseOneHot) {
        changed.columns[place].layer = .sparseOneHot
      }
      changed.sharing = []
      guard changed != schema else { return nil }
      options.schema = changed
    }
    return options
  }

  func name(_ practice: Practice) -> String {
    switch practice {
    case .chosen: "as train does"
    case .withoutNormalization: "without normalisation"
    case .withoutDropout: "without dropout"
    case .withoutEither: "without either"
    case .dimension4: "embeddings of 4"
    case .dimension64: "embeddings of 64"
    case .withoutEmbedding: "without the embedding step"
    }
  }

  /// Why a practice has nothing to act on.
  func absence(_ practice: Practice) -> String {
    switch practice {
    case .chosen: ""
    case .withoutNormalization: "there are no numbers to normalise"
    case .withoutDropout: "the chosen network has no dropout: it has no hidden layer"
    case .withoutEither: "there is no normalisation and dropout to do without"
    case .dimension4, .dimension64: "no vector goes into dense layers: words speak to the outputs directly"
    case .withoutEmbedding: "there is no embedding"
    }
  }
}
