import CondenseCore
import CondenseModels
import Testing

/// How sure a model is allowed to be.
@Suite struct CalibrationTests {
  /// Rows of two classes whose logits are `factor` times what the targets were drawn by.
  private func rows(_ count: Int, tooSureBy factor: Double) -> (probabilities: [Float], targets: [Int32]) {
    let random = Philox(seed: 3, purpose: "calibration")
    var probabilities: [Float] = [], targets: [Int32] = []
    for row in 0..<count {
      let words = random.block(0, UInt64(row))
      let logit = 4 * Double(Philox.unit(words[0])) - 2
      func probability(_ logit: Double) -> Double { 1 / (1 + Elementary.exp(-logit)) }
      targets.append(Double(Philox.unit(words[1])) < probability(logit) ? 1 : 0)
      let said = Float(probability(factor * logit))
      probabilities += [1 - said, said]
    }
    return (probabilities, targets)
  }

  @Test(arguments: [1.0, 3.0, 0.5]) func sharpnessUndoesWhatWasTooMuch(factor: Double) {
    let (probabilities, targets) = rows(5000, tooSureBy: factor)
    let found = Calibration.sharpness(probabilities, classes: 2, targets: targets, weights: nil)
    #expect(abs(found * factor - 1) < 0.1, "\(found)")
    let weights = [Float](repeating: 2.5, count: targets.count)
    let weighted = Calibration.sharpness(probabilities, classes: 2, targets: targets, weights: weights)
    #expect(abs(weighted - found) < 0.05)
  }

  @Test func fewRowsSayLittle() {
    let (probabilities, targets) = rows(4, tooSureBy: 3)
    let found = Calibration.sharpness(probabilities, classes: 2, targets: targets, weights: nil)
    #expect(found > 0.8 && found < 1.1)
    #expect(Calibration.sharpness([], classes: 2, targets: [], weights: nil) == 1)
    #expect(Calibration.shrinkage([1, -1], targets: [-1, 1], weights: nil) > 0.8)
    #expect(Calibration.shrinkage([0, 0], targets: [-1, 1], weights: nil) == 1)
  }

  @Test func shrinkageIsThatOfLeastSquares() {
    let said = (0..<2000).map { Double($0 % 21) - 10 }
    #expect(abs(Calibration.shrinkage(said, targets: said.map { $0 / 4 }, weights: nil) - 0.25) < 0.01)
    // Nothing was found: what is said has nothing to do with what is true.
    let chance = (0..<2000).map { Double($0 * 7919 % 13) - 6 }
    #expect(Calibration.shrinkage(said, targets: chance, weights: nil) < 0.05)
    // Rows that do not count change nothing.
    let half = said.enumerated().map { $0 % 2 == 0 ? $1 : -$1 }
    let weights = said.indices.map { $0 % 2 == 0 ? Float(1) : 0 }
    #expect(abs(Calibration.shrinkage(said, targets: half, weights: weights) - 1) < 1e-9)
  }
}
