import Condense
import CondenseInsight
import Testing

/// The table of a network's layers.
@Suite struct LayerTableTests {
  /// The row of what joins so many embeddings.
  private func joined(_ count: Int) throws -> [String] {
    let network = try NeuralNetwork { n in
      let ids = (1...count).map { place in
        n.embedding(n.id("c\(place)", vocabularySize: 9), dimension: place)
      }
      n.output(n.dense(n.concatenate(ids, name: "joined"), units: 1), loss: .squaredError)
    }
    let rows = LayerTable.figures(try NetworkPlan(network)).rows
    return try #require(rows.first { $0.cells[0] == "joined" }).cells
  }

  @Test func fewInputsAreAllShown() throws {
    #expect(try joined(6).prefix(4) == ["joined", "concatenate", "1 + 2 + 3 + 4 + 5 + 6", "21"])
  }

  @Test func manyInputsAreShortened() throws {
    #expect(try joined(30).prefix(4) == ["joined", "concatenate", "1 + 2 + … + 30", "465"])
  }
}
