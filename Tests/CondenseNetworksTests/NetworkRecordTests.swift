import CondenseCore
import CondenseNetworks
import Foundation
import Testing

/// A network goes to JSON and comes back the same.
struct NetworkRecordTests {
  static func everything() throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let from = n.id("from", vocabularySize: 20), to = n.id("to", vocabularySize: 20)
      let words = n.bag("words", vocabularySize: 40),
        recent = n.id("recent", vocabularySize: 9, perExample: 3)
      let x = n.standardized(n.numbers("x", width: 4))
      let joined = n.concatenate(
        n.embedding(from, dimension: 6, table: "place"), n.embedding(to, dimension: 6, table: "place"),
        n.embedding(words, dimension: 16, pooling: .sum), n.embedding(recent, dimension: 3), x)
      let hidden = n.batchNormalized(
        n.dense(joined, units: 20, activation: .silu), epsilon: 1e-3, momentum: 0.2)
      let more = n.dropout(n.dense(hidden, units: 16, activation: .gelu, bias: false), rate: 0.25)
      let last = n.layerNormalized(n.concatenate(more, x), epsilon: 1e-4)
      n.output(n.dense(last, units: 3), loss: .softmaxCrossEntropy, name: "kind")
      n.output(n.dense(last, units: 2), loss: .squaredError, name: "size", weight: 0.5)
    }
  }

  @Test func roundTripKeepsEverything() throws {
    let network = try Self.everything()
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(NetworkRecord(network))
    let copy = try JSONDecoder().decode(NetworkRecord.self, from: data).network()
    #expect(try encoder.encode(NetworkRecord(copy)) == data)
    #expect(copy.nodes.map(\.name) == network.nodes.map(\.name))
    #expect(copy.outputs == network.outputs)
    #expect(try NetworkPlan(copy).parameters == NetworkPlan(network).parameters)
    let options = copy.nodes.compactMap {
      if case .layer(let layer, _) = $0.content { layer } else { nil }
    }
    #expect(options.compactMap { ($0 as? Dropout)?.rate } == [0.25])
    #expect(options.compactMap { ($0 as? BatchNormalization)?.momentum } == [0.2])
    #expect(options.compactMap { ($0 as? BatchNormalization)?.epsilon } == [1e-3])
    #expect(options.compactMap { ($0 as? Embedding)?.pooling } == [.mean, .mean, .sum, .mean])
    #expect(options.compactMap { ($0 as? Dense)?.hasBias } == [true, false, true, true])
  }

  @Test func theTextIsStable() throws {
    let network = try NeuralNetwork { n in
      let city = n.embedding(n.id("city", vocabularySize: 3), dimension: 2)
      n.output(n.dense(city, units: 1, activation: .relu), loss: .squaredError, weight: 0.5)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(NetworkRecord(network)), as: UTF8.self)
        == #"{"nodes":[{"input":{"ids":{"perExample":1,"vocabularySize":3}},"name":"city"},"#
        + #"{"inputs":[0],"kind":"embedding","name":"city.embedding","#
        + #""options":{"dimension":2,"penalty":0,"pooling":"mean","table":"city"}},"#
        + #"{"inputs":[1],"kind":"dense","name":"dense1","#
        + #""options":{"activation":"relu","hasBias":true,"units":1}}],"#
        + #""outputs":[{"loss":"squaredError","name":"target","node":2,"weight":0.5}]}"#)
  }

  @Test(arguments: [
    (#"{"nodes":[{"name":"a"}],"outputs":[]}"#, "node 'a' is neither input nor layer"),
    (
      #"{"nodes":[{"name":"a","kind":"dense","options":{"units":1,"activation":"relu","hasBias":true}}],"outputs":[]}"#,
      "node 'a' is neither input nor layer"
    ),
    (
      #"{"nodes":[{"name":"a","inputs":[],"kind":"nonsense","options":{}}],"outputs":[]}"#,
      "layer kind 'nonsense' is not known here; known are add, batchNormalize, code, concatenate, dense, dot, dropout,"
        + " embedding, layerNormalize, oneHot, pairwiseDot, shift, standardize"
    ),
    (#"{"nodes":[],"outputs":[]}"#, "the network has no output; end it with `n.output(…, loss: …)`"),
  ])
  func whatIsUnsound(json: String, message: String) {
    let error = #expect(throws: CondenseError.self) {
      try JSONDecoder().decode(NetworkRecord.self, from: Data(json.utf8)).network()
    }
    #expect(error?.message == message)
    #expect(error?.kind == .content)
  }
}
