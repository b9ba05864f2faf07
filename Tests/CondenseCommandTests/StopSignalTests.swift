import CondenseCommand
import Foundation
import Testing

@Suite struct StopSignalTests {
  @Test(.timeLimit(.minutes(1)))
  func aSignalCancelsTheWorkAndIsRemembered() async throws {
    let wasCancelled = try await StopSignal.cancelling {
      #expect(StopSignal.outcome == nil)
      kill(getpid(), SIGTERM)
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
      return true
    }
    #expect(wasCancelled)
    #expect(StopSignal.outcome == .terminated)
  }
}
