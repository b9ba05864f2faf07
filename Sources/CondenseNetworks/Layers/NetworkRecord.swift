import CondenseCore

/// A network as it stands in a file: nodes by name, layers by kind and options.
public struct NetworkRecord: Codable, Sendable {
  private var nodes: [NodeRecord]
  private var outputs: [NeuralNetwork.Output]
  private var prediction: Int?

  /// The record of a network.
  public init(_ network: NeuralNetwork) {
    nodes = network.nodes.map { node in
      switch node.content {
      case .input(let shape): NodeRecord(name: node.name, input: shape)
      case .layer(let layer, let inputs): NodeRecord(name: node.name, inputs: inputs, layer: layer)
      }
    }
    outputs = network.outputs
    if network.prediction != network.outputs[0].node { prediction = network.prediction }
  }

  /// Rebuilds the network.
  /// - Throws: `CondenseError` of kind `content` when it is not sound.
  public func network() throws -> NeuralNetwork {
    try NeuralNetwork(nodes: nodes.map { try $0.node() }, outputs: outputs, prediction: prediction)
  }

  /// For decoding layers of your own: a `LayerRegistry`.
  public static let registryKey = CodingUserInfoKey(rawValue: "condense.layers")
}

private struct NodeRecord: Codable, Sendable {
  var name: String
  var input: InputShape?
  var inputs: [Int]?
  var layer: (any Layer)?

  enum Key: String, CodingKey { case name, input, inputs, kind, options }

  init(name: String, input: InputShape? = nil, inputs: [Int]? = nil, layer: (any Layer)? = nil) {
    self.name = name
    self.input = input
    self.inputs = inputs
    self.layer = layer
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = try values.decode(String.self, forKey: .name)
    input = try values.decodeIfPresent(InputShape.self, forKey: .input)
    inputs = try values.decodeIfPresent([Int].self, forKey: .inputs)
    if let kind = try values.decodeIfPresent(String.self, forKey: .kind) {
      let registry =
        NetworkRecord.registryKey.flatMap { decoder.userInfo[$0] as? LayerRegistry } ?? LayerRegistry()
      layer = try registry.type(kind).init(from: values.superDecoder(forKey: .options))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(name, forKey: .name)
    try values.encodeIfPresent(input, forKey: .input)
    try values.encodeIfPresent(inputs, forKey: .inputs)
    if let layer {
      try values.encode(type(of: layer).kind, forKey: .kind)
      try layer.encode(to: values.superEncoder(forKey: .options))
    }
  }

  func node() throws -> NeuralNetwork.Node {
    switch (input, layer, inputs) {
    case (let shape?, nil, nil): .init(name: name, content: .input(shape))
    case (nil, let layer?, let inputs?): .init(name: name, content: .layer(layer, inputs: inputs))
    default:
      throw CondenseError(.content, "node '\(name)' is neither input nor layer")
    }
  }
}
