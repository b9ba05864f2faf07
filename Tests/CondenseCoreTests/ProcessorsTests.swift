import CondenseCore
import Foundation
import Testing

struct ProcessorsTests {
  @Test func thereIsAtLeastOneAndNoMoreThanTheMachineHas() {
    #expect(Processors.available >= 1)
    #expect(Processors.available <= ProcessInfo.processInfo.processorCount)
    #expect(Processors.available == Processors.available)
  }

  @Test func thisBuildRunsHere() {
    #expect(Processors.runsThisBuild)
    #expect(
      ["x86-64-v3", "x86-64-v3 and AVX-512", "x86-64 (baseline)", "arm64"].contains(
        Processors.codeLevel))
  }
}
