import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks
import Testing

/// Values and pairs of values speak to the output directly.
@Suite struct DirectTests {
  private static func nodes(_ model: Predictor) -> [String] { model.plan.network.nodes.map(\.name) }

  @Test func valuesSpeakToTheOutput() async throws {
    let model = try await SmallModel.trained()
    let index = try #require(model.parameters.index(of: "embedding.dest.direct"))
    let values = model.parameters.row(1, at: index)
    #expect(values.count == 2 && values.contains { abs($0) > 0.001 })
    // The vectors of a column are still those that the dense layers read.
    #expect(try model.vector(for: "Ulm", in: "dest")?.count != 2)
    #expect(throws: CondenseError.self) { try model.vector(for: "Ulm", in: "dest.direct") }
  }

  @Test func aColumnMayHaveTheName() async throws {
    let rows = 0..<200
    let table = try Table(
      name: "t",
      columns: [
        Column(name: "dest", strings: rows.map { "d\($0 % 5)" }),
        Column(name: "dest.direct", strings: rows.map { "e\($0 % 7)" }),
        Column(name: "y", strings: rows.map { $0 % 5 < 2 ? "yes" : "no" }),
      ])
    let model = try await Predictor.train(on: table, predicting: "y") {
      $0.epochs = 1
      $0.threads = 1
    }
    #expect(Self.nodes(model).contains("dest.direct_") && Self.nodes(model).contains("dest.direct.direct"))
  }

  @Test func manyClassesHaveVectorsAlone() async throws {
    let rows = 0..<1000
    for (classes, speaks) in [(32, true), (33, false)] {
      let table = try Table(
        name: "t",
        columns: [
          Column(name: "c", strings: rows.map { "c\($0 % 40)" }),
          Column(name: "y", strings: rows.map { "y\($0 * 7 % classes)" }),
        ])
      let model = try await Predictor.train(on: table, predicting: "y") {
        $0.epochs = 1
        $0.threads = 1
      }
      #expect(Self.nodes(model).contains("c.direct") == speaks)
    }
  }

  /// Which of two classes follows from the pair of values, and from neither alone: after one pass over the rows
  /// the pairs know it.
  @Test func pairsAreLearnedAndKept() async throws {
    let random = Philox(seed: 3, purpose: "pairs")
    let rows = 0..<24_000
    func value(_ row: Int, _ lane: Int) -> Int { Int(random.block(0, UInt64(row))[lane] % 30) }
    let table = try Table(
      name: "t",
      columns: [
        Column(name: "a", strings: rows.map { "a\(value($0, 0))" }),
        Column(name: "b", strings: rows.map { "b\(value($0, 1))" }),
        Column(
          name: "y",
          strings: rows.map { row in
            random.block(1, UInt64(value(row, 0) * 30 + value(row, 1)))[0] % 2 == 0 ? "yes" : "no"
          }),
      ])
    func trained(threads: Int) async throws -> Predictor {
      try await Predictor.train(on: table, predicting: "y") {
        $0.epochs = 6
        $0.threads = threads
      }
    }
    let model = try await trained(threads: 1)
    #expect(Self.nodes(model).contains("a×b.direct"))
    #expect(try #require(model.report.validation.accuracy) > 0.95)
    let bytes = try SmallModel.bytes(model)
    #expect(try await SmallModel.bytes(trained(threads: 2)) == bytes)
    let again = try SmallModel.read(bytes)
    let together = try again.predictions(for: table)
    for row in [0, 1, 77, 23_999] {
      let alone = try again.prediction(
        for: ["a": .text("a\(value(row, 0))"), "b": .text("b\(value(row, 1))")])
      #expect(alone.probability(of: "yes") == together[row].probability(of: "yes"))
    }
  }
}
