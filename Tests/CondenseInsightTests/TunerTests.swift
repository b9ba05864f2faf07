import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import Foundation
import Synchronization
import Testing

/// The search for a better network, and the curve of loss against dimension.
@Suite struct TunerTests {
  /// A number that a town gives by one direction, and noise.
  private static func table(_ rows: Int, salt: UInt64 = 6) throws -> Table {
    try MadeUp.table(
      rows,
      [
        "town": { "t\(MadeUp.any($0, 12, salt: 3))" }, "noise": { "n\(MadeUp.any($0, 9, salt: 4))" },
        "size": { "\(MadeUp.any($0, 90, salt: 5)).5" },
        "y": { row in
          let town = MadeUp.any(row, 12, salt: 3), size = MadeUp.any(row, 90, salt: 5)
          return MadeUp.any(row, 100, salt: salt) < (town % 3 == 0 ? 20 + size / 2 : 70 - size / 2)
            ? "yes" : "no"
        },
      ])
  }

  private static func tuner(_ path: String? = nil, seconds: Double = 6) -> Tuner {
    var tuner = Tuner()
    tuner.training.threads = 1
    tuner.training.epochs = 4
    tuner.training.timeLimit = seconds
    tuner.training.timeSource = .ticking(by: 0.01)
    tuner.trialsPath = path
    return tuner
  }

  private static func inFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder.appending(path: "t.trials.jsonl").path)
  }

  @Test func neverWorseThanTheDefaults() throws {
    let table = try Self.table(1500)
    let tuning = try Self.tuner().tune(on: table, predicting: "y", isCancelled: { false })
    let plain = try Predictor.train(
      on: table, predicting: "y", Self.tuner(seconds: 1e6).training, isCancelled: { false })
    let best = try #require(plain.report.curve.map(\.validationLoss).min())
    #expect(tuning.defaults == tuning.trials[0])
    #expect(tuning.defaults.candidate == 0 && tuning.defaults.loss == best)
    #expect(try #require(tuning.best.loss) <= best)
    #expect(tuning.trials.count > 3)
    let losses = tuning.trials.compactMap(\.loss)
    #expect(tuning.best.loss == losses.min())
    // Candidates are told apart, and each third learned for longer than the one before.
    #expect(Set(tuning.trials.map { "\($0.candidate) \($0.steps)" }).count == tuning.trials.count)
    if tuning.isSmall {
      #expect(try #require(tuning.smallLoss) <= best)
      #expect(tuning.model.parameters.count == tuning.smallParameters)
    } else {
      #expect(tuning.model.parameters.count == tuning.parameters)
    }
  }

  @Test func aSearchGoesOnWhereItStopped() throws {
    let table = try Self.table(1200)
    try Self.inFolder { path in
      let first = try Self.tuner(path, seconds: 4).tune(on: table, predicting: "y", isCancelled: { false })
      #expect(first.resumed == 0)
      let made = Mutex(0)
      var tuner = Self.tuner(path, seconds: 0.5)
      tuner.onTrial = { _ in made.withLock { $0 += 1 } }
      let second = try tuner.tune(on: table, predicting: "y", isCancelled: { false })
      #expect(second.resumed >= 1 && second.defaults == first.defaults)
      #expect(made.withLock { $0 } + second.resumed == second.trials.count)
      #expect(second.trials.count { first.trials.contains($0) } == second.resumed)
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      #expect(lines.count == first.trials.count + made.withLock { $0 } + 1)
    }
  }

  /// A trial that was read is learned again to the bit when it is the best.
  @Test func theBestIsRepeatedToTheBit() throws {
    let table = try Self.table(600)
    try Self.inFolder { path in
      let first = try Self.tuner(path, seconds: 20).tune(on: table, predicting: "y", isCancelled: { false })
      // Nothing but the defaults is left of the file.
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
      try (lines.prefix(2).joined(separator: "\n") + "\n").write(
        toFile: path, atomically: true, encoding: .utf8)
      let second = try Self.tuner(path, seconds: 1e-6).tune(
        on: table, predicting: "y", isCancelled: { false })
      #expect(second.trials == [first.defaults] && second.resumed == 1 && second.best == first.defaults)
      let plain = try Predictor.train(
        on: table, predicting: "y", Self.tuner(seconds: 1e6).training, isCancelled: { false })
      for shape in plain.parameters.plans where !second.isSmall {
        let values = try second.model.parameters.values(of: shape.name)
        #expect(try values == plain.parameters.values(of: shape.name), "\(shape.name)")
      }
      #expect(!second.isSmall && second.model.report.validation == plain.report.validation)
    }
  }

  @Test func trialsOfSomethingElseAreRefused() throws {
    try Self.inFolder { path in
      let table = try Self.table(300)
      _ = try Self.tuner(path, seconds: 0.2).tune(on: table, predicting: "y", isCancelled: { false })
      #expect(TrialFile.isOurs(path))
      func refused(_ what: String, _ tuner: Tuner, _ table: Table, _ target: String) {
        #expect(
          throws: CondenseError(
            .content, "\(path) holds trials of other \(what); move it away to start anew, or give another -o")
        ) { try tuner.tune(on: table, predicting: target, isCancelled: { false }) }
      }
      var other = Self.tuner(path)
      refused("target", other, table, "noise")
      other.training.seed = 2
      refused("seed", other, table, "y")
      other = Self.tuner(path)
      other.training.ignored = ["noise"]
      refused("options", other, table, "y")
      refused("data", Self.tuner(path), try Self.table(301), "y")
    }
  }

  @Test func curveFromOneRun() async throws {
    let table = try Self.table(3000)
    var options = TrainingOptions()
    options.threads = 1
    options.epochs = 5
    options.network.dimension = 16
    let training = try TableTraining(table, target: "y", options, isCancelled: { false })
    let result = try #require(try training.learn(rate: 2e-3))
    let model = try training.partModel(result, rate: 2e-3)
    let rows = try LabelledRows(table, rows: training.setup.validationRows, for: model, threads: 1)
    let study = try DimensionStudy(model, on: rows, threads: 1)
    let curves = try study.curves()
    #expect(curves.map(\.name) == ["town", "noise"])
    for curve in curves {
      #expect(curve.points.map(\.dimension) == [0, 1, 2, 3, 4, 6, 8, 12, 16])
      // All numbers: the model itself.
      let whole = try #require(curve.points.last)
      #expect(abs(whole.loss - (model.report.validation.metrics["log_loss"] ?? 0)) < 1e-9)
      let knee = try #require(curve.points.first { $0.dimension == curve.knee })
      #expect(knee.excess <= knee.standardError)
      #expect(curve.points.filter { $0.dimension < curve.knee }.allSatisfy { $0.excess > $0.standardError })
      #expect(curve.points.allSatisfy { $0.excess >= 0 })
    }
    #expect(curves[1].knee == 0)
    // Fine-tuning starts from the smaller model and is never worse than it.
    let small = try study.smaller(curves.map(\.knee))
    let start = try rows.judgement(of: small, threads: 1).evaluation.metrics["log_loss"]
    let tuned = try #require(try training.fineTuned(small, rate: 6e-4, epochs: 2))
    #expect(tuned.model.parameters.count == small.parameters.count)
    #expect(tuned.loss < (start ?? 0) + 0.01)
    #expect(tuned.model.report.curve.count == model.report.curve.count + 2)
    #expect(tuned.model.report.inputs.map(\.dimension) == small.report.inputs.map(\.dimension))
    let whole = try training.completed(tuned)
    #expect(whole.parameters.plans == tuned.model.parameters.plans)
  }
}
