import CondenseCore
import CondenseData
import CondenseModels
import Testing

/// Models of texts and lists: what a file gives back, and what it does not depend on.
@Suite struct TextModelTests {
  static let table: Table? = {
    let random = Philox(seed: 7, purpose: "texts")
    let words = ["good", "bad", "film", "plot", "café", "👍", "!", "the"]
    var lines = ["text,tags,y"]
    for row in 0..<400 {
      let draws = (0..<8).map { random.integer(below: words.count, UInt64(row), UInt64($0)) }
      let text = row % 50 == 0 ? "" : draws.map { words[$0] }.joined(separator: " ")
      let tags = row % 30 == 0 ? "" : draws.prefix(2).map { "t\($0)" }.joined(separator: "|")
      lines.append("\(text),\(tags),\(draws.contains(0) && !draws.contains(1) ? "yes" : "no")")
    }
    return try? Table(contentsOf: Array(lines.joined(separator: "\n").utf8), name: "texts.csv")
  }()

  private func trained(threads: Int) async throws -> Predictor {
    try await Predictor.train(on: try #require(Self.table), predicting: "y") {
      $0.columns = ["text": .text, "tags": .list]
      $0.epochs = 2
      $0.threads = threads
    }
  }

  @Test func aFileGivesTheModelBack() async throws {
    let model = try await trained(threads: 1)
    let again = try SmallModel.read(SmallModel.bytes(model))
    let table = try #require(Self.table)
    let (first, second) = (try model.predictions(for: table), try again.predictions(for: table, threads: 2))
    for row in 0..<table.rowCount {
      #expect(first[row] == second[row])
    }
    for name in ["text", "tags"] {
      #expect(model.encoder.vocabularies[name]?.counts == again.encoder.vocabularies[name]?.counts)
      #expect(model.encoder.vocabularies[name]?.documents == again.encoder.vocabularies[name]?.documents)
    }
    let vector = try #require(try model.vector(for: "CAFE\u{301}", in: "text"))
    #expect(try again.vector(for: "café", in: "text") == vector)
    #expect(try again.vector(for: "never", in: "text") == nil)
    #expect(try again.vector(for: "t0", in: "tags") != nil)
    let alone = try again.prediction(for: ["text": .text(table["text"]?.text(7) ?? ""), "tags": .missing])
    #expect(alone.unknown.isEmpty)
    let new = try again.prediction(for: ["text": .text("Nobody wrote this"), "tags": .text("zz")])
    #expect(new.unknown == ["text", "tags"])
  }

  @Test func everyNumberOfThreadsWritesTheSameFile() async throws {
    let first = try SmallModel.bytes(try await trained(threads: 1))
    for threads in [2, 3] {
      #expect(try SmallModel.bytes(try await trained(threads: threads)) == first)
    }
  }

  /// What may be told of texts changes the model.
  @Test func optionsOfTextsHaveAnEffect() async throws {
    func trained(_ change: @Sendable (inout TextOptions) -> Void) async throws -> Predictor {
      try await Predictor.train(on: try #require(Self.table), predicting: "y") {
        $0.columns = ["text": .text, "tags": .list]
        $0.epochs = 1
        change(&$0.text)
      }
    }
    let plain = try await trained { _ in }
    let words = try await trained { $0.wordOrder = 1 }
    #expect(words.parameters.count < plain.parameters.count)
    let characters = try await trained { $0.characterOrders = [3] }
    #expect(characters.parameters.count > plain.parameters.count)
    let few = try await trained { $0.maximumWords = 4 }
    #expect(try few.vectors(in: "text").values.count == 3)
    func vector(_ model: Predictor) throws -> [Float]? { try model.vector(for: "good", in: "text") }
    #expect(try await vector(trained { $0.favorsTellingWords = false }) != vector(plain))
    for weights in [BagWeights.counts, .squareRoot, .tfidf] {
      #expect(try await vector(trained { $0.weights = weights }) != vector(plain))
    }
  }

  @Test func damagedEncodersAreRefused() async throws {
    let bytes = try SmallModel.bytes(try await trained(threads: 1))
    for (old, new) in [
      (#"\"rules\":\"words-1\""#, #"\"rules\":\"words-9\""#), (#"\"textCount\":"#, #"\"textCount\":-"#),
      (#"\"wordOrder\":"#, #"\"wordOrder\":99"#), (#"\"buckets\":"#, #"\"buckets\":3"#),
    ] {
      let damaged = try #require(SmallModel.rewritten(bytes, old, new), "\(old)")
      #expect(throws: CondenseError.self, "\(new)") { try SmallModel.read(damaged) }
    }
  }
}
