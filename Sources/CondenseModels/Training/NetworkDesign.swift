import CondenseCore
import CondenseData
import CondenseNetworks

/// The network for a table: embeddings first, everything side by side, then dense layers with dropout.
///
/// Texts and categories speak to the output directly: each word, n-gram and value has one number per output, and
/// those of an example add up (`docs/decisions/texts.md`, `defaults-for-tables.md`). Texts do nothing else. A schema
/// may have ids enter otherwise (`InputLayer`).
struct NetworkDesign: Codable, Sendable, Equatable {
  /// Widths of the hidden dense layers.
  var hidden: [Int]
  /// What the hidden layers do to their sums.
  var activation: Activation
  /// Dropout after each hidden layer.
  var dropout: Float
  /// Stacks of hidden layers over the same inputs; each learns by itself, and their mean predicts.
  var members: Int
  /// Whether all rows are learned in the end, as long as was best on a part of them.
  var learnsAllRows: Bool
  /// Numbers of a vector, as a multiple of the fourth root of the vocabulary, and the most of them.
  var dimensionFactor: Double
  var largestDimension: Int
  /// Numbers of every vector, where that was asked for.
  var fixedDimension: Int?
  /// How the vectors of lists, and of texts on their way to dense layers, become one.
  var pooling: Embedding.Pooling
  /// Examples of a step, passes over the data, and epochs without a better validation loss before it stops.
  var batchSize: Int
  var epochs: Int
  var patience: Int
  /// Learning rate of dense layers, and of embeddings.
  var rate: Double
  var embeddingRate: Double

  /// The defaults for a number of training rows; `docs/decisions/defaults-for-tables.md` has the figures.
  init(rows: Int, features: [Feature], _ options: NetworkOptions) {
    rate = 2e-3
    embeddingRate = 2e-3
    largestDimension = 32
    members = rows < 20_000 ? 8 : 1
    learnsAllRows = rows < 20_000
    if rows < 2_000 {
      (hidden, activation, dropout, dimensionFactor) = ([32], .relu, 0.1, 2)
      (batchSize, epochs, patience) = (32, 100, 5)
    } else if rows < 20_000 {
      (hidden, activation, dropout, dimensionFactor) = ([256, 128], .silu, 0.3, 4)
      (batchSize, epochs, patience) = (32, 60, 15)
    } else {
      (hidden, activation, dropout, dimensionFactor) = ([128, 64], .relu, 0.2, 2)
      (batchSize, epochs, patience) = (256, 12, 3)
    }
    if features.allSatisfy(\.isText) {
      embeddingRate = 3e-3
      if rows < 2_000 {
        (batchSize, epochs, patience) = (8, 40, 10)
      } else if rows < 20_000 {
        (batchSize, epochs, patience) = (16, 8, 2)
      } else {
        (batchSize, epochs, patience) = (64, 4, 2)
      }
    }
    if features.contains(where: { $0.image != nil }) {
      members = 1
      (hidden, activation, dropout, rate) = ([512, 256], .relu, rows < 20_000 ? 0.3 : 0.2, 1e-3)
      (batchSize, epochs, patience) = rows < 20_000 ? (64, 60, 15) : (128, rows < 200_000 ? 40 : 12, 10)
    }
    fixedDimension = options.dimension
    pooling = options.pooling ?? .mean
    dropout = options.dropout ?? dropout
    hidden = options.hidden ?? hidden
    // Sums alone learn the same whoever learns them.
    if hidden.isEmpty { members = 1 }
  }

  /// Numbers of a vector for `size` values.
  func dimension(vocabularySize size: Int) -> Int {
    if let fixedDimension { return fixedDimension }
    let root = Double(size).squareRoot().squareRoot()
    return min(largestDimension, max(2, Int((dimensionFactor * root).rounded())))
  }

  /// Where numbers start that say next to nothing until they are learned: those of words and values that speak to
  /// the output, and the vectors of pairs, of which training rows may never show some.
  static let silentBound: Float = 0.001
  /// With more outputs than this, values speak through their vectors alone.
  private static let mostDirectOutputs = 32

  /// Numbers by which a value of a category speaks to the outputs directly.
  func directNumbers(outputs: Int) -> Int { outputs <= Self.mostDirectOutputs ? outputs : 0 }

  /// Numbers of a vector for a bag over `size` words and n-grams, or values.
  func bagDimension(vocabularySize size: Int) -> Int {
    fixedDimension ?? min(16, dimension(vocabularySize: size))
  }

  /// Whether a feature goes through no dense layer.
  static func onlySpeaksDirectly(_ feature: Feature) -> Bool { feature.isText && feature.layer == nil }

  /// How each feature enters, for reports.
  func inputs(_ features: [Feature], outputs: Int) -> [InputReport] {
    features.map { feature in
      func report(_ layer: String, _ size: Int, _ dimension: Int) -> InputReport {
        InputReport(name: feature.name, layer: layer, size: size, dimension: dimension)
      }
      switch (feature.shape, feature.layer) {
      case (.numbers(let width), _): return report("dense", width, width)
      case (.ids(let size), .code?): return report("dense", size, 1)
      case (.ids(let size), .oneHot?), (.ids(let size), .sparseOneHot?), (.bag(let size), .oneHot?),
        (.bag(let size), .sparseOneHot?), (.bag(let size), .tfidf?):
        return report("one-hot", size, size)
      case (.ids(let size), _): return report("embedding", size, dimension(vocabularySize: size))
      case (.bag(let size), _):
        return report(
          "embedding bag", size,
          Self.onlySpeaksDirectly(feature) ? outputs : bagDimension(vocabularySize: size))
      }
    }
  }
}
