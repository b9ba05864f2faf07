import CondenseCore
import CondenseNetworks
import Foundation
import Testing

/// # An embedding is a dense layer on one-hot numbers
///
/// Write an id as a row of zeros with a single 1 at the id's place:
///
///     id 2 of 5   →   x = 0 0 1 0 0
///
/// A dense layer without bias multiplies that row by its weights, `x · W`. All but one of the products are
/// with 0, so what is left is row 2 of `W`: **the product reads a row**. An embedding reads that row without
/// the product, and its gradient falls on the rows that were read, as it does in `Xᵀ · dY` where `X` is 0
/// everywhere else.
///
/// So the two are the same function with the same gradients. What differs is the cost: the dense layer pays
/// for the whole vocabulary, the embedding for the ids that are there.
struct EmbeddingEqualsDenseTests {
  static let vocabularySize = 12
  static let dimension = 5

  /// Ten ids: 7 three times, several never.
  static let ids: [Int32] = [7, 2, 0, 7, 11, 4, 2, 7, 9, 4]

  /// The same ids as numbers: ten rows of twelve, one 1 in each.
  static let oneHot: [Float] = ids.flatMap { id in
    (0..<vocabularySize).map { $0 == Int(id) ? 1 : 0 }
  }

  /// What both networks learn from: two classes, at random.
  static let classes: [Int32] = [0, 1, 1, 0, 0, 1, 0, 1, 1, 0]

  static func embeddingNetwork() throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let word = n.id("word", vocabularySize: vocabularySize)
      let vector = n.embedding(word, dimension: dimension, name: "vector")
      n.output(n.dense(vector, units: 2, name: "logits"), loss: .softmaxCrossEntropy)
    }
  }

  static func denseNetwork() throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let word = n.numbers("word", width: vocabularySize)
      let vector = n.dense(word, units: dimension, bias: false, name: "vector")
      n.output(n.dense(vector, units: 2, name: "logits"), loss: .softmaxCrossEntropy)
    }
  }

  /// The same numbers in both: `E` is `W`.
  static func startEqual() throws -> (embedding: Parameters, dense: Parameters) {
    let embedding = try Parameters(for: NetworkPlan(embeddingNetwork()), seed: 4)
    let dense = try Parameters(for: NetworkPlan(denseNetwork()), seed: 5)
    try dense.set(embedding.values(of: "embedding.word"), for: "vector.weight")
    try dense.set(embedding.values(of: "logits.weight"), for: "logits.weight")
    return (embedding, dense)
  }

  static func idExamples() throws -> Examples {
    try Examples(
      columns: ["word": .ids(try IdColumn(ids, vocabularySize: vocabularySize))],
      targets: ["target": .classes(classes)])
  }

  static func oneHotExamples() throws -> Examples {
    try Examples(
      columns: ["word": .numbers(try NumberColumns(oneHot, width: vocabularySize))],
      targets: ["target": .classes(classes)])
  }

  /// Reading a row and multiplying by one-hot give the same bits: adding `0 × w` changes nothing.
  @Test func sameOutputs() throws {
    let start = try Self.startEqual()
    let read = try Inference(NetworkPlan(Self.embeddingNetwork()), parameters: start.embedding)
    let multiplied = try Inference(NetworkPlan(Self.denseNetwork()), parameters: start.dense)
    #expect(
      try read.values(of: "vector", Self.idExamples())
        == multiplied.values(of: "vector", Self.oneHotExamples()))
    #expect(
      try read.values(of: "logits", Self.idExamples())
        == multiplied.values(of: "logits", Self.oneHotExamples()))
  }

  /// The layer that writes the one-hot numbers from the ids stands for numbers that came from outside, bit for bit.
  @Test func oneHotLayer() throws {
    let written = try NeuralNetwork { n in
      let word = n.oneHot(n.id("word", vocabularySize: Self.vocabularySize))
      let vector = n.dense(word, units: Self.dimension, bias: false, name: "vector")
      n.output(n.dense(vector, units: 2, name: "logits"), loss: .softmaxCrossEntropy)
    }
    let read = try JSONDecoder().decode(
      NetworkRecord.self, from: JSONEncoder().encode(NetworkRecord(written))
    ).network()
    let ours = try Trainer(read, learningRate: 0.02)
    let theirs = try Trainer(Self.denseNetwork(), learningRate: 0.02)
    let ids = try Self.idExamples(), numbers = try Self.oneHotExamples()
    for _ in 0..<20 { #expect(try ours.step(ids, rows: 0..<10) == theirs.step(numbers, rows: 0..<10)) }
    for name in ["vector.weight", "logits.weight"] {
      #expect(try ours.parameters.values(of: name) == theirs.parameters.values(of: name))
    }
  }

  /// One step of plain descent at rate 1 takes the gradient off the weights, so it shows the gradient.
  @Test func sameGradients() throws {
    let start = try Self.startEqual()
    let before = try start.embedding.values(of: "embedding.word")
    let embedding = try Trainer(
      Self.embeddingNetwork(), parameters: start.embedding, optimizer: .sgd(), learningRate: 1)
    let dense = try Trainer(
      Self.denseNetwork(), parameters: start.dense, optimizer: .sgd(), learningRate: 1)
    let loss = try embedding.step(Self.idExamples(), rows: 0..<10)
    #expect(try loss == dense.step(Self.oneHotExamples(), rows: 0..<10))

    let rows = try embedding.parameters.values(of: "embedding.word")
    let weights = try dense.parameters.values(of: "vector.weight")
    for id in 0..<Self.vocabularySize {
      let place = id * Self.dimension..<(id + 1) * Self.dimension
      // The sums run in another order, so the last bit may differ.
      for (a, b) in zip(rows[place], weights[place]) { #expect(abs(a - b) < 1e-6) }
      // Only the rows that were read have moved.
      #expect((rows[place] != before[place]) == Self.ids.contains(Int32(id)))
    }
  }

  /// And so they stay together for as long as they train.
  @Test func sameTraining() throws {
    let start = try Self.startEqual()
    let embedding = try Trainer(
      Self.embeddingNetwork(), parameters: start.embedding, optimizer: .adam(), learningRate: 0.02)
    let dense = try Trainer(
      Self.denseNetwork(), parameters: start.dense, optimizer: .adam(), learningRate: 0.02)
    let ids = try Self.idExamples(), oneHot = try Self.oneHotExamples()
    var first = 0.0, last = 0.0
    for step in 0..<100 {
      last = try embedding.step(ids, rows: 0..<10)
      if step == 0 { first = last }
      #expect(try abs(last - dense.step(oneHot, rows: 0..<10)) < 1e-4)
    }
    #expect(last < 0.7 * first)
  }

  /// What it costs: the embedding reads five numbers an id where the dense layer multiplies sixty.
  @Test func sameNumbersLearned() throws {
    #expect(try NetworkPlan(Self.embeddingNetwork()).parameters.map(\.count) == [60, 10, 2])
    #expect(try NetworkPlan(Self.denseNetwork()).parameters.map(\.count) == [60, 10, 2])
  }
}
