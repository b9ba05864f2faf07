import CondenseCore
import CondenseNetworks
import Foundation
import Testing

/// A layer of a user's own with a parameter: `y = gain · (x ⊙ (1 + scale) + shift)`.
struct Gate: Layer {
  static let kind = "test.gate"

  var gain: Float

  func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first, inputs.count == 1 else {
      throw CondenseError(.content, "gate '\(name)' takes one input of numbers")
    }
    return LayerPlan(
      output: shape,
      parameters: ["scale", "shift"].map {
        ParameterPlan(
          name: "\(name).\($0)", rows: 1, columns: shape.size, kind: .perTile, initial: .constant(0))
      })
  }

  func forward(_ pass: LayerPass) {
    let scale = pass.parameter(0), shift = pass.parameter(1)
    for row in 0..<pass.rows {
      let x = pass.input(0)[row], y = pass.output[row]
      for column in 0..<pass.inputSize(0) {
        y[column] = gain * (x[column] * (1 + scale[column]) + shift[column])
      }
    }
  }

  func backward(_ pass: LayerPass) {
    let dx = pass.inputGradient(0), scale = pass.parameter(0)
    let dScale = pass.gradient(0), dShift = pass.gradient(1)
    for row in 0..<pass.rows {
      let x = pass.input(0)[row], dy = pass.outputGradient[row]
      for column in 0..<pass.inputSize(0) {
        dScale[column] += gain * dy[column] * x[column]
        dShift[column] += gain * dy[column]
        dx?[row][column] += gain * dy[column] * (1 + scale[column])
      }
    }
  }
}

struct UserLayerTests {
  static func network() throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let x = n.numbers("x", width: 3)
      let hidden = n.layer(Gate(gain: 2), n.dense(x, units: 6, activation: .tanh))
      n.output(n.dense(hidden, units: 1), loss: .squaredError)
    }
  }

  static func examples(_ count: Int = 200) throws -> Examples {
    var x = [Float](repeating: 0, count: count * 3)
    Philox(seed: 1, purpose: "data").fillUniform(&x, count: x.count, bound: 1)
    return try Examples(
      columns: ["x": .numbers(try NumberColumns(x, width: 3))],
      targets: ["target": .numbers((0..<count).map { x[$0 * 3] - 2 * x[$0 * 3 + 1] * x[$0 * 3 + 2] + 3 })])
  }

  /// Without its own shift the network could learn this too, so the test looks at the parameter itself.
  @Test(arguments: [1, 3]) func itsParameterLearnsInARealNetwork(threads: Int) throws {
    let examples = try Self.examples()
    let trainer = try Trainer(
      Self.network(), optimizer: .adam(), learningRate: 0.02, batchSize: 200, threads: threads)
    #expect(trainer.plan.parameters.map(\.name).contains("test.gate1.shift"))
    let first = try trainer.step(examples, rows: 0..<200)
    var last = first
    for _ in 0..<200 { last = try trainer.step(examples, rows: 0..<200) }
    #expect(last < 0.05 * first)
    let trained = trainer.finish()
    #expect(try trained.values(of: "test.gate1.shift").allSatisfy { abs($0) > 0.01 })
    #expect(try trained.values(of: "test.gate1.scale").allSatisfy { $0 != 0 })
  }

  @Test func itComesBackFromAFileWhereItIsRegistered() throws {
    let data = try JSONEncoder().encode(NetworkRecord(Self.network()))
    let decoder = JSONDecoder()
    let error = #expect(throws: CondenseError.self) { try decoder.decode(NetworkRecord.self, from: data) }
    #expect(
      error?.message
        == "layer kind 'test.gate' is not known here; known are add, batchNormalize, code, concatenate, dense, dot, dropout,"
        + " embedding, layerNormalize, oneHot, pairwiseDot, shift, standardize")
    decoder.userInfo[try #require(NetworkRecord.registryKey)] = LayerRegistry([Gate.self])
    let copy = try decoder.decode(NetworkRecord.self, from: data).network()
    guard case .layer(let layer, _) = copy.nodes[2].content else {
      Issue.record("no layer at node 2")
      return
    }
    #expect((layer as? Gate)?.gain == 2)
  }
}
