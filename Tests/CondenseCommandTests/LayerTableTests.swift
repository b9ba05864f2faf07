import Condense
import CondenseCommand
import Testing

/// The table of a network's layers.
@Suite struct LayerTableTests {
  private func joined(_ count: Int) throws -> [Substring] {
    let network = try NeuralNetwork { n in
      let ids = (1...count).map { place in
        n.embedding(n.id("c\(place)", vocabularySize: 9), dimension: place)
      }
      n.output(n.dense(n.concatenate(ids, name: "joined"), units: 1), loss: .squaredError)
    }
    let line = LayerTable.text(try NetworkPlan(network)).split(separator: "\n").first {
      $0.hasPrefix("joined")
    }
    return try #require(line).split(separator: " ").map { $0 }
  }

  @Test func fewInputsAreAllShown() throws {
    #expect(
      try joined(6).prefix(14).joined(separator: " ") == "joined concatenate 1 + 2 + 3 + 4 + 5 + 6 21")
  }

  @Test func manyInputsAreShortened() throws {
    #expect(try joined(30).prefix(10).joined(separator: " ") == "joined concatenate 1 + 2 + … + 30 465")
  }
}
