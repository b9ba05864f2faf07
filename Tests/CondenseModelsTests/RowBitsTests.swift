import CondenseCore
import CondenseModels
import CondenseNetworks
import Testing

/// A row is predicted to the same bits alone and among many, whatever the width of its numbers.
@Suite struct RowBitsTests {
  static let widths = [2, 3, 15, 16, 17, 31, 64, 100, 257, 512, 1000]

  private func network(_ width: Int) throws -> Inference {
    let network = try NeuralNetwork { n in
      let numbers = n.numbers("x", width: width)
      let hidden = n.dense(numbers, units: 33, activation: .silu)
      n.output(n.dense(n.dense(hidden, units: 7, activation: .tanh), units: 3), loss: .softmaxCrossEntropy)
    }
    let plan = try NetworkPlan(network)
    return try Inference(plan, parameters: Parameters(for: plan, seed: 9))
  }

  private func numbers(_ rows: Range<Int>, _ width: Int) -> [Float] {
    let random = Philox(seed: 4, purpose: "rows")
    return rows.flatMap { row in
      (0..<width).map { Philox.unit(random.block(UInt64(row), UInt64($0))[0]) * 6 - 3 }
    }
  }

  private func outputs(_ inference: Inference, _ values: [Float], _ width: Int, threads: Int = 1) throws
    -> [UInt32]
  {
    let examples = try Examples(columns: ["x": .numbers(NumberColumns(values, width: width))])
    return try inference.outputs(examples, threads: threads).map(\.bitPattern)
  }

  @Test(arguments: widths) func everyPlace(width: Int) throws {
    let inference = try network(width)
    let values = numbers(0..<200, width)
    let together = try outputs(inference, values, width)
    for row in 0..<200 {
      let alone = try outputs(inference, Array(values[row * width..<(row + 1) * width]), width)
      #expect(alone == Array(together[row * 3..<row * 3 + 3]), "row \(row)")
    }
    // One row at every place of 200.
    let one = Array(values[..<width])
    for place in 0..<200 {
      var moved = values
      moved.replaceSubrange(place * width..<(place + 1) * width, with: one)
      let all = try outputs(inference, moved, width)
      #expect(Array(all[place * 3..<place * 3 + 3]) == Array(together[..<3]), "place \(place)")
    }
  }

  @Test(arguments: widths) func amongTenThousand(width: Int) throws {
    let inference = try network(width)
    let few = numbers(0..<200, width)
    let many = Array(repeatElement(few, count: 50).joined())
    let expected = try outputs(inference, few, width)
    let all = try outputs(inference, many, width, threads: 2)
    for copy in 0..<50 { #expect(Array(all[copy * 600..<copy * 600 + 600]) == expected, "copy \(copy)") }
  }
}
