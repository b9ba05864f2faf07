import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import Foundation
import Testing

/// Shrinking of trained models.
@Suite struct ShrinkerTests {
  /// A class that `town` and `size` foretell, a column of noise, and a list of tags.
  private static func table(_ rows: Range<Int>, name: String = "data.csv") throws -> Table {
    var lines = ["town,noise,size,tags,y"]
    for row in rows {
      let town = MadeUp.any(row, 12, salt: 3), size = MadeUp.any(row, 100, salt: 4)
      let chance = (town % 3 == 0 ? 60 : 15) + size / 4
      let tags = ["a|b", "b", "", "c|a"][MadeUp.any(row, 4, salt: 8)]
      lines.append(
        "t\(town),n\(MadeUp.any(row, 30, salt: 5)),\(size).5,\(tags),"
          + "\(MadeUp.any(row, 100, salt: 6) < chance ? "yes" : "no")")
    }
    return try Table(contentsOf: Array((lines.joined(separator: "\n") + "\n").utf8), name: name)
  }

  private static func model() async throws -> Predictor {
    try await Predictor.train(on: table(0..<3000), predicting: "y") {
      $0.epochs = 4
      $0.threads = 1
      $0.columns = ["tags": .list, "noise": .category]
    }
  }

  @Test func noiseGoesAndSkillStays() async throws {
    let model = try await Self.model(), held = try Self.table(3000..<6000, name: "held.csv")
    let shrinking = try Shrinker().shrinking(of: model, judgedOn: held)
    #expect(shrinking.headline == "auc")
    #expect(shrinking.before == (try model.evaluation(on: held)))
    #expect(shrinking.after == (try shrinking.model.evaluation(on: held)))
    func dimension(_ name: String) -> Int? { shrinking.embeddings.first { $0.name == name }?.dimension }
    #expect(dimension("noise") == 0)
    #expect(try #require(dimension("town")) > 0)
    #expect(shrinking.model.parameters.count < model.parameters.count)
    #expect(shrinking.keptSkill > 0.985 && shrinking.keptSkill < 1.015)
    let report = try #require(shrinking.model.report.shrinking)
    #expect(report.dataFingerprint == held.fingerprint && report.rows == 3000 && report.keep == 0.99)
    #expect(report.parameters == model.parameters.count && report.evaluation == shrinking.after)
    for input in shrinking.model.report.inputs {
      if let now = dimension(input.name) { #expect(input.dimension == now, "\(input.name)") }
    }
  }

  @Test func lessIsKeptWhereLessIsAskedFor() async throws {
    let model = try await Self.model(), held = try Self.table(3000..<6000)
    var shrinker = Shrinker()
    shrinker.keep = 0.5
    let half = try shrinker.shrinking(of: model, judgedOn: held)
    shrinker.keep = 1
    let most = try shrinker.shrinking(of: model, judgedOn: held)
    #expect(half.model.parameters.count < most.model.parameters.count)
    #expect(half.keptSkill >= 0.5)
    shrinker.keep = 1e-9
    #expect(try shrinker.shrinking(of: model, judgedOn: held).keptSkill > 0)
  }

  @Test func theFileHoldsIt() async throws {
    let model = try await Self.model(), held = try Self.table(3000..<4000)
    var shrinker = Shrinker()
    shrinker.keep = 0.3
    let small = try shrinker.shrinking(of: model, judgedOn: held).model
    // The values of the list still add up at the output; its vectors go.
    #expect(small.plan.network.node(named: "tags") != nil)
    #expect(small.parameters.index(of: "embedding.tags") == nil)
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).condense").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try small.write(toFile: path)
    let read = try Predictor(contentsOfFile: path)
    #expect(read.report == small.report)
    let all = try read.predictions(for: held), before = try small.predictions(for: held)
    #expect(all.probabilities == before.probabilities)
    for row in [0, 7, 999] {
      let cells: [String: Cell] = [
        "town": .text(held["town"]?.text(row) ?? ""), "noise": .text(held["noise"]?.text(row) ?? ""),
        "size": .number(held["size"]?.number(row) ?? 0), "tags": .text(held["tags"]?.text(row) ?? ""),
      ]
      #expect(try read.prediction(for: cells) == all[row])
    }
    #expect(!read.columnsWithVectors.contains("tags"))
    #expect(try read.vector(for: "a", in: "tags") == nil)
    let names = read.columnsWithVectors
    let has = names.isEmpty ? "it has no embeddings" : "it has embeddings of \(names.joined(separator: ", "))"
    #expect(
      throws: CondenseError(
        .usage, "the vectors of 'tags' were shrunk to nothing, as they told nothing; \(has)")
    ) { try read.vectors(in: "tags") }
  }

  @Test func threadsChangeNothing() async throws {
    let model = try await Self.model(), held = try Self.table(3000..<6000)
    var shrinker = Shrinker()
    let models = try [1, 3].map { threads in
      shrinker.threads = threads
      return try shrinker.shrinking(of: model, judgedOn: held).model
    }
    #expect(models[0].report == models[1].report)
    for shape in models[0].parameters.plans {
      #expect(try models[0].parameters.values(of: shape.name) == models[1].parameters.values(of: shape.name))
    }
  }

  @Test func noSkillIsRefused() async throws {
    let model = try await Self.model()
    let lines = (0..<200).map { "t\($0 % 12),n1,3.5,a,\($0 % 12 % 3 == 0 ? "no" : "yes")" }
    let held = try Table(
      contentsOf: Array((["town,noise,size,tags,y"] + lines).joined(separator: "\n").utf8), name: "held.csv")
    #expect(
      throws: CondenseError(
        .content,
        "on held.csv the model does no better than the most frequent class, 'no': there is no skill to keep")
    ) { try Shrinker().shrinking(of: model, judgedOn: held) }
  }
}
