import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import CondenseNetworks
import Testing

/// How well embeddings are used, and what layers take.
@Suite struct HealthTests {
  @Test func effectiveRankOfKnownRows() throws {
    func rank(_ values: [Float], _ dimension: Int) throws -> Double {
      try EmbeddingHealth.effectiveRank(values, dimension: dimension)
    }
    #expect(abs(try rank([1, 0, 0, 0, 1, 0, 0, 0, 1], 3) - 3) < 1e-12)
    #expect(abs(try rank([1, 2, 3, 2, 4, 6, -1, -2, -3], 3) - 1) < 1e-6)
    #expect(try rank([0, 0, 0, 0], 2) == 0)
    // Squares 4 and 1: shares 0.8 and 0.2.
    let expected = Elementary.exp(-0.8 * Elementary.log(0.8) - 0.2 * Elementary.log(0.2))
    #expect(abs(try rank([2, 0, 0, 1], 2) - expected) < 1e-12)
  }

  private static func table() throws -> Table {
    // Each of four towns as often as the next twice, and six of which there is one row each.
    try MadeUp.table(
      1506,
      [
        "town": { $0 < 1500 ? ["a", "b", "b", "c", "c", "c", "c"][$0 % 7] : "rare\($0)" },
        "few": { $0 < 8 ? "few\($0 / 4)" : "many\($0 % 3)" },
        "tags": { ["x|y", "x", ""][$0 % 3] }, "size": { "\(MadeUp.any($0, 90)).5" },
        "y": { MadeUp.any($0, 9) < ($0 % 7 == 0 ? 6 : 3) ? "yes" : "no" },
      ])
  }

  @Test func embeddingsOfAModel() async throws {
    let model = try await Predictor.train(on: Self.table(), predicting: "y") {
      $0.epochs = 2
      $0.threads = 1
      $0.columns = ["tags": .list, "few": .category, "town": .category]
    }
    let all = try EmbeddingHealth.all(of: model)
    #expect(all.map(\.name) == ["town", "few", "tags"])
    for health in all {
      let counts = try #require(model.trainingCounts(of: health.name))
      #expect(counts.count == health.rows, "\(health.name)")
      #expect(health.neverRead == counts.dropFirst().count { $0 == 0 })
      #expect(health.seldomRead == counts.dropFirst().count { $0 < 5 })
      let rank = try #require(health.effectiveRank)
      #expect(rank > 1 && rank <= Double(health.dimension) + 1e-9)
    }
    let town = all[0], few = all[1]
    #expect(town.rows == 4 && town.neverRead == 0 && town.seldomRead == 0)
    let unknown = try #require(town.unknownShare)
    #expect(unknown > 0 && unknown < 0.005)
    #expect((1...2).contains(try #require(few.seldomRead)))
    // Ranks of three towns go one way or the other.
    let correlation = try #require(town.lengthCorrelation)
    #expect([-1, -0.5, 0.5, 1].contains { abs($0 - correlation) < 1e-12 })
    #expect(all.map(\.collidingShare) == [nil, nil, nil])
  }

  @Test func rowsThatStayedAsTheyWereAreCounted() throws {
    let plan = try NetworkPlan(
      NeuralNetwork { n in
        n.output(
          n.dense(n.embedding(n.id("a", vocabularySize: 9), dimension: 5), units: 1), loss: .squaredError)
      })
    let parameters = try Parameters(for: plan, seed: 8)
    #expect(parameters.unchangedRows(at: 0, since: 8) == 9)
    #expect(parameters.unchangedRows(at: 0, since: 9) == 0)
    var values = try parameters.values(of: "embedding.a")
    values[7] += 1
    values[44] += 1
    try parameters.set(values, for: "embedding.a")
    #expect(parameters.unchangedRows(at: 0, since: 8) == 7)
  }

  @Test func costsByHand() throws {
    let plan = try NetworkPlan(
      NeuralNetwork { n in
        let town = n.id("town", vocabularySize: 50), tags = n.bag("tags", vocabularySize: 30)
        let joined = n.concatenate(
          n.embedding(town, dimension: 4), n.embedding(tags, dimension: 6), n.numbers("x", width: 3),
          name: "joined")
        let hidden = n.dense(joined, units: 8, activation: .relu)
        let direct = n.embedding(town, dimension: 2, table: "town.direct", name: "town.direct")
        n.output(
          n.add([direct, n.dense(hidden, units: 2, bias: false, name: "out")], name: "sum"),
          loss: .softmaxCrossEntropy)
      })
    let costs = LayerCost.all(plan, bagLengths: ["tags": 2.5])
    #expect(
      costs.map(\.layer) == [
        "town.embedding", "tags.embedding", "joined", "dense1", "town.direct", "out", "sum",
      ])
    #expect(costs.map(\.parameters) == [200, 180, 0, 112, 100, 16, 0])
    #expect(costs.map(\.bytes) == [800, 720, 0, 448, 400, 64, 0])
    #expect(costs.map(\.flops) == [0, 15, 0, 2 * 13 * 8 + 8, 0, 32, 2])
    // An id and a row in, a row out; two and a half ids with rows of six; weights, biases, inputs and outputs.
    #expect(costs.map(\.bytesMoved) == [36, 96, 0, 4 * (104 + 8 + 13 + 8), 20, 4 * (16 + 8 + 2), 24])
    #expect(costs.map(\.bagLength) == [nil, 2.5, nil, nil, nil, nil, nil])
    #expect(LayerCost.all(plan)[1].bagLength == 1)
  }

  @Test func bagsAreAsLongAsInTraining() async throws {
    let model = try await Predictor.train(on: Self.table(), predicting: "y") {
      $0.epochs = 1
      $0.threads = 1
      $0.columns = ["tags": .list]
    }
    // Two, one, and the missing one.
    #expect(abs(try #require(model.meanBagLengths["tags"]) - 4 / 3) < 0.03)
  }
}
