import CondenseCore
import CondenseNetworks
import Foundation
import Testing

/// Networks that learn side by side, and whose prediction is their mean.
struct MeanPredictionTests {
  private static func network(_ members: Int, predictsMean: Bool) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let id = n.id("id", vocabularySize: 9), x = n.numbers("x", width: 3)
      let answers = (1...members).map { member in
        n.dense(
          n.dense(
            n.concatenate(
              n.embedding(id, dimension: 4, table: "id\(member)", name: "embedding\(member)"), x,
              name: "joined\(member)"), units: 6, activation: .relu, name: "hidden\(member)"),
          units: 5, name: "answer\(member)")
      }
      n.output(answers, loss: .softmaxCrossEntropy, weight: 1 / Float(members))
      if predictsMean { n.predict(n.average(answers, name: "mean")) }
    }
  }

  private static func examples(_ count: Int = 64) throws -> Examples {
    var numbers = [Float](repeating: 0, count: count * 3)
    Philox(seed: 5, purpose: "x").fillUniform(&numbers, count: numbers.count, bound: 2)
    return try Examples(
      columns: [
        "id": .ids(try IdColumn((0..<count).map { Int32($0 * 7 % 9) }, vocabularySize: 9)),
        "x": .numbers(try NumberColumns(numbers, width: 3)),
      ], targets: ["target": try .classes((0..<count).map { Int32($0 * 7 % 9 % 5) })])
  }

  private static func trained(_ network: NeuralNetwork, threads: Int = 1) throws -> Parameters {
    let trainer = try Trainer(
      network, optimizer: .adam(), embeddingOptimizer: .lazyAdam(), learningRate: 0.02, batchSize: 32,
      threads: threads)
    for _ in 0..<5 {
      try trainer.step(examples(), rows: 0..<32)
      try trainer.step(examples(), rows: 32..<64)
    }
    return trainer.finish()
  }

  @Test(arguments: [1, 2, 3, 8]) func predictionIsTheMeanOfTheMembers(members: Int) throws {
    let network = try Self.network(members, predictsMean: true), plan = try NetworkPlan(network)
    let inference = try Inference(plan, parameters: Self.trained(network)), examples = try Self.examples()
    let answers = try (1...members).map {
      try inference.values(of: "answer\($0)", examples, rows: 0..<64)
    }
    let mean = answers[0].indices.map { place in
      answers.dropFirst().reduce(answers[0][place]) { $0 + $1[place] } * (1 / Float(members))
    }
    #expect(try inference.outputs(examples) == mean)
    #expect(try inference.outputs(examples, threads: 2) == mean)
    #expect(try inference.values(of: "mean", examples, rows: 0..<64) == mean)
    if members > 1 { #expect(mean != answers[0]) }
  }

  /// What only leads to the prediction is not run, and changes nothing.
  @Test(arguments: [1, 2]) func theMeanRestsWhileTraining(threads: Int) throws {
    let with = try Self.network(3, predictsMean: true), without = try Self.network(3, predictsMean: false)
    let a = try Self.trained(with, threads: threads), b = try Self.trained(without, threads: threads)
    #expect(a.plans.map(\.name) == b.plans.map(\.name))
    for plan in a.plans { #expect(try a.values(of: plan.name) == b.values(of: plan.name), "\(plan.name)") }
    // Without `predict` it is the first member that answers.
    let examples = try Self.examples()
    let first = try Inference(NetworkPlan(without), parameters: b)
    #expect(
      try first.outputs(examples)
        == Inference(NetworkPlan(with), parameters: a).values(of: "answer1", examples, rows: 0..<64))
  }

  @Test func membersLearnAsTheyWouldAlone() throws {
    // A weight of a half makes half a gradient; plain steps at twice the rate make up for it.
    let pair = try Self.network(2, predictsMean: true), alone = try Self.network(1, predictsMean: false)
    let both = try Trainer(pair, optimizer: .sgd(), learningRate: 0.5, batchSize: 64)
    let plan = try NetworkPlan(alone), parameters = try Parameters(for: plan, seed: 1)
    for parameter in plan.parameters {
      try parameters.set(both.parameters.values(of: parameter.name), for: parameter.name)
    }
    let one = try Trainer(
      alone, parameters: parameters, optimizer: .sgd(), learningRate: 0.25, batchSize: 64)
    for _ in 0..<4 {
      try both.step(Self.examples(), rows: 0..<64)
      try one.step(Self.examples(), rows: 0..<64)
    }
    for parameter in plan.parameters {
      for (a, b) in try zip(
        both.parameters.values(of: parameter.name), one.parameters.values(of: parameter.name))
      {
        #expect(abs(a - b) <= 1e-5 * max(1, abs(a)), "\(parameter.name)")
      }
    }
  }

  @Test func whatCannotLearnIsRefused() {
    let error = #expect(throws: CondenseError.self) {
      _ = try NetworkPlan(
        NeuralNetwork { n in
          let answer = n.dense(n.numbers("x", width: 3), units: 2, name: "answer")
          n.output(answer, loss: .squaredError)
          n.predict(n.dense(answer, units: 1, name: "late"))
        })
    }
    #expect(error?.kind == .content)
    #expect(error?.message == "'late.weight' would never learn: node 'late' leads to no loss")
    #expect(throws: CondenseError(.content, "the prediction stands at ids; it needs numbers")) {
      let whole = try Self.network(1, predictsMean: false)
      _ = try NetworkPlan(NeuralNetwork(nodes: whole.nodes, outputs: whole.outputs, prediction: 0))
    }
    #expect(throws: CondenseError(.content, "the prediction stands at node 7, which is not there")) {
      _ = try NeuralNetwork(
        nodes: [.init(name: "x", content: .input(.value(ValueShape(width: 1))))],
        outputs: [.init(node: 0, name: "y", loss: .squaredError, weight: 1)], prediction: 7)
    }
  }

  @Test func recordsKeepThePrediction() throws {
    let network = try Self.network(3, predictsMean: true)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(NetworkRecord(network))
    let copy = try JSONDecoder().decode(NetworkRecord.self, from: data).network()
    #expect(copy.prediction == network.prediction && copy.outputs == network.outputs)
    #expect(copy.nodes[copy.prediction].name == "mean")
    #expect(try encoder.encode(NetworkRecord(copy)) == data)
    let parameters = try Self.trained(network), examples = try Self.examples()
    #expect(
      try Inference(NetworkPlan(copy), parameters: parameters).outputs(examples)
        == Inference(NetworkPlan(network), parameters: parameters).outputs(examples))
    let plain = try Self.network(1, predictsMean: false)
    #expect(try !String(decoding: encoder.encode(NetworkRecord(plain)), as: UTF8.self).contains("prediction"))
  }
}
