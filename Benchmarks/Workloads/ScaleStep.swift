import Condense

/// Steps of training that are timed: a network, and the rows that it learns from, so many at once.
struct ScaleStep {
  private let network: NeuralNetwork
  private let examples: Examples
  private let batch: Int
  private let optimizer: Optimizer

  /// Milliseconds of a step: the median of nine rounds, none of them shorter than 20 ms.
  func milliseconds(threads: Int = Processors.available) throws -> Double {
    let trainer = try Trainer(
      network, optimizer: optimizer, learningRate: 0.01, batchSize: batch, threads: threads)
    var turn = 0
    func seconds(_ steps: Int) throws -> Double {
      let start = Limits.now()
      for _ in 0..<steps {
        let first = turn * batch % examples.count
        try trainer.step(examples, rows: first..<first + batch)
        turn += 1
      }
      return Limits.now() - start
    }
    var steps = 1
    while try seconds(steps) < 0.02 { steps *= 2 }
    let rounds = try (0..<9).map { _ in try seconds(steps) }.sorted()
    return rounds[rounds.count / 2] / Double(steps) * 1e3
  }

  // MARK: networks

  /// Step T on bags of `Growth.zipfBatches`.
  static func text(
    _ bags: Examples, vocabulary: Int, dimension: Int = Growth.dimension
  ) throws -> ScaleStep {
    try ScaleStep(
      network: Growth.network(vocabulary: vocabulary, dimension: dimension), examples: bags,
      batch: Growth.batch, optimizer: .adagrad())
  }

  /// Step T with a dense layer in place of the embedding: it reads a number for every word of the vocabulary.
  static func denseText(vocabulary: Int) throws -> ScaleStep {
    let rows = Growth.batch * max(1, 20_000 / vocabulary)
    let random = Philox(seed: 7, purpose: "dense text")
    var counts = [Float](repeating: 0, count: rows * vocabulary)
    for place in 0..<rows * Growth.tokens {
      counts[place / Growth.tokens * vocabulary + random.integer(below: vocabulary, 0, UInt64(place))] += 1
    }
    let network = try NeuralNetwork { n in
      let text = n.dense(n.numbers("numbers", width: vocabulary), units: Growth.dimension, bias: false)
      n.output(n.dense(text, units: 4), loss: .softmaxCrossEntropy)
    }
    let examples = try Examples(
      columns: ["numbers": .numbers(NumberColumns(counts, width: vocabulary))],
      targets: ["target": .classes((0..<rows).map { Int32($0 % 4) })])
    return ScaleStep(network: network, examples: examples, batch: Growth.batch, optimizer: .adagrad())
  }

  /// Columns of ids, each with an embedding × 16, and numbers, into dense layers; one output for two classes.
  static func table(
    categories: Int, vocabulary: Int, numbers: Int, hidden: [Int], classes: Int = 2, rows: Int, batch: Int
  ) throws -> ScaleStep {
    let random = Philox(seed: 7, purpose: "table")
    func number(_ place: Int, _ column: Int) -> Float {
      Philox.unit(random.block(UInt64(column), UInt64(place))[0])
    }
    var columns: [String: Examples.Column] = [:]
    for column in 0..<categories {
      let ids = (0..<rows).map { Int32(number($0, column) * Float(vocabulary)) }
      columns["id\(column)"] = try .ids(IdColumn(ids, vocabularySize: vocabulary))
    }
    if numbers > 0 {
      let values = (0..<rows * numbers).map { number($0, categories) }
      columns["numbers"] = try .numbers(NumberColumns(values, width: numbers))
    }
    let labels = (0..<rows).map { $0 % classes }
    let target: Examples.Target =
      try classes == 2 ? .numbers(labels.map(Float.init)) : .classes(labels.map(Int32.init))
    let examples = try Examples(columns: columns, targets: ["target": target])
    let network = try NeuralNetwork { n in
      var values = (0..<categories).map {
        n.embedding(n.id("id\($0)", vocabularySize: vocabulary), dimension: 16)
      }
      if numbers > 0 { values.append(n.numbers("numbers", width: numbers)) }
      var value = values.count > 1 ? n.concatenate(values) : values[0]
      for width in hidden { value = n.dense(value, units: width, activation: .relu) }
      n.output(
        n.dense(value, units: classes == 2 ? 1 : classes),
        loss: classes == 2 ? .binaryCrossEntropy : .softmaxCrossEntropy)
    }
    return ScaleStep(
      network: network, examples: examples, batch: batch, optimizer: categories > 0 ? .adagrad() : .adam())
  }
}
