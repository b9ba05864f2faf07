import CondenseNetworks
import Foundation
import Testing

struct LearningRateScheduleTests {
  @Test func constantStays() {
    #expect((0..<10).allSatisfy { LearningRateSchedule.constant.factor(step: $0, of: 10) == 1 })
  }

  @Test(arguments: [(0.0, 0.0), (0.05, 0), (0.1, 0.1), (0.5, 0.01)])
  func upAndDown(warmup: Double, final: Double) {
    let steps = 1000, warm = Int((warmup * 1000).rounded(.up))
    for schedule in [
      LearningRateSchedule.linear(warmup: warmup, final: final), .cosine(warmup: warmup, final: final),
    ] {
      let factors = (0..<steps).map { Double(schedule.factor(step: $0, of: steps)) }
      #expect(factors.allSatisfy { $0 > 0 && $0 <= 1 })
      #expect(factors[warm] == 1)
      for step in 1..<steps {
        #expect(step <= warm ? factors[step] > factors[step - 1] : factors[step] <= factors[step - 1])
      }
      #expect(abs(factors[steps - 1] - final) < 0.01)
    }
  }

  @Test func cosineIsTheCosine() {
    for step in 0..<500 {
      let expected = (1 + cos(Double.pi * Double(step) / 500)) / 2
      let factor = LearningRateSchedule.cosine(warmup: 0, final: 0).factor(step: step, of: 500)
      #expect(abs(Double(factor) - expected) < 1e-7)
    }
  }

  @Test func shortRuns() {
    for steps in [0, 1, 2] {
      for schedule in [LearningRateSchedule.linear(), .cosine(warmup: 1)] {
        for step in 0...steps { #expect(schedule.factor(step: step, of: steps).isFinite) }
      }
    }
  }
}
