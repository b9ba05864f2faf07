import CondenseCore
import CondenseData
import CondenseModels
import Testing

/// Rows from outside a file for a model of texts.
@Suite struct TextRowTests {
  static let model = Task {
    try await Predictor.train(on: try #require(table), predicting: "label") {
      $0.columns = ["text": .text, "tags": .list]
      $0.epochs = 4
      $0.threads = 1
    }
  }

  static let table: Table? = {
    var lines = ["text,tags,stars,label"]
    for row in 0..<80 {
      let words = row % 2 == 0 ? "a fine caf\u{e9}" : "a dull cafe\u{301}"
      let tags = row % 20 == 5 ? "" : "t\(row % 3)|u\(row % 2)"
      lines.append(
        "\(row % 20 == 3 ? "" : "\(words) of \(row % 7) rooms"),\(tags),"
          + "\(row % 20 == 7 ? "" : "\(row % 5).5"),\(row % 2 == 0 ? "pos" : "neg")")
    }
    return try? Table(contentsOf: Array(lines.joined(separator: "\n").utf8), name: "reviews.csv")
  }()

  struct Review: Encodable {
    var text: String?
    var tags: String? = "t1|u0"
    var stars: Float? = 2.5
  }

  @Test func structsAreRowsOfTheTable() async throws {
    let model = try await Self.model.value, table = try #require(Self.table)
    let together = try model.predictions(for: table)
    let rows = (0..<table.rowCount).map { row in
      Review(
        text: table["text"]?.text(row), tags: table["tags"]?.text(row),
        stars: table["stars"]?.number(row).map(Float.init))
    }
    let apart = try model.predictions(for: rows)
    for row in rows.indices { #expect(apart[row] == together[row], "row \(row)") }
  }

  @Test func spellingsOfAWord() async throws {
    let model = try await Self.model.value
    let composed = try model.prediction(for: Review(text: "a fine caf\u{e9}"))
    #expect(try model.prediction(for: Review(text: "a fine cafe\u{301}")) == composed)
    #expect(try model.prediction(for: Review(text: "A  FINE\u{a0}CAFE\u{301}")) == composed)
    #expect(try model.prediction(for: Review(text: "a fine cafe")) != composed)
  }

  @Test func missingAndNotANumber() async throws {
    let model = try await Self.model.value
    let none = try model.prediction(for: Review(text: nil, tags: nil, stars: nil))
    #expect(none.unknown.isEmpty)
    #expect(try model.prediction(for: Review(text: "", tags: " ", stars: .nan)) == none)
    #expect(try model.prediction(for: ["text": nil, "tags": nil, "stars": .number(.nan)]) == none)
    // Signs alone are no missing text, and hold nothing that was learned.
    #expect(try model.prediction(for: Review(text: "\u{200b}")).unknown.isEmpty)
  }

  @Test func straySeparators() async throws {
    let model = try await Self.model.value
    let clean = try model.prediction(for: Review(text: "a fine film", tags: "t1|u0"))
    for tags in ["|t1|u0", "t1||u0|", " t1 | u0 ", "t1| |u0"] {
      #expect(try model.prediction(for: Review(text: "a fine film", tags: tags)) == clean, "\(tags)")
    }
    #expect(try model.prediction(for: Review(text: "a fine film", tags: "|")).unknown.isEmpty)
  }

  @Test func aTextOfTenMegabytes() async throws {
    let model = try await Self.model.value
    let long = String(repeating: "fine caf\u{e9} \u{1f44d} ", count: 700_000)
    #expect(long.utf8.count > 10_000_000)
    let said = try model.prediction(for: Review(text: long))
    #expect(said.probabilities.allSatisfy { $0.probability.isFinite })
  }

  struct Short: Encodable {
    var text = "a fine film"
    var stars = 1.5
  }
  struct Wide: Encodable {
    var text = "a fine film"
    var tags = "t1"
    var stars = 1.5
    var texts = "twice"
  }
  struct Listed: Encodable {
    var text = "a fine film"
    var tags = ["t1", "u0"]
    var stars = 1.5
  }

  private func refused(_ row: some Encodable, _ message: String) async throws {
    let model = try await Self.model.value
    let error = #expect(throws: CondenseError.self) { try model.prediction(for: row) }
    #expect(error == CondenseError(.content, message))
  }

  @Test func mistakesAreNamed() async throws {
    try await refused(Short(), "the row has no 'tags', which the model was trained with")
    try await refused(
      Wide(), "the row has 'texts', a column the model was not trained with; did you mean 'text'?")
    try await refused(Listed(), "the row's 'tags' is a list; join its values into one text, as a|b|c")
    try await refused(
      ["text": "a fine film", "tags": "t1", "stars": "five of five, and I would give it six if I could"],
      "the row's 'stars' is 'five of five, and I would give it six i…', where the model was trained with numbers"
    )
    try await refused(
      "a fine film",
      "the row is a single value; a struct or a dictionary with a value for each column was expected")
  }
}
