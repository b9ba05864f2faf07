import CondenseCore
import CondenseData
import CondenseNetworks

/// The network for a table: embeddings first, everything side by side, then dense layers with dropout.
struct NetworkDesign: Codable, Sendable, Equatable {
  /// Widths of the hidden dense layers.
  var hidden: [Int]
  /// Dropout after the joined inputs and after each hidden layer.
  var inputDropout: Float
  var dropout: Float
  /// Most numbers of one embedding's vector.
  var largestDimension: Int

  /// The defaults for a number of training rows.
  init(rows: Int) {
    hidden = rows < 2_000 ? [32] : rows < 20_000 ? [64, 32] : [128, 64]
    inputDropout = 0
    dropout = rows < 2_000 ? 0.1 : 0.2
    largestDimension = rows < 2_000 ? 8 : rows < 20_000 ? 16 : 32
  }

  /// Numbers of a vector for `size` values: their fourth root's double, between 2 and the largest.
  func dimension(vocabularySize size: Int) -> Int {
    let root = Double(size).squareRoot().squareRoot()
    return min(largestDimension, max(2, Int((2 * root).rounded())))
  }

  /// Builds the network for the features of a table.
  ///
  /// - Parameter outputs: classes, or 1 for a number.
  func network(_ features: [Feature], outputs: Int, loss: Loss) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      var joined: [NetworkValue] = []
      for feature in features {
        switch feature.shape {
        case .ids(let size):
          joined.append(
            n.embedding(
              n.id(feature.name, vocabularySize: size), dimension: dimension(vocabularySize: size),
              table: feature.sharesEmbeddingOf ?? feature.name))
        case .numbers(let width):
          joined.append(n.numbers(feature.name, width: width))
        }
      }
      var value = n.concatenate(joined, name: "joined")
      if inputDropout > 0 { value = n.dropout(value, rate: inputDropout) }
      for units in hidden {
        value = n.dense(value, units: units, activation: .relu)
        if dropout > 0 { value = n.dropout(value, rate: dropout) }
      }
      n.output(n.dense(value, units: outputs, name: "output"), loss: loss)
    }
  }

  /// How each feature enters, for reports.
  func inputs(_ features: [Feature]) -> [InputReport] {
    features.map { feature in
      switch feature.shape {
      case .ids(let size):
        InputReport(
          name: feature.name, layer: "embedding", size: size,
          dimension: dimension(vocabularySize: size))
      case .numbers(let width):
        InputReport(name: feature.name, layer: "dense", size: width, dimension: width)
      }
    }
  }
}
