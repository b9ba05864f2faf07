import CondenseCore
import CondenseData
import CondenseModels
import Dispatch
import Synchronization
import Testing

/// One model predicts for many tasks, and is replaced while it does.
@Suite struct ServingTests {
  /// What a server holds: a model, and which of the two it is.
  private final class Served: Sendable {
    private let current: Mutex<(Predictor, Int)>
    let done = Atomic<Int>(0)
    init(_ model: Predictor) { current = Mutex((model, 0)) }
    var model: (Predictor, Int) { current.withLock { $0 } }
    func replace(by model: Predictor, _ which: Int) { current.withLock { $0 = (model, which) } }
  }

  @Test func manyTasksWhileTheModelIsReplaced() async throws {
    let (tasks, predictions, replacements) = (16, 1_250, 20)
    let table = SmallModel.table
    let models = [try await SmallModel.trained(seed: 1), try await SmallModel.trained(seed: 2)]
    let rows: [[String: Cell]] = (0..<table.rowCount).map { row in
      Dictionary(
        uniqueKeysWithValues: ["n", "dest", "score"].map {
          ($0, table[$0]?.text(row).map(Cell.text) ?? .missing)
        })
    }
    let expected = try models.map { model in
      try rows.map { row in try model.prediction(for: row).probabilities.map { $0.probability.bitPattern } }
    }
    #expect(expected[0] != expected[1])
    let served = Served(models[0])
    let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
      for task in 0..<tasks {
        group.addTask {
          var wrong = 0
          for i in 0..<predictions {
            let (model, which) = served.model
            let row = (task &* 7 &+ i) % rows.count
            let prediction = try model.prediction(for: rows[row])
            if prediction.probabilities.map({ $0.probability.bitPattern }) != expected[which][row] {
              wrong += 1
            }
            served.done.add(1, ordering: .relaxed)
          }
          return wrong
        }
      }
      group.addTask {
        for i in 1...replacements {
          while served.done.load(ordering: .relaxed) < i * tasks * predictions / (replacements + 1) {
            try await Task.sleep(for: .microseconds(50))
          }
          served.replace(by: models[i % 2], i % 2)
        }
        return 0
      }
      return try await group.reduce(0, +)
    }
    #expect(wrong == 0)
    #expect(served.done.load(ordering: .relaxed) == tasks * predictions)
  }

  @Test func cancellingKeepsTheBestModel() async throws {
    let cancelled = await cancelledInSecondEpoch(TrainingCancelled.self) { onEpoch in
      try await Predictor.train(on: SmallModel.table, predicting: "y") {
        $0.epochs = 1_000_000
        $0.onEpoch = onEpoch
      }
    }
    let best = try #require(cancelled?.best)
    #expect(try best.evaluation(on: SmallModel.table).accuracy ?? 0 > 0.3)
    #expect(
      try SmallModel.read(SmallModel.bytes(best)).prediction(for: ["n": 1, "dest": nil, "score": 2]).label
        != nil)
  }

  @Test func cancelledBeforeItStarts() async throws {
    let training = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      return try await Predictor.train(on: SmallModel.table, predicting: "y")
    }
    let cancelled = await #expect(throws: TrainingCancelled.self) { try await training.value }
    #expect(cancelled?.best == nil)
  }

  @Test func progressIsReported() async throws {
    let reports = Mutex<[Int]>([]), plans = Mutex(0)
    _ = try await Predictor.train(on: SmallModel.table, predicting: "y") {
      $0.epochs = 3
      $0.onPlan = { _ in plans.withLock { $0 += 1 } }
      $0.onEpoch = { report in reports.withLock { $0.append(report.epoch) } }
    }
    #expect(reports.withLock { $0 } == [1, 2, 3] && plans.withLock { $0 } == 1)
  }
}
