import CondenseModels
import Foundation
import Testing

@Suite struct MetricTests {
  private struct Fixture: Decodable {
    struct OfClasses: Decodable {
      let classes: Int
      let probabilities: [Float]
      let targets: [Int32]
      let expected: [String: Double]
    }
    struct OfNumbers: Decodable {
      let predictions: [Double]
      let targets: [Double]
      let weights: [Float]?
      let expected: [String: Double]
    }
    let classes: [OfClasses]
    let numbers: [OfNumbers]
  }

  private func expectEqual(_ metrics: [Metric], _ expected: [String: Double], _ comment: String) {
    #expect(metrics.map(\.name).sorted() == expected.keys.sorted())
    for (name, value) in expected {
      let found = metrics[name] ?? .nan
      #expect(abs(found - value) <= 1e-9 * max(1, abs(value)), "\(comment), \(name): \(found), not \(value)")
    }
  }

  @Test func agreeWithScikitLearn() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/metrics/scikit-learn.json")
    let fixture = try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: file))
    for (i, item) in fixture.classes.enumerated() {
      expectEqual(
        ClassMetrics.all(probabilities: item.probabilities, targets: item.targets, classes: item.classes),
        item.expected, "classes \(i)")
    }
    for (i, item) in fixture.numbers.enumerated() {
      expectEqual(
        NumberMetrics.all(predictions: item.predictions, targets: item.targets, weights: item.weights),
        item.expected, "numbers \(i)")
    }
  }

  @Test func classesByHand() {
    // Truth 0 0 1 1; predicted 0 1 1 1.
    let metrics = ClassMetrics.all(
      probabilities: [0.75, 0.25, 0.25, 0.75, 0.5, 0.5, 0, 1], targets: [0, 0, 1, 1], classes: 2)
    // The first among equals is predicted: row 3 counts as class 0.
    #expect(metrics["accuracy"] == 0.5)
    #expect(metrics["precision"] == 0.5 && metrics["recall"] == 0.5)
    #expect(metrics["auc"] == 0.75)
    #expect(metrics["f1_macro"] == 0.5)
    let expected = -(log(0.75) + log(0.25) + log(0.5)) / 4
    #expect(abs((metrics["log_loss"] ?? 0) - expected) < 1e-12)
    #expect(
      ClassMetrics.confusion(
        probabilities: [0.75, 0.25, 0.25, 0.75, 0.5, 0.5, 0, 1], targets: [0, 0, 1, 1], classes: 2)
        == [[1, 1], [1, 1]])
  }

  @Test func certainAndWrongIsFinite() {
    let metrics = ClassMetrics.all(probabilities: [1, 0], targets: [1], classes: 2)
    #expect(abs((metrics["log_loss"] ?? 0) - 34.53877639491) < 1e-9)
    #expect(metrics["auc"] == nil && metrics["precision"] == 0 && metrics["ece"] == 1)
  }

  @Test func tiesCountHalf() {
    #expect(ClassMetrics.areaUnderCurve(scores: [1, 1, 1], isPositive: [true, false, false]) == 0.5)
    #expect(
      ClassMetrics.areaUnderCurve(scores: [0, 1, 1, 2], isPositive: [false, true, false, true]) == 0.875)
    #expect(ClassMetrics.areaUnderCurve(scores: [1, 2], isPositive: [true, true]) == nil)
  }

  @Test func weightsCountRows() {
    let metrics = ClassMetrics.all(
      probabilities: [0.9, 0.1, 0.9, 0.1], targets: [0, 1], classes: 2, weights: [3, 1])
    #expect(metrics["accuracy"] == 0.75)
  }

  @Test func numbersByHand() {
    let metrics = NumberMetrics.all(predictions: [1, 3], targets: [2, 4])
    #expect(metrics["rmse"] == 1 && metrics["mae"] == 1 && metrics["mape"] == 0.375 && metrics["r2"] == 0)
    let zero = NumberMetrics.all(predictions: [1, 1], targets: [0, 0])
    #expect(zero["mape"] == nil && zero["r2"] == nil && zero["rmse"] == 1)
  }
}
