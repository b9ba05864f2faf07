/// What a layer tells the engine before anything runs: the shape that comes out, what it learns, and the
/// memory it wants.
public struct LayerPlan: Sendable {
  /// Shape of the output.
  public var output: ValueShape
  /// What the layer learns or keeps, in the order in which `LayerPass` counts it.
  public var parameters: [ParameterPlan]
  /// Scratch numbers per example that live from `forward` to `backward`, one entry a slot.
  public var slots: [Int]
  /// Doubles that `gather` and `gatherBackward` sum over the batch; 0 for a layer whose examples do not
  /// depend on each other.
  public var statistics: Int
  /// True for a layer that writes no number past its output's width, so that its output may stand among
  /// the columns of a concatenation.
  public var writesOnlyItsColumns: Bool

  /// A plan; everything but the output is optional.
  public init(
    output: ValueShape, parameters: [ParameterPlan] = [], slots: [Int] = [], statistics: Int = 0,
    writesOnlyItsColumns: Bool = false
  ) {
    self.output = output
    self.parameters = parameters
    self.slots = slots
    self.statistics = statistics
    self.writesOnlyItsColumns = writesOnlyItsColumns
  }
}

/// One parameter of a layer: a matrix `rows × columns` by name.
public struct ParameterPlan: Sendable, Hashable {
  /// How its gradient comes about, and with it who computes it.
  public enum Kind: Sendable, Hashable {
    /// A matrix of weights: the engine forms `Xᵀ·dY` over the batch, X being the layer's input of this
    /// number and dY the output gradient as `backward` leaves it.
    case product(input: Int)
    /// An embedding: the engine sums, for each row that was read, the output gradients (as `backward`
    /// leaves them) of the examples that read it. `input` is the ids or bag.
    case rows(input: Int)
    /// Anything else: `backward` adds into a zeroed buffer per tile; the engine sums the tiles in order.
    case perTile
    /// Kept and saved, never trained by gradients: statistics, constants.
    case constant
  }

  /// What it holds before training.
  public enum Initial: Sendable, Hashable {
    /// The same number everywhere.
    case constant(Float)
    /// Even between −bound and bound.
    case uniform(bound: Float)
  }

  /// Name in files and reports: `dense1.weight`, `embedding.dest`. Two `rows` parameters of one name and
  /// size are one parameter with two uses.
  public let name: String
  /// Inputs of a product, vocabulary of an embedding.
  public let rows: Int
  /// Units of a product, dimension of an embedding.
  public let columns: Int
  /// Where the gradient comes from.
  public let kind: Kind
  /// What it holds before training.
  public let initial: Initial

  /// A parameter of `rows × columns` numbers.
  public init(name: String, rows: Int, columns: Int, kind: Kind, initial: Initial) {
    self.name = name
    self.rows = rows
    self.columns = columns
    self.kind = kind
    self.initial = initial
  }

  /// Numbers it holds.
  public var count: Int { rows * columns }

  /// Whether gradients change it.
  public var isTrained: Bool { kind != .constant }
}
