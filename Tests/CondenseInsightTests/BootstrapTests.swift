import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import Testing

/// Metrics of drawn rows, their intervals, and the paired test.
@Suite struct BootstrapTests {
  private static func trained(_ target: String) throws -> (Predictor, Table) {
    let table = try MadeUp.table(
      300,
      [
        "x": { "\(MadeUp.any($0, 100))" }, "z": { "\(MadeUp.any($0, 50, salt: 2))" },
        "two": { MadeUp.any($0, 100) + MadeUp.any($0, 40, salt: 3) > 60 ? "yes" : "no" },
        "three": { ["a", "b", "c"][min(2, (MadeUp.any($0, 100) + MadeUp.any($0, 30, salt: 4)) / 45)] },
        "number": { "\(MadeUp.any($0, 100) * 3 + MadeUp.any($0, 50, salt: 2)).5" },
      ])
    var options = TrainingOptions()
    options.epochs = 2
    options.threads = 1
    options.ignored = ["two", "three", "number"].filter { $0 != target }
    let model = try Predictor.train(on: table, predicting: target, options) { false }
    return (model, table)
  }

  /// Rows counted several times say what a table with these rows repeated says.
  @Test(arguments: ["two", "three", "number"]) func countsStandForRows(target: String) throws {
    let (model, table) = try Self.trained(target)
    let rows = Array(0..<table.rowCount)
    let scores = try TestScores(model, on: table, rows: rows, threads: 1)
    let metric = Evaluation.headline(of: model.schema)
    let once = try #require(model.evaluation(on: table).metrics[metric])
    #expect(abs(scores.value(rows.map { _ in 1 }) - once) < 1e-9)
    let counts = rows.map { Int32(MadeUp.any($0, 4, salt: 7)) }
    let repeated = table.rows(rows.flatMap { row in (0..<counts[row]).map { _ in row } })
    let several = try #require(model.evaluation(on: repeated).metrics[metric])
    #expect(several != once)
    #expect(abs(scores.value(counts) - several) < 1e-9)
  }

  @Test func intervalsAndDifferences() throws {
    let (model, table) = try Self.trained("number")
    let rows = Array(0..<table.rowCount)
    // The same predictions of other targets are worse by far.
    let wrong = try Table(
      name: "t",
      columns: table.columns.map {
        $0.name == "number" ? Column(name: "number", numbers: rows.map { Double($0 * 37 % 300) }) : $0
      })
    let good = try TestScores(model, on: table, rows: rows, threads: 1)
    let bad = try TestScores(model, on: wrong, rows: rows, threads: 1)
    let bootstrap = PairedBootstrap([[good], [good], [bad]], seed: 1)
    let interval = bootstrap.interval(0)
    #expect(interval.low < interval.value && interval.value < interval.high)
    #expect(interval.high - interval.low < interval.value)
    let none = bootstrap.difference(1, from: 0)
    #expect(none.value == MetricInterval(value: 0, low: 0, high: 0) && none.p == 1 && !none.isSignificant)
    let much = bootstrap.difference(2, from: 0)
    #expect(much.value.low > 0 && much.isSignificant && much.p < 0.01)
    #expect(bootstrap.difference(0, from: 2).value.value == -much.value.value)
    #expect(PairedBootstrap([[good], [bad]], seed: 1).interval(0) == interval)
    #expect(PairedBootstrap([[good], [bad]], seed: 2).interval(0) != interval)
  }

  /// Of a mean over 400 rows, the interval is about two standard errors either way.
  @Test func widthOfAnInterval() throws {
    let (model, _) = try Self.trained("number")
    let errors = (0..<400).map { Double(MadeUp.any($0, 1000, salt: 5)) / 1000 }
    let table = try MadeUp.table(
      400,
      ["x": { "\(MadeUp.any($0, 100))" }, "z": { "\(MadeUp.any($0, 50, salt: 2))" }, "number": { _ in "0" }])
    let predicted = try model.predictions(for: table).numbers
    let shifted = try Table(
      name: "t",
      columns: table.columns.map {
        $0.name == "number"
          ? Column(name: "number", numbers: errors.indices.map { predicted[$0] + errors[$0] }) : $0
      })
    let scores = try TestScores(model, on: shifted, rows: Array(0..<400), threads: 1)
    let interval = PairedBootstrap([[scores]], seed: 3).interval(0)
    let squares = errors.map { $0 * $0 }, mean = squares.reduce(0, +) / 400
    let deviation = (squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 400).squareRoot()
    // The root's error is that of the mean by twice the root.
    let expected = 2 * 1.96 * deviation / 20 / (2 * mean.squareRoot())
    #expect(abs((interval.high - interval.low) / expected - 1) < 0.15)
  }
}
