import CondenseCore
import CondenseNetworks
import Testing

/// Takes the batch's mean out of each column; a prediction is left as it is.
struct Centering: Layer {
  static let kind = "test.centering"

  func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
    guard case .value(let shape)? = inputs.first else {
      throw CondenseError(.content, "'\(name)' needs numbers")
    }
    return LayerPlan(output: shape, statistics: shape.size)
  }

  func gather(_ pass: LayerPass) {
    for row in 0..<pass.rows {
      for column in 0..<pass.inputSize(0) {
        pass.tileStatistics[column] += Double(pass.input(0)[row][column])
      }
    }
  }

  func forward(_ pass: LayerPass) {
    for column in 0..<pass.inputSize(0) {
      let mean = pass.isTraining ? Float(pass.batchStatistics[column] / Double(pass.batchRows)) : 0
      for row in 0..<pass.rows { pass.output[row][column] = pass.input(0)[row][column] - mean }
    }
  }

  func gatherBackward(_ pass: LayerPass) {
    for row in 0..<pass.rows {
      for column in 0..<pass.inputSize(0) {
        pass.tileStatistics[column] += Double(pass.outputGradient[row][column])
      }
    }
  }

  func backward(_ pass: LayerPass) {
    guard let dx = pass.inputGradient(0) else { return }
    for column in 0..<pass.inputSize(0) {
      let mean = Float(pass.batchGradientStatistics[column] / Double(pass.batchRows))
      for row in 0..<pass.rows { dx[row][column] += pass.outputGradient[row][column] - mean }
    }
  }
}

/// Layers whose examples depend on each other cut a step: wherever they stand, and however many.
struct CoupledLayerTests {
  @Test(arguments: [1, 7, 30, 100]) func theyPassTheCheck(rows: Int) throws {
    try checkLayer(Centering(), inputs: [.value(ValueShape(width: 5))], rows: rows)
  }

  static let networks: [@Sendable (inout NetworkBuilder, NetworkValue) -> NetworkValue] = [
    // First, where nothing needs a gradient; in the middle; last; one after the other.
    { n, x in n.dense(n.layer(Centering(), x), units: 2, name: "dense") },
    { n, x in n.dense(n.layer(Centering(), n.dense(x, units: 3, activation: .tanh, name: "dense")), units: 2)
    },
    { n, x in n.layer(Centering(), n.dense(x, units: 2, name: "dense")) },
    { n, x in n.batchNormalized(n.layer(Centering(), n.dense(x, units: 2, name: "dense"))) },
    { n, x in
      let first = n.batchNormalized(n.dense(x, units: 4, name: "dense"))
      return n.batchNormalized(n.dense(n.layer(Centering(), first), units: 2))
    },
  ]

  /// Against central differences through a step of plain descent with rate 1.
  @Test(arguments: networks.indices) func gradientsAreRightWhereverTheyStand(place: Int) throws {
    let network = try NeuralNetwork { n in
      n.output(Self.networks[place](&n, n.numbers("x", width: 3)), loss: .squaredError)
    }
    var x = [Float](repeating: 0, count: 90), t = [Float](repeating: 0, count: 60)
    Philox(seed: 1, purpose: "x").fillUniform(&x, count: 90, bound: 2)
    Philox(seed: 1, purpose: "t").fillUniform(&t, count: 60, bound: 2)
    let examples = try Examples(
      columns: ["x": .numbers(try NumberColumns(x, width: 3))],
      targets: ["target": .numbers(t, width: 2)])
    let plan = try NetworkPlan(network), start = try Parameters(for: plan, seed: 3)
    func loss(_ values: [Float]) throws -> Double {
      let parameters = try start.copy()
      try parameters.set(values, for: "dense.weight")
      let trainer = try Trainer(network, parameters: parameters, optimizer: .sgd(), batchSize: 30)
      return try trainer.step(examples, rows: 0..<30)
    }
    let before = try start.values(of: "dense.weight")
    let trainer = try Trainer(
      network, parameters: start.copy(), optimizer: .sgd(), learningRate: 1, batchSize: 30, threads: 2)
    try trainer.step(examples, rows: 0..<30)
    let after = try trainer.parameters.values(of: "dense.weight")
    let gradient = zip(before, after).map { Double($0 - $1) }
    #expect(gradient.contains { abs($0) > 0.01 })
    for i in before.indices {
      var up = before, down = before
      up[i] += 1e-2
      down[i] -= 1e-2
      let quotient = try (loss(up) - loss(down)) / Double(up[i] - down[i])
      #expect(abs(quotient - gradient[i]) < 2e-3, "weight \(i)")
    }
  }
}
