import CondenseCore
import CondenseNetworks
import Testing

/// The learned numbers: fresh ones by seed, copies apart, frozen ones still.
struct ParametersTests {
  @Test func copiesAreIndependent() throws {
    let plan = try NetworkPlan(NetworkRecordTests.everything())
    let first = try Parameters(for: plan, seed: 1), second = try first.copy()
    for parameter in plan.parameters {
      #expect(try first.values(of: parameter.name) == second.values(of: parameter.name))
      let before = try first.values(of: parameter.name)
      try second.set([Float](repeating: 3, count: parameter.count), for: parameter.name)
      #expect(try first.values(of: parameter.name) == before)
      #expect(try second.values(of: parameter.name).allSatisfy { $0 == 3 })
    }
  }

  @Test func trainingACopyLeavesTheModel() throws {
    let network = try NetworkRecordTests.everything(), examples = try ReproducibilityTests.examples()
    let trainer = try Trainer(network, batchSize: 100)
    try trainer.step(examples, rows: 0..<100)
    let model = trainer.finish()
    let before = try model.values(of: "dense1.weight")
    let copy = try model.copy()
    let more = try Trainer(network, parameters: copy, learningRate: 0.1, batchSize: 100)
    try more.step(examples, rows: 0..<100)
    #expect(try model.values(of: "dense1.weight") == before)
    #expect(try copy.values(of: "dense1.weight") != before)
    #expect(throws: CondenseError.self) { try model.set(before, for: "dense1.weight") }
    try copy.set(before, for: "dense1.weight")
  }

  /// Numbers set under a trainer are what its next step works with, forward and backward.
  @Test func numbersMayBeSetBetweenSteps() throws {
    let network = try UserLayerTests.network(), examples = try UserLayerTests.examples()
    let plan = try NetworkPlan(network)
    let wanted = try Parameters(for: plan, seed: 9)
    let late = try Trainer(network, optimizer: .sgd(), learningRate: 0.1, seed: 1)
    for parameter in plan.parameters {
      try late.parameters.set(wanted.values(of: parameter.name), for: parameter.name)
    }
    let early = try Trainer(
      network, parameters: wanted, optimizer: .sgd(), learningRate: 0.1, seed: 1)
    for _ in 0..<3 {
      try late.step(examples, rows: 0..<200)
      try early.step(examples, rows: 0..<200)
    }
    for parameter in plan.parameters {
      #expect(
        try late.parameters.values(of: parameter.name) == early.parameters.values(of: parameter.name))
    }
  }

  @Test func freshOnesAreAFunctionOfTheSeed() throws {
    let plan = try NetworkPlan(NetworkRecordTests.everything())
    let first = try Parameters(for: plan, seed: 1), again = try Parameters(for: plan, seed: 1)
    let other = try Parameters(for: plan, seed: 2)
    for parameter in plan.parameters {
      let values = try first.values(of: parameter.name)
      #expect(try values == again.values(of: parameter.name))
      switch parameter.initial {
      case .constant(let value): #expect(values.allSatisfy { $0 == value })
      case .uniform(let bound):
        #expect(try values != other.values(of: parameter.name))
        #expect(values.allSatisfy { abs($0) <= bound })
        #expect(values.contains { abs($0) > bound / 2 })
      }
    }
    #expect(first.count == plan.parameters.reduce(0) { $0 + $1.count })
  }

  @Test func standardizingTakesMeanAndSpreadOut() throws {
    let network = try NeuralNetwork { n in
      n.output(n.standardized(n.numbers("x", width: 3), name: "s"), loss: .squaredError)
    }
    let plan = try NetworkPlan(network), parameters = try Parameters(for: plan, seed: 1)
    let rows = (0..<50).flatMap { row -> [Float] in
      let second = 1000 + Float(row * row % 17) / 8
      return [Float(row), second, 5]
    }
    let numbers = try NumberColumns(rows, width: 3)
    try parameters.standardize("s", to: numbers)
    let values = try Inference(plan, parameters: parameters).values(
      of: "s", Examples(columns: ["x": .numbers(numbers)]))
    for column in 0..<2 {
      let own = stride(from: column, to: 150, by: 3).map { Double(values[$0]) }
      let sum = own.reduce(0, +), squares = own.reduce(0) { $0 + $1 * $1 }
      #expect(abs(sum) < 5e-3)
      #expect(abs(squares / 50 - 1) < 1e-4)
    }
    #expect(stride(from: 2, to: 150, by: 3).allSatisfy { values[$0] == 0 })
    #expect(throws: CondenseError.self) { try parameters.standardize("t", to: numbers) }
    #expect(throws: CondenseError.self) {
      try parameters.standardize("s", to: NumberColumns([1, 2], width: 2))
    }
  }
}
