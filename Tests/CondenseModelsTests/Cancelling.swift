import CondenseModels
import Dispatch
import Testing

/// Cancels a training while its second epoch is reported, and gives what it throws.
func cancelledInSecondEpoch<Model: Sendable, Failure: Error>(
  _ failure: Failure.Type,
  _ train: @escaping @Sendable (_ onEpoch: @escaping @Sendable (EpochReport) -> Void) async throws -> Model
) async -> Failure? {
  let second = AsyncStream.makeStream(of: Void.self), cancelledNow = DispatchSemaphore(value: 0)
  let training = Task {
    try await train { report in
      guard report.epoch == 2 else { return }
      second.continuation.finish()
      cancelledNow.wait()
    }
  }
  for await _ in second.stream {}
  training.cancel()
  cancelledNow.signal()
  return await #expect(throws: failure) { try await training.value }
}
