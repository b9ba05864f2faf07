import CondenseData

/// What a run was told beside the defaults, as far as the model does not say it elsewhere: enough to repeat it, with the
/// schema of the model and the steps and the seed of its report. Nil is the default.
public struct TrainingChoices: Codable, Sendable, Equatable {
  /// Every class counted the same in sum.
  public var balancesClasses: Bool?
  /// The column that says which rows belong together.
  public var group: String?
  /// Passes over the rows, at most.
  public var epochs: Int?
  /// Examples of a step.
  public var batchSize: Int?
  /// Learning rate of the dense layers.
  public var learningRate: Double?
  /// Share of the rows held out.
  public var validationFraction: Double?
  /// What the network was told.
  public var network: NetworkOptions?
  /// How texts became ids.
  public var text: TextOptions?

  /// Nil where nothing was chosen.
  init?(_ options: TrainingOptions) {
    let usual = TrainingOptions()
    balancesClasses = options.balancesClasses ? true : nil
    group = options.group
    (epochs, batchSize, learningRate) = (options.epochs, options.batchSize, options.learningRate)
    validationFraction =
      options.validationFraction == usual.validationFraction ? nil : options.validationFraction
    network = options.network == usual.network ? nil : options.network
    text = options.text == usual.text ? nil : options.text
    guard self != Self() else { return nil }
  }

  init?(_ options: RecommenderOptions) {
    (epochs, batchSize, learningRate) = (options.epochs, options.batchSize, options.learningRate)
    validationFraction =
      options.validationFraction == RecommenderOptions().validationFraction
      ? nil : options.validationFraction
    guard self != Self() else { return nil }
  }

  private init() {}
}
