import CondenseCore
import CondenseData
import CondenseNetworks

/// The network for a table: embeddings first, everything side by side, then dense layers with dropout.
///
/// Texts and categories speak to the output directly: each word, n-gram and value has one number per output, and
/// those of an example add up (`docs/decisions/texts.md`, `defaults-for-tables.md`). Texts do nothing else.
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
  /// Examples of a step, passes over the data, and epochs without a better validation loss before it stops.
  var batchSize: Int
  var epochs: Int
  var patience: Int
  /// Learning rate of dense layers, and of embeddings.
  var rate: Double
  var embeddingRate: Double

  /// The defaults for a number of training rows; `docs/decisions/defaults-for-tables.md` has the figures.
  init(rows: Int, features: [Feature]) {
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
  }

  /// Numbers of a vector for `size` values.
  func dimension(vocabularySize size: Int) -> Int {
    let root = Double(size).squareRoot().squareRoot()
    return min(largestDimension, max(2, Int((dimensionFactor * root).rounded())))
  }

  /// Where numbers start that say next to nothing until they are learned: those of words and values that speak to
  /// the output, and the vectors of pairs, of which training rows may never show some.
  private static let silentBound: Float = 0.001
  /// With more outputs than this, values speak through their vectors alone.
  private static let mostDirectOutputs = 32

  /// Numbers by which a value of a category speaks to the outputs directly.
  func directNumbers(outputs: Int) -> Int { outputs <= Self.mostDirectOutputs ? outputs : 0 }

  /// Numbers of a vector for a bag over `size` words and n-grams, or values.
  func bagDimension(vocabularySize size: Int) -> Int { min(16, dimension(vocabularySize: size)) }

  /// Builds the network for the features of a table.
  ///
  /// - Parameter outputs: classes, or 1 for a number.
  func network(_ features: [Feature], outputs: Int, loss: Loss) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      var joined: [NetworkValue] = []
      var direct: [NetworkValue] = []
      let taken = Set(features.map(\.name))
      func free(_ name: String) -> String { taken.contains(name) ? free(name + "_") : name }
      for feature in features {
        switch feature.shape {
        case .ids(let size) where feature.layer == .oneHot:
          joined.append(n.oneHot(n.id(feature.name, vocabularySize: size)))
        case .ids(let size):
          let id = n.id(feature.name, vocabularySize: size)
          joined.append(
            n.embedding(
              id, dimension: dimension(vocabularySize: size),
              table: feature.sharesEmbeddingOf ?? feature.name,
              initialBound: feature.crossed == nil ? nil : Self.silentBound))
          let numbers = directNumbers(outputs: outputs)
          guard numbers > 0 else { continue }
          let name = free(feature.name + ".direct")
          direct.append(
            n.embedding(id, dimension: numbers, table: name, initialBound: Self.silentBound, name: name))
        case .bag(let size) where feature.isText:
          direct.append(
            n.embedding(
              n.bag(feature.name, vocabularySize: size), dimension: outputs, pooling: .sum,
              table: feature.name, initialBound: Self.silentBound))
        case .bag(let size):
          joined.append(
            n.embedding(
              n.bag(feature.name, vocabularySize: size), dimension: bagDimension(vocabularySize: size),
              table: feature.name))
        case .numbers(let width):
          if let image = feature.image {
            joined.append(ImageInput.value(feature, image, in: &n))
            continue
          }
          joined.append(n.numbers(feature.name, width: width))
        }
      }
      if joined.isEmpty {
        n.output(direct.count == 1 ? direct[0] : n.add(direct, name: "sum"), loss: loss)
        return
      }
      let all = n.concatenate(joined, name: "joined")
      let answers = (0..<members).map { member in
        var value = all
        for units in hidden {
          value = n.dense(value, units: units, activation: activation)
          if dropout > 0 { value = n.dropout(value, rate: dropout) }
        }
        let suffix = members > 1 ? "\(member + 1)" : ""
        let answer = n.dense(value, units: outputs, name: "output\(suffix)")
        return direct.isEmpty ? answer : n.add(direct + [answer], name: "sum\(suffix)")
      }
      for answer in answers { n.output(answer, loss: loss, weight: 1 / Float(members)) }
      if members > 1 { n.predict(n.average(answers, name: "mean")) }
    }
  }

  /// How each feature enters, for reports.
  func inputs(_ features: [Feature], outputs: Int) -> [InputReport] {
    features.map { feature in
      switch feature.shape {
      case .ids(let size) where feature.layer == .oneHot:
        InputReport(name: feature.name, layer: "one-hot", size: size, dimension: size)
      case .ids(let size):
        InputReport(
          name: feature.name, layer: "embedding", size: size,
          dimension: dimension(vocabularySize: size))
      case .bag(let size):
        InputReport(
          name: feature.name, layer: "embedding bag", size: size,
          dimension: feature.isText ? outputs : bagDimension(vocabularySize: size))
      case .numbers(let width):
        InputReport(name: feature.name, layer: "dense", size: width, dimension: width)
      }
    }
  }
}
