import CondenseCommand
import Foundation
import Testing

@Suite struct StopSignalTests {
  @Test func workHearsOfASignal() {
    let heard = StopSignal.watching { isReceived in
      #expect(!isReceived() && StopSignal.outcome == nil)
      kill(getpid(), SIGTERM)
      while !isReceived() { usleep(1000) }
      return true
    }
    #expect(heard)
    #expect(StopSignal.outcome == .terminated)
  }
}
