import CondenseCore
import CondenseModels
import CondenseNetworks

/// What a trial may change of the defaults; nil leaves it as it is.
public struct TrialConfiguration: Sendable, Equatable, Codable {
  /// Learning rate of the dense layers; embeddings take a fixed multiple.
  public var learningRate: Double
  /// Dropout after each hidden layer.
  public var dropout: Float?
  /// Widths of the hidden dense layers.
  public var hidden: [Int]?
  /// How the vectors of lists, and of texts that go through dense layers, become one.
  public var pooling: Embedding.Pooling?

  private enum CodingKeys: String, CodingKey {
    case dropout, hidden, pooling
    case learningRate = "learning_rate"
  }

  /// The defaults of a run.
  init(_ setup: TrainingSetup) { learningRate = setup.learningRate }

  /// A configuration drawn at random: a rate even in its logarithm from a quarter to four times the default, dropout
  /// from 0 to 0.5 in tenths, hidden layers from a quarter of their widths to twice them, and mean or sum for bags.
  ///
  /// - Parameter number: from 1; the same number and seed draw the same.
  init(drawing number: Int, seed: UInt64, _ setup: TrainingSetup) {
    let words = Philox(seed: seed, purpose: "tune").block(0, UInt64(number))
    let exponent = 4 * Double(Philox.unit(words[0])) - 2
    learningRate = setup.learningRate * Elementary.exp(exponent * 0.693_147_180_559_945_3)
    guard setup.hasHiddenLayers else { return }
    dropout = Float(Int(Philox.unit(words[1]) * 6)) / 10
    let factor = [0.25, 0.5, 1, 2][Int(Philox.unit(words[2]) * 4)]
    hidden = setup.hidden.map { max(8, Int((Double($0) * factor).rounded())) }
    if setup.poolsBags { pooling = Philox.unit(words[3]) < 0.5 ? .mean : .sum }
  }

  /// Training with it, for exactly so many steps where they are given.
  func apply(to options: inout TrainingOptions, steps: Int?) {
    options.learningRate = learningRate
    options.network.dropout = dropout ?? options.network.dropout
    options.network.hidden = hidden ?? options.network.hidden
    options.network.pooling = pooling ?? options.network.pooling
    options.steps = steps
    options.timeLimit = nil
  }
}
