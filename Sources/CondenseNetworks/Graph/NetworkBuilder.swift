import CondenseCore

/// Ids of each example, waiting for an embedding.
public struct IdInput: Sendable {
  let handle: NodeHandle
}

/// A bag of ids of each example, waiting for an embedding.
public struct BagInput: Sendable {
  let handle: NodeHandle
}

/// Numbers inside the network.
public struct NetworkValue: Sendable {
  let handle: NodeHandle
}

/// A node, and the builder that it belongs to.
struct NodeHandle: Sendable {
  final class Owner: Sendable {}

  let node: Int
  let owner: Owner
}

extension NeuralNetwork {
  /// Builds a network from its inputs to its outputs.
  ///
  /// ```swift
  /// let network = try NeuralNetwork { n in
  ///   let origin = n.id("origin", vocabularySize: 4)
  ///   let distance = n.numbers("distance", width: 1)
  ///   let joined = n.concatenate(n.embedding(origin, dimension: 3), n.standardized(distance))
  ///   let hidden = n.dense(joined, units: 16, activation: .relu)
  ///   n.output(n.dense(hidden, units: 2), loss: .softmaxCrossEntropy)
  /// }
  /// ```
  /// - Throws: `CondenseError` of kind `content` when names or shapes do not fit.
  public init(_ build: (inout NetworkBuilder) throws -> Void) throws {
    var builder = NetworkBuilder()
    try build(&builder)
    if let mistake = builder.mistake { throw mistake }
    try self.init(nodes: builder.nodes, outputs: builder.outputs, prediction: builder.prediction)
    _ = try NetworkPlan(self)
  }
}

/// Collects the nodes of a network. The types of its handles keep ids and numbers apart: an embedding takes
/// ids and cannot be given numbers, a dense layer the other way round.
public struct NetworkBuilder {
  var nodes: [NeuralNetwork.Node] = []
  var outputs: [NeuralNetwork.Output] = []
  var prediction: Int?
  /// The first call that made no sense; the network is refused for it.
  private(set) var mistake: CondenseError?
  private let owner = NodeHandle.Owner()
  private var counts: [String: Int] = [:]
  /// Names that layers leave to inputs: what a table calls its columns.
  package var reserved: Set<String> = []

  // MARK: inputs

  /// Ids, `perExample` for each example.
  public mutating func id(_ name: String, vocabularySize: Int, perExample: Int = 1) -> IdInput {
    IdInput(handle: add(name, .input(.ids(perExample: perExample, vocabularySize: vocabularySize))))
  }

  /// Any number of ids for each example.
  public mutating func bag(_ name: String, vocabularySize: Int) -> BagInput {
    BagInput(handle: add(name, .input(.bag(vocabularySize: vocabularySize))))
  }

  /// `width` numbers for each example.
  public mutating func numbers(_ name: String, width: Int) -> NetworkValue {
    NetworkValue(handle: add(name, .input(.value(ValueShape(width: width)))))
  }

  // MARK: layers

  /// A learned vector for each id.
  ///
  /// - Parameter table: a name under which several inputs of one vocabulary share the vectors.
  public mutating func embedding(
    _ input: IdInput, dimension: Int, table: String? = nil, initialBound: Float? = nil, penalty: Float = 0,
    name: String? = nil
  ) -> NetworkValue {
    layer(
      Embedding(
        dimension: dimension, table: table ?? self.name(of: input.handle), initialBound: initialBound,
        penalty: penalty),
      [input.handle], name: name ?? "\(self.name(of: input.handle)).embedding")
  }

  /// The pooled vectors of a bag.
  public mutating func embedding(
    _ input: BagInput, dimension: Int, pooling: Embedding.Pooling = .mean, table: String? = nil,
    initialBound: Float? = nil, penalty: Float = 0, name: String? = nil
  ) -> NetworkValue {
    layer(
      Embedding(
        dimension: dimension, table: table ?? self.name(of: input.handle), pooling: pooling,
        initialBound: initialBound, penalty: penalty),
      [input.handle], name: name ?? "\(self.name(of: input.handle)).embedding")
  }

  /// Each id as numbers: 1 at its own place, 0 at all others.
  public mutating func oneHot(_ input: IdInput, name: String? = nil) -> NetworkValue {
    layer(OneHot(), [input.handle], name: name ?? "\(self.name(of: input.handle)).oneHot")
  }

  /// Bags as numbers: at the place of each id its weight, or how often it comes.
  public mutating func oneHot(_ input: BagInput, name: String? = nil) -> NetworkValue {
    layer(OneHot(), [input.handle], name: name ?? "\(self.name(of: input.handle)).oneHot")
  }

  /// Each id as if it were a quantity.
  public mutating func code(_ input: IdInput, name: String? = nil) -> NetworkValue {
    layer(Code(), [input.handle], name: name ?? "\(self.name(of: input.handle)).code")
  }

  /// Weighted sums with an activation.
  public mutating func dense(
    _ input: NetworkValue, units: Int, activation: Activation = .linear, bias: Bool = true,
    name: String? = nil
  ) -> NetworkValue {
    layer(Dense(units: units, activation: activation, hasBias: bias), [input.handle], name: name)
  }

  /// Values side by side.
  public mutating func concatenate(_ inputs: NetworkValue..., name: String? = nil) -> NetworkValue {
    concatenate(inputs, name: name)
  }

  /// Values side by side.
  public mutating func concatenate(_ inputs: [NetworkValue], name: String? = nil) -> NetworkValue {
    layer(Concatenation(), inputs.map(\.handle), name: name)
  }

  /// Sums of products: how well a vector fits each of some others.
  public mutating func dot(
    _ vector: NetworkValue, _ others: NetworkValue, name: String? = nil
  ) -> NetworkValue {
    layer(DotProduct(), [vector.handle, others.handle], name: name)
  }

  /// Sums of products of all pairs of some vectors of one width: which go together.
  public mutating func pairwiseDots(_ vectors: [NetworkValue], name: String? = nil) -> NetworkValue {
    layer(PairwiseDot(), vectors.map(\.handle), name: name)
  }

  /// Values of one size, added up, with an activation.
  public mutating func add(
    _ inputs: [NetworkValue], activation: Activation = .linear, name: String? = nil
  ) -> NetworkValue {
    layer(Addition(activation: activation), inputs.map(\.handle), name: name)
  }

  /// The mean of values of one size.
  public mutating func average(_ inputs: [NetworkValue], name: String? = nil) -> NetworkValue {
    layer(Addition(takesMean: true), inputs.map(\.handle), name: name)
  }

  /// Numbers set to 0 at random while training.
  public mutating func dropout(_ input: NetworkValue, rate: Float, name: String? = nil) -> NetworkValue {
    layer(Dropout(rate: rate), [input.handle], name: name)
  }

  /// Images of `height × width` pixels, moved by up to `reach` pixels at random while training.
  public mutating func shifted(
    _ input: NetworkValue, height: Int, width: Int, reach: Int, background: Float = 0, name: String? = nil
  ) -> NetworkValue {
    layer(
      Shift(height: height, width: width, reach: reach, background: background), [input.handle], name: name)
  }

  /// Numbers with mean and spread of the training data taken out (`Parameters.standardize(_:to:)`).
  public mutating func standardized(_ input: NetworkValue, name: String? = nil) -> NetworkValue {
    layer(Standardization(), [input.handle], name: name)
  }

  /// Each example's numbers brought to mean 0 and variance 1.
  public mutating func layerNormalized(
    _ input: NetworkValue, epsilon: Float = 1e-5, name: String? = nil
  ) -> NetworkValue {
    layer(LayerNormalization(epsilon: epsilon), [input.handle], name: name)
  }

  /// Each column brought to mean 0 and variance 1 over the batch.
  public mutating func batchNormalized(
    _ input: NetworkValue, epsilon: Float = 1e-5, momentum: Float = 0.1, name: String? = nil
  ) -> NetworkValue {
    layer(BatchNormalization(epsilon: epsilon, momentum: momentum), [input.handle], name: name)
  }

  /// A layer of your own over numbers.
  public mutating func layer(
    _ layer: some Layer, _ inputs: NetworkValue..., name: String? = nil
  ) -> NetworkValue {
    self.layer(layer, inputs.map(\.handle), name: name)
  }

  // MARK: outputs

  /// Takes a loss of a value. Several outputs, each with a name of its own, add up with their weights.
  public mutating func output(
    _ value: NetworkValue, loss: Loss, name: String = "target", weight: Float = 1
  ) {
    output([value], loss: loss, name: name, weight: weight)
  }

  /// Takes a loss of each of several values that learn one target, as the members of an ensemble do.
  ///
  /// - Parameter weight: what the loss of each counts.
  public mutating func output(
    _ values: [NetworkValue], loss: Loss, name: String = "target", weight: Float = 1
  ) {
    if outputs.contains(where: { $0.name == name }) {
      refuse(
        "two outputs are named '\(name)'; name them apart, or hand values that learn one target to one"
          + " `output([…])`")
    }
    outputs += values.map { .init(node: node($0.handle, for: name), name: name, loss: loss, weight: weight) }
  }

  /// Says which value is the prediction, where it is not that of the first output: the mean of several, say.
  /// What only leads there is left out while training.
  public mutating func predict(_ value: NetworkValue) {
    prediction = node(value.handle, for: "the prediction")
  }

  // MARK: names

  private mutating func layer<L: Layer>(_ layer: L, _ inputs: [NodeHandle], name: String?) -> NetworkValue {
    var name = name ?? nextName(L.kind)
    while reserved.contains(name) { name += "_" }
    let sources = inputs.map { node($0, for: name) }
    return NetworkValue(handle: add(name, .layer(layer, inputs: sources)))
  }

  /// The node that a handle means, −1 where it belongs to another network.
  private mutating func node(_ handle: NodeHandle, for user: String) -> Int {
    if handle.owner === owner { return handle.node }
    refuse("'\(user)' is given a value that belongs to another network")
    return -1
  }

  private mutating func refuse(_ message: String) {
    if mistake == nil { mistake = CondenseError(.usage, message) }
  }

  private func name(of handle: NodeHandle) -> String {
    nodes.indices.contains(handle.node) ? nodes[handle.node].name : "input"
  }

  /// `dense1`, `dense2`, …
  private mutating func nextName(_ kind: String) -> String {
    counts[kind, default: 0] += 1
    return "\(kind)\(counts[kind, default: 0])"
  }

  private mutating func add(_ name: String, _ content: NeuralNetwork.Content) -> NodeHandle {
    nodes.append(.init(name: name, content: content))
    return NodeHandle(node: nodes.count - 1, owner: owner)
  }
}
