import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import Foundation
import Testing

/// The curve of loss against dimension from one run, held against really training at each dimension: the figures of
/// `docs/decisions/dimension-from-one-run.md`. It takes minutes and is asked for:
/// `CONDENSE_STUDY=flights.csv:late swift test … --filter DimensionComparison`.
@Suite struct DimensionComparison {
  private static let asked = ProcessInfo.processInfo.environment["CONDENSE_STUDY"]

  @Test(.enabled(if: asked != nil)) func oneRunAgainstMany() throws {
    let parts = try #require(Self.asked).split(separator: ":").map(String.init)
    let table = try Table(contentsOfFile: parts[0])
    let dimensions = [4, 8, 16, 32, 64]
    for seed in UInt64(1)...3 {
      var options = TrainingOptions()
      options.seed = seed
      let training = try TableTraining(table, target: parts[1], options, isCancelled: { false })
      let rate = Float(training.setup.learningRate)
      var really: [Double] = [], model: Predictor?
      for dimension in dimensions {
        let run = try training.redesigned { $0.network.dimension = dimension }
        let trained = try run.partModel(try #require(try run.learn(rate: rate)), rate: rate)
        really.append(
          trained.report.validation.metrics["log_loss"] ?? trained.report.validation.metrics["rmse"] ?? .nan)
        model = trained
      }
      let largest = try #require(model)
      let rows = try LabelledRows(
        table, rows: training.setup.validationRows, for: largest, threads: training.setup.threads)
      let study = try DimensionStudy(largest, on: rows, threads: training.setup.threads)
      let isNumber = largest.classes.isEmpty
      var oneRun: [Double] = [], after: [Double] = []
      for dimension in dimensions {
        let sizes = study.embeddings.map { min(dimension, $0.dimension) }
        let losses = try study.losses(at: sizes)
        let mean = losses.reduce(0, +) / Double(losses.count)
        oneRun.append(isNumber ? mean.squareRoot() : mean)
        let tuned = try training.fineTuned(study.smaller(sizes), rate: 0.3 * rate, epochs: 2)
        let metrics = tuned?.model.report.validation.metrics ?? []
        after.append(metrics["log_loss"] ?? metrics["rmse"] ?? .nan)
      }
      func text(_ values: [Double]) -> String {
        values.map { String(format: "%.5f", $0) }.joined(separator: " ")
      }
      func agreement(_ values: [Double]) -> String {
        let gap = zip(values, really).map { abs($0 - $1) }.max() ?? .nan
        return String(
          format: "Spearman %.2f, largest gap %.5f", Correlation.of(Ranks.of(values), Ranks.of(really)), gap)
      }
      print("seed \(seed): dimensions \(dimensions)")
      print("  trained   \(text(really))")
      print("  one run   \(text(oneRun))  \(agreement(oneRun))")
      print("  tuned on  \(text(after))  \(agreement(after))")
      #expect(zip(oneRun, really).allSatisfy { $0.isFinite && $1.isFinite })
    }
  }
}
