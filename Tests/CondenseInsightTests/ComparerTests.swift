import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import CondenseNetworks
import Synchronization
import Testing

/// Over after so many questions.
private final class Countdown: Sendable {
  private let left: Atomic<Int>
  init(_ calls: Int) { left = Atomic(calls) }
  var isOver: Bool { left.subtract(1, ordering: .relaxed).newValue < 0 }
}

/// The same rows learned in several ways.
@Suite struct ComparerTests {
  /// Whether a town is on the coast has nothing to do with its place in the alphabet; the number tells nothing.
  private static func towns(_ rows: Int = 700) throws -> Table {
    try MadeUp.table(
      rows,
      [
        "town": { "town\(MadeUp.any($0, 30, salt: 2))" },
        "x": { "\(MadeUp.any($0, 500, salt: 3))" },
        "y": { row in
          let town = MadeUp.any(row, 30, salt: 2)
          let isCoast = MadeUp.any(town, 2, salt: 40) == 1
          return isCoast != (MadeUp.any(row, 10, salt: 5) == 0) ? "yes" : "no"
        },
      ], name: "towns.csv")
  }

  private static func compared(
    _ table: Table, _ change: (inout Comparer) -> Void = { _ in }
  ) throws -> Comparison {
    var comparer = Comparer()
    comparer.training.threads = 1
    comparer.training.epochs = 12
    change(&comparer)
    return try comparer.compare(on: table, predicting: "y")
  }

  @Test func everyContender() throws {
    let comparison = try Self.compared(Self.towns())
    #expect(
      comparison.contenders.map(\.contender) == [
        .standard, .embedding, .oneHot, .sparseOneHot, .code, .linear, .without,
      ])
    #expect(
      comparison.omitted.map { "\($0.name): \($0.reason)" } == [
        "hashed embedding, then dense: there are too few values to be worth hashing: under 1,024",
        "dense on tf-idf: there is no text",
      ])
    #expect(comparison.metric == "auc" && comparison.columns == ["town"] && comparison.testRows == 140)
    #expect(comparison.trainingRows + comparison.validationRows + comparison.testRows == 700)
    let results = Dictionary(uniqueKeysWithValues: comparison.contenders.map { ($0.contender, $0) })
    let first = try #require(results[.standard]), code = try #require(results[.code])
    let without = try #require(results[.without])
    #expect(first.metric.value > 0.75 && first.difference == nil)
    // Names are no quantities, and without them nothing is known.
    #expect(code.difference?.isSignificant == true && code.metric.value < first.metric.value - 0.05)
    #expect(without.metric.value < 0.65)
    // Without a hidden layer 32 units of eight networks are not there.
    #expect(try #require(results[.linear]).parameters < first.parameters / 10)
    for result in comparison.contenders {
      #expect(result.trials.count == 3 && Set(result.trials.map(\.rate)).contains(result.rate))
      #expect(result.bytes == result.parameters * 4 && result.seconds > 0)
      #expect(result.microsecondsPerPrediction > 0)
      let best = result.trials.min { $0.validationLoss < $1.validationLoss }
      #expect(best?.rate == result.rate)
    }
    #expect(comparison.verdict.contains("AUC"))
  }

  /// What is counted of the two layers is what the networks hold.
  @Test func figuresOfLayers() throws {
    let comparison = try Self.compared(Self.towns())
    let embedding = try #require(comparison.embedding), dense = try #require(comparison.dense)
    // 30 towns and the unknown one; 2 · 31^¼ numbers each; eight networks of 32 units side by side.
    #expect(embedding.rows == 31 && embedding.numbersOut == 5 && embedding.parameters == 155)
    #expect(embedding.nonZerosIn == 1 && embedding.multiplications == 0)
    #expect(embedding.rowsPerStep > 15 && embedding.rowsPerStep < 31)
    #expect(dense.parameters == 31 * 256 && dense.numbersOut == 256 && dense.rowsPerStep == 31)
    #expect(dense.multiplications == 31 * 256 && dense.numbersIn == 31)
    let row = try #require(comparison.row)
    #expect(row.column == "town" && row.values == [row.cell] && row.vector == row.product)
    #expect(row.vector.count == 5 && row.vector.contains { $0 != 0 } && row.ids[0] > 0)
    #expect(comparison.vocabularyCosts.map(\.vocabularySize) == [100, 1000, 10_000, 100_000, 1_000_000])
    #expect(comparison.vocabularyCosts.allSatisfy { $0.embeddingSeconds > 0 })
    #expect(comparison.vocabularyCosts[0].denseSeconds != nil)
    #expect(comparison.vocabularyCosts[4].denseSeconds == nil)
  }

  @Test func theSameOnAnyNumberOfThreads() throws {
    func scores(_ threads: Int) throws -> [MetricInterval] {
      try Self.compared(Self.towns(300)) {
        $0.training.threads = threads
        $0.training.epochs = 3
      }.contenders.map(\.metric)
    }
    #expect(try scores(1) == scores(2))
  }

  /// Wherever it is stopped, nothing is left to compare.
  @Test(arguments: [0, 1, 40, 200, 700]) func cancelling(after calls: Int) throws {
    let table = try Self.towns(200)
    func isCancelled() -> @Sendable () -> Bool {
      let countdown = Countdown(calls)
      return { countdown.isOver }
    }
    var comparer = Comparer()
    comparer.training.threads = 1
    #expect(throws: CancellationError.self) {
      try comparer.compare(on: table, predicting: "y", isCancelled: isCancelled())
    }
    var practices = PracticeComparer()
    practices.training.threads = 1
    #expect(throws: CancellationError.self) {
      try practices.compare(on: table, predicting: "y", isCancelled: isCancelled())
    }
  }

  @Test func oneColumn() throws {
    let table = try MadeUp.table(
      400,
      [
        "half": { "\(MadeUp.any($0, 20, salt: 2))" }, "town": { "t\(MadeUp.any($0, 8, salt: 3))" },
        "weight": { "\(MadeUp.any($0, 100_000, salt: 4)).\(MadeUp.any($0, 90, salt: 6))" },
        "y": { MadeUp.any($0, 20, salt: 2) % 2 == 0 ? "yes" : "no" },
      ])
    let half = try Self.compared(table) {
      $0.column = "half"
      $0.training.columns = ["half": .number]
      $0.training.epochs = 2
    }
    #expect(
      half.contenders.map(\.contender) == [
        .standard, .embedding, .oneHot, .sparseOneHot, .linear, .without,
      ])
    #expect(
      half.omitted.first { $0.contender == .code }?.reason == "the first reads it as a quantity already")
    let weight = try Self.compared(table) {
      $0.column = "weight"
      $0.training.epochs = 2
    }
    #expect(weight.contenders.map(\.contender) == [.standard, .linear, .without])
    #expect(
      weight.omitted.first { $0.contender == .embedding }?.reason == "nearly every row holds another number")
    #expect(weight.embedding == nil && weight.dense == nil && weight.row == nil)
  }

  @Test func texts() throws {
    let words = ["sun", "rain", "wind", "snow", "fog", "hail", "good", "bad"]
    let table = try MadeUp.table(
      300,
      [
        "text": { row in
          (0..<8).map { words[MadeUp.any(row, 8, salt: 10 + UInt64($0))] }.joined(separator: " ")
        },
        "y": { row in (0..<8).contains { MadeUp.any(row, 8, salt: 10 + UInt64($0)) == 6 } ? "yes" : "no" },
      ])
    let comparison = try Self.compared(table) { $0.training.epochs = 4 }
    #expect(
      comparison.contenders.map(\.contender) == [
        .standard, .embedding, .oneHot, .sparseOneHot, .tfidf,
      ])
    #expect(comparison.omitted.first { $0.contender == .linear }?.reason == "the first has no hidden layer")
    #expect(
      comparison.omitted.first { $0.contender == .without }?.reason == "no other column is left to learn from"
    )
    let dense = try #require(comparison.dense), embedding = try #require(comparison.embedding)
    // Eight words and the unknown one, the same for both.
    #expect(dense.rows == 9 && embedding.rows == 9)
    #expect(dense.nonZerosIn == embedding.nonZerosIn && dense.nonZerosIn > 4 && dense.nonZerosIn < 8)
    let row = try #require(comparison.row)
    #expect(row.values.count >= 3 && row.values.count == row.ids.count && row.vector == row.product)
    #expect(row.values.allSatisfy { words.contains($0) && row.cell.contains($0) })
  }

  @Test func practices() throws {
    var comparer = PracticeComparer()
    comparer.training.threads = 1
    comparer.training.epochs = 6
    let comparison = try comparer.compare(on: Self.towns(400), predicting: "y")
    #expect(comparison.practices.map(\.practice) == Practice.allCases)
    for result in comparison.practices {
      #expect(result.runs.map(\.seed) == [1, 2, 3], "\(result.name)")
      #expect((result.difference == nil) == (result.practice == .chosen))
    }
    let parameters = Dictionary(
      uniqueKeysWithValues: comparison.practices.map { ($0.practice, $0.parameters) })
    let small = try #require(parameters[.dimension4]), large = try #require(parameters[.dimension64])
    // 31 rows of 60 numbers more, and as many inputs of eight networks of 32 units.
    #expect(large - small == 60 * (31 + 256))
    #expect(comparison.practices[0].runs != comparison.practices[2].runs)

    let texts = try MadeUp.table(
      60,
      [
        "text": { "the \($0 % 2 == 0 ? "good" : "bad") day \($0 % 7) was long \($0 % 11)" },
        "y": { $0 % 2 == 0 ? "p" : "n" },
      ])
    comparer.training.columns = ["text": .text]
    comparer.training.epochs = 1
    let none = try comparer.compare(on: texts, predicting: "y")
    #expect(
      none.practices.filter { $0.runs.isEmpty }.map { "\($0.name): \($0.sentence)" } == [
        "without normalisation: there are no numbers to normalise",
        "without dropout: the chosen network has no dropout: it has no hidden layer",
        "without either: there is no normalisation and dropout to do without",
        "embeddings of 4: no vector goes into dense layers: words speak to the outputs directly",
        "embeddings of 64: no vector goes into dense layers: words speak to the outputs directly",
      ])
  }
}
