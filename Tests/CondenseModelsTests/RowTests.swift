import CondenseCore
import CondenseData
import CondenseModels
import Foundation
import Testing

/// Rows from outside a file: structs, dictionaries, literals.
@Suite struct RowTests {
  static let model = Task { try await SmallModel.trained() }

  struct Flight: Encodable {
    var n: Double?
    var dest: String?
    var score: Float
  }

  /// Training leaves a column out; the target and the order are no features.
  private static func wide() async throws -> Predictor {
    let lines = (0..<80).map {
      "\($0 * 3 % 7 < 3 ? "a" : "b"),\($0 % 5),\($0 % 3 == 0 ? "x" : "y"),2020-01-\(10 + $0 % 20),k,\($0)"
    }
    let text = (["y,n,flag,day,same,w"] + lines).joined(separator: "\n")
    return try await Predictor.train(
      on: Table(contentsOf: Array(text.utf8), name: "wide.csv"), predicting: "y"
    ) {
      $0.epochs = 1
      $0.weight = "w"
      $0.orderBy = "day"
    }
  }

  @Test func aStructIsARowOfATable() async throws {
    let model = try await Self.model.value
    let table = SmallModel.table, together = try model.predictions(for: table)
    let rows = try (0..<table.rowCount).map { row in
      Flight(
        n: try #require(table["n"]?.number(row)), dest: table["dest"]?.text(row),
        score: Float(try #require(table["score"]?.number(row))))
    }
    let many = try model.predictions(for: rows)
    let workspace = try model.makeWorkspace()
    for row in rows.indices {
      #expect(many[row] == together[row])
      #expect(try model.prediction(for: rows[row]) == together[row])
      #expect(try model.prediction(for: rows[row], using: workspace) == together[row])
    }
    #expect(try model.predictions(for: [Flight]()).isEmpty)
  }

  @Test func literalsAreCells() async throws {
    let model = try await Self.model.value
    let byStruct = try model.prediction(for: Flight(n: 4, dest: "Ulm", score: 2.25))
    #expect(try model.prediction(for: ["n": 4, "dest": "Ulm", "score": 2.25]) == byStruct)
    #expect(try model.prediction(for: ["n": "4", "dest": "Ulm", "score": "2.25"]) == byStruct)
    let rows: [[String: Cell]] = [
      ["n": 4, "dest": nil, "score": 2.25], ["n": 4, "dest": "Ulm", "score": 2.25],
    ]
    #expect(try model.predictions(for: rows)[1] == byStruct)
    #expect(
      Cell(UInt64.max) == .text("18446744073709551615") && Cell(true) == "true" && 7 as Cell == .number(7))
  }

  /// What stands for a missing cell in the file does so in a row.
  @Test(arguments: ["", "NA", "null", " ? "]) func missingTexts(text: String) async throws {
    let model = try await Self.model.value
    let missing = try model.prediction(for: Flight(n: nil, dest: nil, score: 1))
    #expect(try model.prediction(for: ["n": .text(text), "dest": .text(text), "score": 1]) == missing)
    #expect(missing.unknown.isEmpty)
    #expect(try model.prediction(for: Flight(n: .nan, dest: text, score: 1)) == missing)
    #expect(try model.prediction(for: Flight(n: 1, dest: "Rom", score: 1)).unknown == ["dest"])
  }

  @Test func columnsWithoutUseMayBeThere() async throws {
    let model = try await Self.wide()
    let plain = try model.prediction(for: ["n": 3, "flag": true, "day": "2020-01-12"])
    let full = try model.prediction(
      for: ["n": 3, "flag": "true", "day": "2020-01-12", "same": "k", "w": 4, "y": "a"])
    #expect(plain == full && plain.unknown == ["flag"])
  }

  enum Size: String, Encodable { case small }
  class Base: Encodable {
    var n: Int8 = 4
  }

  @Test func valuesOfManyTypes() throws {
    struct Everything: Encodable {
      var size = Size.small
      var flag = true
      var tenth: Float = 0.1
      var big = Int64.max
      var exact: UInt32 = 7
      var page = URL(string: "https://example.org/a")
      var id = UUID(uuidString: "00000000-0000-0000-0000-00000000000A")
      var price = Decimal(string: "12.5")
      var none: Int16?
      var noSize: Size?
      var nested: Optional<Optional<Double>> = .some(.none)
    }
    #expect(
      try RowEncoder.cells(of: Everything()) == [
        "size": "small", "flag": "true", "tenth": 0.1, "big": "9223372036854775807", "exact": 7,
        "page": "https://example.org/a", "id": "00000000-0000-0000-0000-00000000000A", "price": 12.5,
        "none": nil, "noSize": nil, "nested": nil,
      ])
    #expect(try RowEncoder.cells(of: ["a": "b"]) == ["a": "b"])
    #expect(try RowEncoder.cells(of: Base()) == ["n": 4])
  }

  struct Mistake: CustomStringConvertible, Sendable {
    let description: String
    let message: String
    let predict: @Sendable (Predictor) throws -> Void

    init(_ description: String, _ message: String, _ predict: @escaping @Sendable (Predictor) throws -> Void)
    {
      self.description = description
      self.message = message
      self.predict = predict
    }
  }

  static func row(_ description: String, _ row: some Encodable & Sendable, _ message: String) -> Mistake {
    Mistake(description, message) { _ = try $0.prediction(for: row) }
  }

  struct Listed: Encodable {
    var n = 1.0
    var dest = ["Ulm", "Bonn"]
    var score = 1.0
  }
  struct Dated: Encodable {
    var n = 1.0
    var dest = Date(timeIntervalSince1970: 0)
    var score = 1.0
  }
  struct Nested: Encodable {
    var n = 1.0
    var dest = ["city": "Ulm"]
    var score = 1.0
  }
  struct Short: Encodable {
    var n = 1.0
    var dst = "Ulm"
  }
  struct Broken: Encodable {
    func encode(to encoder: any Encoder) throws { throw Failure.out }
    enum Failure: Error { case out }
  }

  static let mistakes = [
    Mistake(
      "a column is not there", "the row has no 'score', which the model was trained with",
      { _ = try $0.prediction(for: ["n": 1, "dest": "Ulm"]) }),
    Mistake(
      "one too many", "the row has 'weather', a column the model was not trained with",
      { _ = try $0.prediction(for: ["n": 1, "dest": "Ulm", "score": 1, "weather": "wet"]) }),
    Mistake(
      "a column by another name",
      "the row has 'Dest', a column the model was not trained with; did you mean 'dest'?",
      { _ = try $0.prediction(for: ["n": 1, "Dest": "Ulm", "score": 1]) }),
    row(
      "a struct without a column", Short(),
      "the row has 'dst', a column the model was not trained with; did you mean 'dest'?"),
    row(
      "no row at all", "Ulm",
      "the row is a single value; a struct or a dictionary with a value for each column was expected"),
    row("a list for a row", [1, 2], "the row is a list; predictions(for:) takes a list of rows"),
    row("a list for a cell", Listed(), "the row's 'dest' is a list; join its values into one text, as a|b|c"),
    row(
      "an object for a cell", Nested(),
      "the row's 'dest' is an object; give each of its values a column of its own"),
    row("a Date", Dated(), "the row's 'dest' is a Date; write it as text, the way the training file does"),
    row("encoding that fails", Broken(), "the row could not be encoded: out"),
    row(
      "a word for a number", ["n": "many", "dest": "Ulm", "score": "1"],
      "the row's 'n' is 'many', where the model was trained with numbers"),
    row(
      "infinity", Flight(n: .infinity, dest: nil, score: 1),
      "the row's 'n' is 'inf', where the model was trained with numbers"),
    Mistake(
      "the third of three rows", "row 3's 'n' is '-inf', where the model was trained with numbers",
      { _ = try $0.predictions(for: [1, 2, -.infinity].map { Flight(n: $0, dest: nil, score: 1) }) }),
    Mistake(
      "the second of two rows", "row 2 has no 'n', which the model was trained with",
      { _ = try $0.predictions(for: [["n": 1, "dest": nil, "score": 1], ["dest": nil, "score": 1]]) }),
    Mistake(
      "another model's workspace",
      "this workspace was made for another model; makeWorkspace() of this one",
      { model in
        let other = try SmallModel.read(SmallModel.bytes(model))
        _ = try model.prediction(for: Flight(n: 1, dest: nil, score: 1), using: other.makeWorkspace())
      }),
    Mistake(
      "a model from the network",
      "'https://example.org/m.condense' is not a file on this machine; download it first",
      { _ in _ = try Predictor(contentsOf: try #require(URL(string: "https://example.org/m.condense"))) }),
    Mistake(
      "a model to the network", "'https://example.org/m.condense' is not a file on this machine",
      { try $0.write(to: try #require(URL(string: "https://example.org/m.condense"))) }),
  ]

  @Test(arguments: mistakes) func mistakesAreNamed(_ mistake: Mistake) async throws {
    let model = try await Self.model.value
    let error = #expect(throws: CondenseError.self) { try mistake.predict(model) }
    #expect(error?.message == mistake.message)
  }

  @Test func filesByURL() async throws {
    let model = try await Self.model.value
    let url = FileManager.default.temporaryDirectory.appending(path: "a b \(UUID().uuidString).condense")
    defer { try? FileManager.default.removeItem(at: url) }
    try model.write(to: url)
    #expect(try SmallModel.bytes(Predictor(contentsOf: url)) == SmallModel.bytes(model))
  }
}
