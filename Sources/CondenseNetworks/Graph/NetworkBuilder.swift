import CondenseCore

/// Ids of each example, waiting for an embedding.
public struct IdInput: Sendable {
  let node: Int
}

/// A bag of ids of each example, waiting for an embedding.
public struct BagInput: Sendable {
  let node: Int
}

/// Numbers inside the network.
public struct NetworkValue: Sendable {
  let node: Int
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
  private var counts: [String: Int] = [:]
  /// Names that layers leave to inputs: what a table calls its columns.
  package var reserved: Set<String> = []

  // MARK: inputs

  /// Ids, `perExample` for each example.
  public mutating func id(_ name: String, vocabularySize: Int, perExample: Int = 1) -> IdInput {
    IdInput(node: add(name, .input(.ids(perExample: perExample, vocabularySize: vocabularySize))))
  }

  /// Any number of ids for each example.
  public mutating func bag(_ name: String, vocabularySize: Int) -> BagInput {
    BagInput(node: add(name, .input(.bag(vocabularySize: vocabularySize))))
  }

  /// `width` numbers for each example.
  public mutating func numbers(_ name: String, width: Int) -> NetworkValue {
    NetworkValue(node: add(name, .input(.value(ValueShape(width: width)))))
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
        dimension: dimension, table: table ?? nodes[input.node].name, initialBound: initialBound,
        penalty: penalty),
      [input.node],
      name: name ?? "\(nodes[input.node].name).embedding")
  }

  /// The pooled vectors of a bag.
  public mutating func embedding(
    _ input: BagInput, dimension: Int, pooling: Embedding.Pooling = .mean, table: String? = nil,
    initialBound: Float? = nil, penalty: Float = 0, name: String? = nil
  ) -> NetworkValue {
    layer(
      Embedding(
        dimension: dimension, table: table ?? nodes[input.node].name, pooling: pooling,
        initialBound: initialBound, penalty: penalty),
      [input.node], name: name ?? "\(nodes[input.node].name).embedding")
  }

  /// Each id as numbers: 1 at its own place, 0 at all others.
  public mutating func oneHot(_ input: IdInput, name: String? = nil) -> NetworkValue {
    layer(OneHot(), [input.node], name: name ?? "\(nodes[input.node].name).oneHot")
  }

  /// Bags as numbers: at the place of each id its weight, or how often it comes.
  public mutating func oneHot(_ input: BagInput, name: String? = nil) -> NetworkValue {
    layer(OneHot(), [input.node], name: name ?? "\(nodes[input.node].name).oneHot")
  }

  /// Each id as if it were a quantity.
  public mutating func code(_ input: IdInput, name: String? = nil) -> NetworkValue {
    layer(Code(), [input.node], name: name ?? "\(nodes[input.node].name).code")
  }

  /// Weighted sums with an activation.
  public mutating func dense(
    _ input: NetworkValue, units: Int, activation: Activation = .linear, bias: Bool = true,
    name: String? = nil
  ) -> NetworkValue {
    layer(Dense(units: units, activation: activation, hasBias: bias), [input.node], name: name)
  }

  /// Values side by side.
  public mutating func concatenate(_ inputs: NetworkValue..., name: String? = nil) -> NetworkValue {
    concatenate(inputs, name: name)
  }

  /// Values side by side.
  public mutating func concatenate(_ inputs: [NetworkValue], name: String? = nil) -> NetworkValue {
    layer(Concatenation(), inputs.map(\.node), name: name)
  }

  /// Sums of products: how well a vector fits each of some others.
  public mutating func dot(
    _ vector: NetworkValue, _ others: NetworkValue, name: String? = nil
  ) -> NetworkValue {
    layer(DotProduct(), [vector.node, others.node], name: name)
  }

  /// Sums of products of all pairs of some vectors of one width: which go together.
  public mutating func pairwiseDots(_ vectors: [NetworkValue], name: String? = nil) -> NetworkValue {
    layer(PairwiseDot(), vectors.map(\.node), name: name)
  }

  /// Values of one size, added up, with an activation.
  public mutating func add(
    _ inputs: [NetworkValue], activation: Activation = .linear, name: String? = nil
  ) -> NetworkValue {
    layer(Addition(activation: activation), inputs.map(\.node), name: name)
  }

  /// The mean of values of one size.
  public mutating func average(_ inputs: [NetworkValue], name: String? = nil) -> NetworkValue {
    layer(Addition(takesMean: true), inputs.map(\.node), name: name)
  }

  /// Numbers set to 0 at random while training.
  public mutating func dropout(_ input: NetworkValue, rate: Float, name: String? = nil) -> NetworkValue {
    layer(Dropout(rate: rate), [input.node], name: name)
  }

  /// Images of `height × width` pixels, moved by up to `reach` pixels at random while training.
  public mutating func shifted(
    _ input: NetworkValue, height: Int, width: Int, reach: Int, background: Float = 0, name: String? = nil
  ) -> NetworkValue {
    layer(
      Shift(height: height, width: width, reach: reach, background: background), [input.node], name: name)
  }

  /// Numbers with mean and spread of the training data taken out (`Parameters.standardize(_:to:)`).
  public mutating func standardized(_ input: NetworkValue, name: String? = nil) -> NetworkValue {
    layer(Standardization(), [input.node], name: name)
  }

  /// Each example's numbers brought to mean 0 and variance 1.
  public mutating func layerNormalized(
    _ input: NetworkValue, epsilon: Float = 1e-5, name: String? = nil
  ) -> NetworkValue {
    layer(LayerNormalization(epsilon: epsilon), [input.node], name: name)
  }

  /// Each column brought to mean 0 and variance 1 over the batch.
  public mutating func batchNormalized(
    _ input: NetworkValue, epsilon: Float = 1e-5, momentum: Float = 0.1, name: String? = nil
  ) -> NetworkValue {
    layer(BatchNormalization(epsilon: epsilon, momentum: momentum), [input.node], name: name)
  }

  /// A layer of your own over numbers.
  public mutating func layer(
    _ layer: some Layer, _ inputs: NetworkValue..., name: String? = nil
  ) -> NetworkValue {
    self.layer(layer, inputs.map(\.node), name: name)
  }

  // MARK: outputs

  /// Takes a loss of a value; several outputs add up with their weights. Those of one name learn one target.
  public mutating func output(
    _ value: NetworkValue, loss: Loss, name: String = "target", weight: Float = 1
  ) {
    outputs.append(.init(node: value.node, name: name, loss: loss, weight: weight))
  }

  /// Says which value is the prediction, where it is not that of the first output: the mean of several, say.
  /// What only leads there is left out while training.
  public mutating func predict(_ value: NetworkValue) { prediction = value.node }

  // MARK: names

  private mutating func layer<L: Layer>(_ layer: L, _ inputs: [Int], name: String?) -> NetworkValue {
    var name = name ?? nextName(L.kind)
    while reserved.contains(name) { name += "_" }
    return NetworkValue(node: add(name, .layer(layer, inputs: inputs)))
  }

  /// `dense1`, `dense2`, …
  private mutating func nextName(_ kind: String) -> String {
    counts[kind, default: 0] += 1
    return "\(kind)\(counts[kind, default: 0])"
  }

  private mutating func add(_ name: String, _ content: NeuralNetwork.Content) -> Int {
    nodes.append(.init(name: name, content: content))
    return nodes.count - 1
  }
}
