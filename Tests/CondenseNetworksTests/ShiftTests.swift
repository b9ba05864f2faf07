import CondenseCore
import CondenseNetworks
import Testing

/// What a shift does to images, seen through the layer that reads it.
struct ShiftTests {
  private static let height = 5, width = 4, reach = 2

  /// Notes what goes in: `seen` of an example, by the step.
  private struct Lens: Layer {
    static let kind = "test.lens"

    func plan(name: String, inputs: [InputShape]) throws -> LayerPlan {
      guard case .value(let shape)? = inputs.first else {
        throw CondenseError(.content, "'\(name)' needs numbers")
      }
      return LayerPlan(output: shape)
    }

    func forward(_ pass: LayerPass) {
      for row in 0..<pass.rows {
        pass.output[row].update(from: pass.input(0)[row], count: pass.inputSize(0))
      }
    }

    func backward(_ pass: LayerPass) {}
  }

  /// Losses of a network `sum of weights ⊙ shifted image`: the weights are powers, so that each distance shows.
  private func outputs(seed: UInt64, steps: Int, rows: Int, threads: Int = 1) throws -> [Double] {
    let size = Self.height * Self.width
    let network = try NeuralNetwork { n in
      let image = n.shifted(
        n.numbers("image", width: size), height: Self.height, width: Self.width, reach: Self.reach,
        background: 0)
      n.output(n.dense(image, units: 1, bias: false, name: "weigh"), loss: .squaredError)
    }
    var pixels = [Float](repeating: 0, count: rows * size)
    // One pixel in the middle, which no shift loses.
    for row in 0..<rows { pixels[row * size + 2 * Self.width + 2] = 1 }
    let examples = try Examples(
      columns: ["image": .numbers(try NumberColumns(pixels, width: size))],
      targets: ["target": .numbers([Float](repeating: 0, count: rows))])
    let plan = try NetworkPlan(network)
    let parameters = try Parameters(for: plan, seed: 1)
    try parameters.set((0..<size).map { Float($0 + 1) }, for: "weigh.weight")
    let trainer = try Trainer(
      network, parameters: parameters, optimizer: .sgd(), learningRate: 0, batchSize: rows, seed: seed,
      threads: threads)
    return try (0..<steps).map { _ in try trainer.step(examples, rows: 0..<rows) }
  }

  /// With one example a step, the loss tells where the pixel went.
  @Test func everyDistanceIsAsLikely() throws {
    var counts: [Int: Int] = [:]
    for loss in try outputs(seed: 1, steps: 5000, rows: 1) {
      let place = Int(loss.squareRoot().rounded()) - 1
      counts[place, default: 0] += 1
    }
    // Two to the right of the third column is outside: those images are all background, and their loss is 0.
    let inside = (0..<Self.height).flatMap { y in (0..<Self.width).map { y * Self.width + $0 } }
    for place in inside { #expect((120...280).contains(counts[place] ?? 0), "pixel \(place): \(counts)") }
    #expect((800...1200).contains(counts[-1] ?? 0), "\(counts)")
  }

  @Test func randomnessFollowsSeedStepAndPlace() throws {
    let first = try outputs(seed: 1, steps: 50, rows: 30)
    for threads in [2, 3] { #expect(try outputs(seed: 1, steps: 50, rows: 30, threads: threads) == first) }
    #expect(Set(first).count > 40)
    #expect(try outputs(seed: 2, steps: 50, rows: 30) != first)
  }

  @Test func predictionsAreNotShifted() throws {
    let network = try NeuralNetwork { n in
      let image = n.shifted(n.numbers("image", width: 6), height: 2, width: 3, reach: 1, background: 9)
      n.output(n.layer(Lens(), image, name: "lens"), loss: .squaredError)
    }
    let pixels: [Float] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    let examples = try Examples(columns: ["image": .numbers(try NumberColumns(pixels, width: 6))])
    let plan = try NetworkPlan(network)
    #expect(try Inference(plan, parameters: Parameters(for: plan, seed: 1)).outputs(examples) == pixels)
  }

  @Test(
    arguments: [
      (
        Shift(height: 2, width: 2, reach: 1), 5,
        "shift 's' is for images of 2 × 2 pixels and is given 5 numbers"
      ),
      (
        Shift(height: -2, width: -2, reach: 1), 4,
        "shift 's' is for images of -2 × -2 pixels and is given 4 numbers"
      ),
      (
        Shift(height: 1 << 62, width: 4, reach: 1), 4,
        "shift 's' is for images of 4611686018427387904 × 4 pixels and is given 4 numbers"
      ),
      (
        Shift(height: 2, width: 2, reach: 2), 4,
        "shift 's' moves images of 2 × 2 pixels by up to 2; it goes from 0 to 1"
      ),
      (
        Shift(height: 2, width: 2, reach: -1), 4,
        "shift 's' moves images of 2 × 2 pixels by up to -1; it goes from 0 to 1"
      ),
      (
        Shift(height: 2, width: 2, reach: 1, background: .infinity), 4,
        "the background of shift 's' is inf, no finite number"
      ),
    ] as [(Shift, Int, String)])
  func refusals(layer: Shift, size: Int, message: String) {
    let error = #expect(throws: CondenseError.self) {
      try NeuralNetwork { n in
        n.output(n.layer(layer, n.numbers("x", width: size), name: "s"), loss: .squaredError)
      }
    }
    #expect(error == CondenseError(.content, message))
  }
}
