import CondenseCore
import CondenseData
import CondenseModels
import Testing

/// What training refuses before it starts, in which words.
struct OptionTests {
  private static func table() throws -> Table {
    try Table(
      name: "t.csv",
      columns: [
        Column(name: "x", numbers: (0..<40).map { Double($0 % 7) }),
        Column(name: "y", strings: (0..<40).map { $0 % 2 == 0 ? "a" : "b" }),
      ])
  }

  struct Mistake: CustomTestStringConvertible, Sendable {
    let message: String
    let change: @Sendable (inout TrainingOptions) -> Void
    var testDescription: String { message }
    init(_ message: String, _ change: @escaping @Sendable (inout TrainingOptions) -> Void) {
      (self.message, self.change) = (message, change)
    }
  }

  static let mistakes: [Mistake] = [
    Mistake("threads is 0; it goes from 1 to 1024") { $0.threads = 0 },
    Mistake("threads is 9223372036854775807; it goes from 1 to 1024") { $0.threads = .max },
    Mistake("epochs is 0; it goes from 1 to 1000000") { $0.epochs = 0 },
    Mistake("epochs is -1; it goes from 1 to 1000000") { $0.epochs = -1 },
    Mistake("batchSize is 0; it goes from 1 to 16777216") { $0.batchSize = 0 },
    Mistake("batchSize is 9223372036854775807; it goes from 1 to 16777216") { $0.batchSize = .max },
    Mistake("learningRate is 0.0; it is finite and above 0") { $0.learningRate = 0 },
    Mistake("learningRate is nan; it is finite and above 0") { $0.learningRate = .nan },
    Mistake("timeLimit is nan; it is finite and above 0") { $0.timeLimit = .nan },
    Mistake("timeLimit is -1.0; it is finite and above 0") { $0.timeLimit = -1 },
    Mistake("elapsed is -1.0; it is finite and not negative") { $0.elapsed = -1 },
    Mistake("steps is 0; it is 1 or more") { $0.steps = 0 },
    Mistake("validationFraction is nan; it goes from 0 to below 1") { $0.validationFraction = .nan },
    Mistake("validationFraction is 1.0; it goes from 0 to below 1") { $0.validationFraction = 1 },
    Mistake("hidden is 0; it goes from 1 to 1048576") { $0.network.hidden = [8, 0] },
    Mistake("hidden.count is 65; it goes from 0 to 64") {
      $0.network.hidden = [Int](repeating: 8, count: 65)
    },
    Mistake("dropout is nan; it goes from 0 to below 1") { $0.network.dropout = .nan },
    Mistake("dropout is 1.0; it goes from 0 to below 1") { $0.network.dropout = 1 },
    Mistake("dimension is -4; it goes from 1 to 65536") { $0.network.dimension = -4 },
    Mistake("wordOrder is 0; it goes from 1 to 64") { $0.text.wordOrder = 0 },
    Mistake("characterOrders is 65; it goes from 1 to 64") { $0.text.characterOrders = [2, 65] },
    Mistake("minimumCount is 0; it is 1 or more") { $0.text.minimumCount = 0 },
    Mistake("maximumWords is -1; it goes from 1 to 1073741823") { $0.text.maximumWords = -1 },
    Mistake("buckets is -8; it goes from 0 to 268435456") { $0.text.buckets = -8 },
    Mistake("the schema was made to predict 'z', not 'y'") {
      $0.schema = Schema(target: "z", task: .classes, classes: ["a", "b"], columns: [])
    },
  ]

  @Test(arguments: mistakes) func tables(mistake: Mistake) async {
    let error = await #expect(throws: CondenseError.self) {
      _ = try await Predictor.train(on: Self.table(), predicting: "y", mistake.change)
    }
    #expect(error?.message == mistake.message)
    #expect(error?.kind == .usage)
  }

  struct RecommenderMistake: CustomTestStringConvertible, Sendable {
    let message: String
    let change: @Sendable (inout RecommenderOptions) -> Void
    var testDescription: String { message }
    init(_ message: String, _ change: @escaping @Sendable (inout RecommenderOptions) -> Void) {
      (self.message, self.change) = (message, change)
    }
  }

  static let recommenderMistakes: [RecommenderMistake] = [
    RecommenderMistake("threads is -1; it goes from 1 to 1024") { $0.threads = -1 },
    RecommenderMistake("epochs is 0; it goes from 1 to 1000000") { $0.epochs = 0 },
    RecommenderMistake("batchSize is -3; it goes from 1 to 16777216") { $0.batchSize = -3 },
    RecommenderMistake("learningRate is inf; it is finite and above 0") { $0.learningRate = .infinity },
    RecommenderMistake("timeLimit is 0.0; it is finite and above 0") { $0.timeLimit = 0 },
    RecommenderMistake("steps is -1; it is 1 or more") { $0.steps = -1 },
    RecommenderMistake("validationFraction is -0.1; it goes from 0 to below 1") {
      $0.validationFraction = -0.1
    },
  ]

  @Test(arguments: recommenderMistakes) func recommenders(mistake: RecommenderMistake) async throws {
    let table = try Table(
      name: "r.csv",
      columns: [
        Column(name: "u", strings: (0..<40).map { "u\($0 % 8)" }),
        Column(name: "i", strings: (0..<40).map { "i\($0 * 3 % 11)" }),
      ])
    let error = await #expect(throws: CondenseError.self) {
      _ = try await Recommender.train(on: table, user: "u", item: "i", mistake.change)
    }
    #expect(error?.message == mistake.message)
    #expect(error?.kind == .usage)
  }

  @Test func rowsThatAreNotThere() async throws {
    let table = try Self.table()
    let model = try await Predictor.train(on: table, predicting: "y") { $0.epochs = 1 }
    for (rows, message) in [
      ([0, 40], "t.csv has 40 rows, and none at 40"), ([-1], "t.csv has 40 rows, and none at -1"),
    ] {
      let error = #expect(throws: CondenseError.self) { try model.encoder.encode(table, rows: rows) }
      #expect(error?.message == message)
      let target = #expect(throws: CondenseError.self) {
        try TargetEncoder(model.schema).ids(of: table, rows: rows)
      }
      #expect(target?.message == message)
    }
    let threads = #expect(throws: CondenseError.self) {
      try model.predictions(for: table, threads: 0)
    }
    #expect(threads?.message == "threads is 0; it goes from 1 to 1024")
  }

  // What returns no error stops the program with a sentence.

  @Test func columnsStopWithASentence() async throws {
    let text = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Column(name: "x", numbers: [1, 2]).text(2)
      })
    #expect(
      String(decoding: text.standardErrorContent, as: UTF8.self).contains("'x' has 2 rows, and none at 2"))
  }

  @Test func tablesStopWithASentence() async throws {
    let result = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = try Table(name: "t", columns: [Column(name: "x", numbers: [1, 2])]).rows([0, -1])
      })
    #expect(
      String(decoding: result.standardErrorContent, as: UTF8.self).contains("t has 2 rows, and none at -1"))
  }

  @Test func metricsStopWithASentence() async throws {
    let result = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = NumberMetrics.all(predictions: [1, 2, 3], targets: [1, 2])
      })
    #expect(
      String(decoding: result.standardErrorContent, as: UTF8.self).contains(
        "there are 3 predictions for 2 targets"))
    let classes = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = ClassMetrics.all(probabilities: [0.5, 0.5], targets: [2], classes: 2)
      })
    #expect(
      String(decoding: classes.standardErrorContent, as: UTF8.self).contains("a target is class 2 of 2"))
  }

  @Test func randomNumbersStopWithASentence() async throws {
    let result = try #require(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Philox(seed: 1, purpose: "x").integer(below: -5, 0, 0)
      })
    #expect(
      String(decoding: result.standardErrorContent, as: UTF8.self).contains(
        "there is no whole number from 0 to below -5"))
  }

  @Test func metricsOfNothingAreNone() {
    #expect(NumberMetrics.all(predictions: [], targets: []).isEmpty)
    #expect(ClassMetrics.all(probabilities: [], targets: [], classes: 2).isEmpty)
  }
}
