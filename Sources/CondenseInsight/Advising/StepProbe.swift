import CondenseCore
import CondenseModels
import CondenseNetworks

/// Tries real steps on real rows for a moment, and says how long all of them would take.
struct StepProbe {
  /// Rows that are encoded for it; texts are longer than other cells.
  private static let mostRows = 65_536, mostTexts = 8192
  /// Steps before the clock counts: memory is touched for the first time.
  private static let warmup = 3
  /// Steps that are enough, once they have taken so many seconds.
  private static let enough = (steps: 20, seconds: 1.0)

  let secondsPerEpoch: Double
  /// The same for all rows, where they are learned in the end.
  let secondsPerEpochOfAllRows: Double?
  /// Encoding, all passes, and measuring on all rows in the end.
  let secondsAtMost: Double

  /// - Parameter limit: the most seconds it may take, encoding aside.
  init(_ setup: TrainingSetup, seconds limit: Double) throws {
    let rows = setup.trainingRows.count
    let most = setup.encoder.features.contains(where: \.isText) ? Self.mostTexts : Self.mostRows
    let count = min(rows, max(most, setup.batchSize))
    var clock = Stopwatch()
    let sample = try setup.learned((0..<count).map { setup.trainingRows[$0 * rows / count] })
    let encoding = clock.seconds / Double(count)

    clock = Stopwatch()
    let trainer = try setup.makeTrainer()
    let order = Philox(seed: 1, purpose: "probe").permutation(count: count, round: 0)
    var times: [Double] = []
    var start = 0, step = 0, sum = 0.0
    let whole = min(setup.batchSize, count)
    while step < Self.warmup || sum < Self.enough.seconds || times.count < Self.enough.steps {
      if !times.isEmpty, clock.seconds > limit * 0.8 { break }
      let end = min(start + whole, count)
      let watch = Stopwatch()
      try trainer.step(sample, order: order, range: start..<end)
      let seconds = watch.seconds
      step += 1
      // The last of a round may be short.
      if step > Self.warmup, end - start == whole {
        times.append(seconds)
        sum += seconds
      }
      start = end == count ? 0 : end
    }
    let perStep = Self.typical(times)
    let pauses = Stopwatch()
    trainer.settle()
    _ = try trainer.parameters.copy()
    let pause = pauses.seconds

    let judging = Stopwatch()
    let inference = try Inference(trainer.plan, parameters: trainer.parameters)
    _ = try inference.outputs(sample, threads: setup.threads)
    let answering = judging.seconds / Double(count)

    func pass(_ rows: Int) -> Double { Double((rows + setup.batchSize - 1) / setup.batchSize) * perStep }
    let held = setup.validationRows.count, all = rows + held
    secondsPerEpoch = pass(rows) + Double(held) * answering + pause
    let second = setup.learnsAllRows ? pass(all) + Double(held) * answering + pause : nil
    secondsPerEpochOfAllRows = second
    let secondRun = second.map { Double(setup.epochs) * $0 + Double(all) * encoding } ?? 0
    secondsAtMost =
      Double(setup.epochs) * secondsPerEpoch + secondRun + Double(2 * all + held) * encoding
      + Double(all + held) * answering
  }

  /// The mean without the tenth of the quickest and slowest.
  private static func typical(_ times: [Double]) -> Double {
    let sorted = times.sorted()
    let kept = sorted.dropFirst(sorted.count / 10).dropLast(sorted.count / 10)
    return kept.reduce(0, +) / Double(max(kept.count, 1))
  }
}
