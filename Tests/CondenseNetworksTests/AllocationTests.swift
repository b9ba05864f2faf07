import CAllocations
import CondenseCore
import CondenseNetworks
import Testing

/// A step plans its memory once.
struct AllocationTests {
  @Test(.enabled(if: callocations_count() >= 0), arguments: [Optimizer.adam(), .sgd(), .adagrad()])
  func aStepAllocatesNothingAfterTheFirst(optimizer: Optimizer) throws {
    let examples = try ReproducibilityTests.examples()
    let trainer = try Trainer(
      NetworkRecordTests.everything(), optimizer: optimizer, batchSize: 400, threads: 1)
    for _ in 0..<3 { try trainer.step(examples, rows: 0..<400) }
    let before = callocations_count()
    for _ in 0..<100 { try trainer.step(examples, rows: 0..<400) }
    // Adam keeps the numbers of every step, in memory that doubles now and then.
    let most = optimizer == .adam() ? 50 : 0
    #expect(callocations_count() - before <= most, "allocations in 100 steps")
  }

  /// The counter counts.
  @Test(.enabled(if: callocations_count() >= 0)) func allocationsAreSeen() {
    let before = callocations_count()
    let array = [Int](repeating: 1, count: 1000 + Int(before & 1))
    #expect(array.reduce(0, +) >= 1000)
    #expect(callocations_count() > before)
  }
}
