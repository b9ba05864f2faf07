import CondenseNetworks
import CondenseCore
import Foundation

/// A run of training in PyTorch, as `Tests/References/make_fixtures.py` wrote it.
struct Fixture: Decodable {
  struct Bag: Decodable {
    var offsets: [Int64]
    var ids: [Int32]
    var weights: [Float]?
  }

  var network: String
  var optimizer: String
  var embeddingOptimizer: String
  var rate: Float
  var batchSize: Int
  var steps: Int
  var ids: [String: [Int32]]
  var bags: [String: Bag]
  var numbers: [String: [Float]]
  var classes: [String: [Int32]]
  var targets: [String: [Float]]
  /// Several classes at once.
  var bagTargets: [String: Bag]?
  var initial: [String: [Float]]
  var losses: [Double]
  var final: [String: [Float]]
  var evaluation: [Float]?

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }.sorted()
  }()

  init(named name: String) throws {
    let data = try Data(contentsOf: Self.folder.appendingPathComponent("\(name).json"))
    self = try JSONDecoder().decode(Fixture.self, from: data)
  }

  var examples: Examples {
    get throws {
      let count = steps * batchSize
      var columns: [String: Examples.Column] = [:]
      for (name, ids) in ids { columns[name] = .ids(try IdColumn(ids, vocabularySize: 30)) }
      for (name, bag) in bags {
        columns[name] = .bags(
          try BagColumn(offsets: bag.offsets, ids: bag.ids, weights: bag.weights, vocabularySize: 30))
      }
      for (name, numbers) in numbers {
        columns[name] = .numbers(try NumberColumns(numbers, width: numbers.count / count))
      }
      var all: [String: Examples.Target] = [:]
      for (name, classes) in classes { all[name] = try .classes(classes, missing: -1) }
      for (name, numbers) in targets { all[name] = try .numbers(numbers, width: numbers.count / count) }
      for (name, bag) in bagTargets ?? [:] {
        all[name] = .classes(
          try BagColumn(offsets: bag.offsets, ids: bag.ids, weights: bag.weights, vocabularySize: 6))
      }
      return try Examples(columns: columns, targets: all)
    }
  }

  static func optimizer(_ name: String) throws -> Optimizer {
    switch name {
    case "sgd": .sgd()
    case "momentum": .sgd(momentum: 0.9)
    case "adagrad": .adagrad()
    case "rowWiseAdagrad": .rowWiseAdagrad()
    case "adam": .adam()
    case "adamW": .adamW(decay: 0.01)
    case "lazyAdam": .lazyAdam()
    default: throw CondenseError(.content, "optimizer '\(name)' of a fixture")
    }
  }

  /// The networks of `make_fixtures.py`, by their names there.
  func makeNetwork() throws -> NeuralNetwork {
    let words = network.split(separator: ":").map(String.init)
    return try NeuralNetwork { n in
      switch words[0] {
      case "categories":
        let city = n.id("city", vocabularySize: 30)
        let x = n.numbers("x", width: 3)
        let joined = n.concatenate(n.embedding(city, dimension: 5), x)
        n.output(
          n.dense(n.dense(joined, units: 7, activation: .relu), units: 3), loss: .softmaxCrossEntropy)
      case "bag":
        let words = (bag: n.bag("words", vocabularySize: 30), mode: words[1])
        let pooled = n.embedding(words.bag, dimension: 5, pooling: words.mode == "sum" ? .sum : .mean)
        n.output(n.dense(pooled, units: 1), loss: .binaryCrossEntropy)
      case "regression":
        let x = n.numbers("x", width: 4)
        var hidden = n.dense(x, units: 9, activation: Activation(rawValue: words[1]) ?? .linear)
        if words[1] == "layerNormalize" { hidden = n.layerNormalized(hidden) }
        if words[1] == "batchNormalize" { hidden = n.batchNormalized(hidden) }
        if words[1].hasSuffix("Normalize") { hidden = n.layer(Rectifier(), hidden) }
        n.output(n.dense(hidden, units: 2), loss: .squaredError)
      case "shared":
        let from = n.id("from", vocabularySize: 30), to = n.id("to", vocabularySize: 30)
        let joined = n.concatenate(
          n.embedding(from, dimension: 5, table: "place"), n.embedding(to, dimension: 5, table: "place"))
        n.output(n.dense(n.dense(joined, units: 8, activation: .tanh), units: 1), loss: .squaredError)
      case "pairs":
        let x = n.dense(n.numbers("x", width: 3), units: 5, activation: .relu)
        let vectors = [x] + ["from", "to"].map { n.embedding(n.id($0, vocabularySize: 30), dimension: 5) }
        n.output(
          n.dense(n.concatenate(x, n.pairwiseDots(vectors)), units: 1), loss: .binaryCrossEntropy)
      case "several":
        let hidden = n.dense(n.numbers("x", width: 4), units: 7, activation: .tanh)
        n.output(
          n.dense(hidden, units: 6),
          loss: words[1] == "softmax" ? .softmaxCrossEntropy : .binaryCrossEntropy)
      case "twoOutputs":
        let hidden = n.dense(n.numbers("x", width: 4), units: 6, activation: .relu, name: "hidden")
        n.output(n.dense(hidden, units: 3, name: "kindLogits"), loss: .softmaxCrossEntropy, name: "kind")
        n.output(
          n.dense(hidden, units: 1, name: "sizeValue"), loss: .squaredError, name: "size", weight: 0.3)
      default: throw CondenseError(.content, "network '\(network)' of a fixture")
      }
    }
  }
}

/// max(x, 0), for after a normalisation.
struct Rectifier: Layer {
  static let kind = "test.rectifier"

  func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first else {
      throw CondenseError(.content, "'\(name)' needs numbers")
    }
    return LayerPlan(output: shape, writesOnlyItsColumns: true)
  }

  func forward(_ pass: LayerPass) {
    for row in 0..<pass.rows {
      for column in 0..<pass.inputSize(0) { pass.output[row][column] = max(pass.input(0)[row][column], 0) }
    }
  }

  func backward(_ pass: LayerPass) {
    guard let dx = pass.inputGradient(0) else { return }
    for row in 0..<pass.rows {
      for column in 0..<pass.inputSize(0) where pass.output[row][column] > 0 {
        dx[row][column] += pass.outputGradient[row][column]
      }
    }
  }
}
