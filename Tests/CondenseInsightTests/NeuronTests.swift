import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import CondenseNetworks
import Testing

/// The neurons of a layer: what they read, when they fire, what the model is without them.
@Suite struct NeuronTests {
  private static func table(_ rows: Int) throws -> Table {
    try MadeUp.table(
      rows,
      [
        "y": { ["no", "yes"][(MadeUp.any($0, 4) % 2 + (MadeUp.any($0, 9, salt: 2) > 3 ? 1 : 0)) % 2] },
        "town": { "t\(MadeUp.any($0, 4))" }, "size": { "\(MadeUp.any($0, 9, salt: 2)).5" },
        "noise": { "\(MadeUp.any($0, 100, salt: 3)).25" },
      ])
  }

  /// A model with one stack of a layer of twelve, whose third neuron is dead and whose fifth is the second's double.
  private static let planted = Result { () throws -> Predictor in
    let model = try MadeUp.model(on: table(24_000), predicting: "y") {
      $0.epochs = 4
      $0.network.hidden = [12, 8]
    }
    let parameters = try Parameters(for: model.plan, seed: 1)
    parameters.update(from: model.parameters)
    var weights = try parameters.values(of: "dense1.weight"),
      biases = try parameters.values(of: "dense1.bias")
    for input in 0..<weights.count / 12 {
      weights[input * 12 + 2] = 0
      weights[input * 12 + 4] = 2 * weights[input * 12 + 1]
    }
    (biases[2], biases[4]) = (-1, 2 * biases[1])
    try parameters.set(weights, for: "dense1.weight")
    try parameters.set(biases, for: "dense1.bias")
    return try model.with(model.plan, parameters, dimensions: [:])
  }

  @Test func deadAndTwins() throws {
    let model = try Self.planted.get()
    let layer = try LayerNeurons("dense1", of: model, on: Self.table(800), threads: 2)
    #expect(layer.dead.contains(3))
    #expect(layer.twins.contains { $0.neurons == [2, 5] && $0.correlation > 0.9999 })
    #expect(layer.twins.allSatisfy { !$0.neurons.contains(3) })
    let dead = try #require(layer.neurons.first { $0.number == 3 })
    #expect(dead.isDead && dead.firing == 0 && dead.lossWithout == 0 && dead.histogram[0] == 800)
    #expect(dead.histogram.dropFirst().allSatisfy { $0 == 0 } && dead.meaning == nil)
    let faults = NeuronWords.faults(layer)
    #expect(faults[0].contains("3") && faults[1].contains("2 and 5 (1.0000)"))
    // Any number of threads.
    let again = try LayerNeurons("dense1", of: model, on: Self.table(800), threads: 1)
    #expect(again.neurons.map(\.lossWithout) == layer.neurons.map(\.lossWithout))
    #expect(again.twins.map(\.correlation) == layer.twins.map(\.correlation))
  }

  /// The order by what the model would lose is that of models from which each neuron was cut out.
  @Test(arguments: ["dense1", "dense2"]) func silencedByHand(name: String) throws {
    let model = try Self.planted.get(), table = try Self.table(700)
    let layer = try LayerNeurons(name, of: model, on: table, threads: 2)
    let width = layer.neurons.count, whole = try model.evaluation(on: table).metrics["log_loss"] ?? .nan
    #expect(abs(try #require(layer.loss) - whole) < 1e-9)
    var byHand: [Int: Double] = [:]
    for unit in 0..<width {
      let parameters = try Parameters(for: model.plan, seed: 1)
      parameters.update(from: model.parameters)
      // A neuron whose weights and bias are 0 answers 0.
      var weights = try parameters.values(of: "\(name).weight"),
        biases = try parameters.values(of: "\(name).bias")
      for input in 0..<weights.count / width { weights[input * width + unit] = 0 }
      biases[unit] = 0
      try parameters.set(weights, for: "\(name).weight")
      try parameters.set(biases, for: "\(name).bias")
      let loss =
        try model.with(model.plan, parameters, dimensions: [:]).evaluation(on: table).metrics["log_loss"]
        ?? .nan
      byHand[unit + 1] = loss - whole
    }
    for neuron in layer.neurons {
      let (found, expected) = try (#require(neuron.lossWithout), #require(byHand[neuron.number]))
      #expect(abs(found - expected) < 1e-9)
    }
    let order = byHand.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }.map(\.key)
    #expect(layer.neurons.map(\.number) == order)
    #expect(try #require(layer.neurons[0].lossWithout) > 0.001)
  }

  @Test func whatTheyRead() throws {
    let model = try Self.planted.get(), table = try Self.table(500)
    let layer = try LayerNeurons("dense1", of: model, on: table, threads: 2)
    let weights = try model.parameters.values(of: "dense1.weight")
    let town = try model.vectors(in: "town"), d = town.dimension
    let place = try #require(model.plan.network.node(named: "joined"))
    let parts = model.plan.nodes[place].inputs.map { model.plan.nodes[$0] }
    let start = parts.prefix { $0.name != "town.embedding" }.reduce(0) { $0 + $1.output.size }
    for neuron in layer.neurons where !neuron.isDead {
      let raising = neuron.inputs.filter { $0.weight > 0 }.map(\.weight)
      #expect(raising == raising.sorted(by: >) && raising.count <= 5)
      // The difference of two values is that of their vectors along the neuron's weights.
      let values = neuron.inputs.filter { $0.name.hasPrefix("town = ") }
      guard values.count > 1 else { continue }
      func along(_ input: Neuron.Input) throws -> Float {
        let row = try #require(town.values.firstIndex(of: String(input.name.dropFirst(7))))
        return zip(town.vector(row), 0..<d).reduce(0) {
          $0 + $1.0 * weights[(start + $1.1) * 12 + neuron.number - 1]
        }
      }
      let difference = try along(values[0]) - along(values[1])
      #expect(abs(difference - (values[0].weight - values[1].weight)) < 1e-5)
    }
    // A deeper layer reads the neurons before it, and the rows it answers to most are the first in order.
    let deep = try LayerNeurons("dense2", of: model, on: table, threads: 2)
    #expect(
      deep.neurons[0].inputs.allSatisfy { $0.name.hasPrefix("dense1 ") } && !deep.neurons[0].inputs.isEmpty)
    let answers = try Activations(of: model, on: table, threads: 1).layer("dense2")
    for neuron in deep.neurons {
      let own =
        table.columns[0].count == 500
        ? (0..<500).map { answers.values[$0 * answers.width + neuron.number - 1] } : []
      #expect(neuron.strongest[0].activation == own.max() && neuron.weakest[0].activation == own.min())
      #expect(own[neuron.strongest[0].row - 1] == own.max() && neuron.histogram.reduce(0, +) == 500)
      #expect(neuron.firing == Double(own.count { $0 > 0 }) / 500)
    }
    #expect(
      deep.neurons.contains {
        abs(($0.meaning?.score ?? 0.5) - 0.5) > 0.2 && $0.meaning?.name == model.classes[1]
      })
  }

  @Test func withoutTargets() throws {
    let model = try Self.planted.get(), whole = try Self.table(300)
    let table = try Table(name: "new.csv", columns: Array(whole.columns.dropFirst()))
    let layer = try LayerNeurons("dense2", of: model, on: table, threads: 1)
    #expect(layer.loss == nil && layer.neurons.allSatisfy { $0.lossWithout == nil && $0.meaning == nil })
    #expect(layer.neurons.map(\.deviation) == layer.neurons.map(\.deviation).sorted(by: >))
    #expect(NeuronWords.header(layer) == ["neuron", "fires", "mean", "deviation", "reads"])
    #expect(NeuronWords.method(layer).hasSuffix("they have no 'y', so that nothing is said of the loss"))
  }

  @Test func pageOfHostileNames() throws {
    let names = MapTests.hostile
    var cells: [[String]] = []
    for row in 0..<400 { cells.append([row % 3 == 0 ? names[0] : "no", names[row % (names.count - 1)]]) }
    let table = try Table(
      name: "</main>.csv",
      columns: [
        Column(name: "y", strings: cells.map { $0[0] }),
        Column(name: "<script>", strings: cells.map { $0[1] }),
        Column(name: "n", numbers: (0..<400).map { Double($0 * 7 % 31) + 0.5 }),
      ])
    let model = try MadeUp.model(on: table, predicting: "y") { $0.epochs = 2 }
    let layer = try LayerNeurons("dense1", of: model, on: table, threads: 1)
    let page = NeuronsPage.html(layer, on: table)
    #expect(!page.contains("<script"))
    #expect(try Drawn(page).words.contains("Neuron 1"))
  }
}
