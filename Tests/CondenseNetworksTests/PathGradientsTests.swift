import CondenseCore
import CondenseNetworks
import Foundation
import Testing

/// Gradients by what comes into a network, held against PyTorch and against differences.
struct PathGradientsTests {
  /// What `Tests/References/make_gradients.py` wrote.
  private struct Reference: Decodable {
    var weights: [String: [Float]]
    var ids: [Int32]
    var bags: [[Int32]]
    var bagWeights: [[Float]]
    var numbers: [Float]
    var factors: [Float]
    var values: [Float]
    var scores: [Double]
    var pointGradients: [Double]
    var lineGradients: [Double]
  }

  private static func reference() throws -> Reference {
    try JSONDecoder().decode(
      Reference.self,
      from: Data(contentsOf: Fixture.folder.appendingPathComponent("gradients/two-members.json")))
  }

  /// Two members of different activation, a direct embedding, and dropout that predicting leaves out.
  private static func inference(_ reference: Reference) throws -> Inference {
    let network = try NeuralNetwork { n in
      let id = n.id("id", vocabularySize: 9), bag = n.bag("bag", vocabularySize: 12)
      let x = n.numbers("x", width: 3)
      let direct = n.embedding(id, dimension: 3, table: "direct", name: "direct")
      let joined = n.concatenate(
        n.embedding(id, dimension: 4, table: "id"),
        n.embedding(bag, dimension: 4, pooling: .mean, table: "bag"), x)
      let answers = [(1, Activation.relu, 6), (2, .silu, 20)].map { member, activation, units in
        let hidden = n.dropout(
          n.dense(joined, units: units, activation: activation, name: "hidden\(member)"), rate: 0.5)
        return n.add([direct, n.dense(hidden, units: 3, name: "answer\(member)")])
      }
      n.output(answers, loss: .softmaxCrossEntropy, weight: 0.5)
      n.predict(n.average(answers))
    }
    let plan = try NetworkPlan(network), parameters = try Parameters(for: plan, seed: 1)
    for (name, values) in reference.weights.sorted(by: { $0.key < $1.key }) {
      try parameters.set(values, for: name)
    }
    return try Inference(plan, parameters: parameters)
  }

  private static func examples(_ reference: Reference) throws -> Examples {
    var offsets: [Int64] = [0]
    for bag in reference.bags { offsets.append(offsets[offsets.count - 1] + Int64(bag.count)) }
    return try Examples(columns: [
      "id": .ids(try IdColumn(reference.ids, vocabularySize: 9)),
      "bag": .bags(
        try BagColumn(
          offsets: offsets, ids: reference.bags.flatMap { $0 }, weights: reference.bagWeights.flatMap { $0 },
          vocabularySize: 12)),
      "x": .numbers(try NumberColumns(reference.numbers, width: 3)),
    ])
  }

  private static func largestDifference(_ a: [Float], _ b: [Double]) -> Double {
    a.count == b.count ? zip(a, b).reduce(0) { max($0, abs(Double($1.0) - $1.1)) } : .infinity
  }

  @Test func equalsPyTorch() throws {
    let reference = try Self.reference()
    let gradients = try PathGradients(Self.inference(reference)), width = gradients.head.width
    #expect(Set(gradients.head.entrances.map(\.input)) == ["bag", "id", "x"])
    let values = try gradients.values(Self.examples(reference))
    #expect(Self.largestDifference(values, reference.values.map(Double.init)) < 1e-6)
    let workspace = try gradients.makeWorkspace()
    for row in reference.ids.indices {
      let point = values[row * width..<(row + 1) * width]
      gradients.run(reference.factors, to: point, from: Array(point), parts: 1, workspace)
      let expected = Array(reference.pointGradients[row * width..<(row + 1) * width])
      #expect(Self.largestDifference(workspace.gradients, expected) < 2e-6)
    }
    // A rectifier bends the lines: many parts come close, few do not.
    let background = Array(values[width...])
    func error(_ parts: Int) -> Double {
      gradients.run(reference.factors, to: values[..<width], from: background, parts: parts, workspace)
      return Self.largestDifference(workspace.gradients, reference.lineGradients)
    }
    #expect(error(1) > 5e-3)
    #expect(error(256) < 1e-3)
    #expect(error(2048) < 1e-4)
  }

  @Test func addsUpToTheDifferenceOfScores() throws {
    let reference = try Self.reference()
    let gradients = try PathGradients(Self.inference(reference)), width = gradients.head.width
    let values = try gradients.values(Self.examples(reference)), workspace = try gradients.makeWorkspace()
    gradients.run(
      reference.factors, to: values[..<width], from: Array(values[width...]), parts: 512, workspace)
    for row in 1..<reference.ids.count {
      let sum = (0..<width).reduce(0.0) { sum, i in
        sum + Double(values[i] - values[row * width + i])
          * Double(workspace.gradients[(row - 1) * width + i])
      }
      #expect(abs(sum - (reference.scores[0] - reference.scores[row])) < 1e-3)
    }
  }

  /// Layers that behave otherwise while training: their gradients are those of predicting.
  @Test func equalsDifferencesThroughNormalization() throws {
    let network = try NeuralNetwork { n in
      let x = n.numbers("x", width: 5), id = n.id("id", vocabularySize: 4)
      let first = n.batchNormalized(n.dense(n.standardized(x), units: 7, activation: .tanh))
      let second = n.layerNormalized(n.concatenate(first, n.oneHot(id)))
      let hidden = n.dropout(n.dense(second, units: 6, activation: .gelu), rate: 0.5)
      n.output(n.dense(hidden, units: 1), loss: .squaredError)
    }
    let plan = try NetworkPlan(network), parameters = try Parameters(for: plan, seed: 3)
    for (place, parameter) in plan.parameters.enumerated() where parameter.rows == 1 {
      // Statistics, factors and shifts that are not those at the start; variances above zero.
      try parameters.set((0..<parameter.count).map { 0.4 + Float(($0 + place) % 5) / 4 }, for: parameter.name)
    }
    let inference = try Inference(plan, parameters: parameters)
    let gradients = try PathGradients(inference), width = gradients.head.width
    #expect(width == 9)
    let point: [Float] = [0.3, -0.7, 1.1, 0.2, -0.4]
    func examples(_ x: [Float]) throws -> Examples {
      try Examples(columns: [
        "x": .numbers(try NumberColumns(x, width: 5)), "id": .ids(try IdColumn([2], vocabularySize: 4)),
      ])
    }
    let workspace = try gradients.makeWorkspace(), values = try gradients.values(examples(point))
    gradients.run([1], to: values[...], from: values, parts: 1, workspace)
    let entrance = try #require(gradients.head.entrances.first { $0.node == "x" })
    for place in point.indices {
      func output(_ step: Float) throws -> Double {
        var moved = point
        moved[place] += step
        return Double(try inference.outputs(examples(moved))[0])
      }
      let quotient = try (output(0.01) - output(-0.01)) / 0.02
      #expect(
        abs(Double(workspace.gradients[entrance.first + place]) - quotient) < 1e-3 + 0.01 * abs(quotient))
    }
  }

  /// A prediction that is an embedding, with nothing behind it: the gradient is what the functional counts.
  @Test func networkOfOneEmbedding() throws {
    let network = try NeuralNetwork { n in
      n.output(
        n.embedding(n.bag("text", vocabularySize: 6), dimension: 2, pooling: .sum), loss: .softmaxCrossEntropy
      )
    }
    let plan = try NetworkPlan(network)
    let gradients = try PathGradients(Inference(plan, parameters: Parameters(for: plan, seed: 3)))
    let workspace = try gradients.makeWorkspace()
    gradients.run([-1, 1], to: [3, 4], from: [0, 0, 1, 5], parts: 2, workspace)
    #expect(Self.largestDifference(workspace.gradients, [-1, 1, -1, 1]) < 1e-6)
  }
}
