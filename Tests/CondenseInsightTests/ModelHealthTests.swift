import Condense
import CondenseInsight
import Testing

/// What a model's numbers deserve to have said of them.
@Suite struct ModelHealthTests {
  @Test func saysThatNothingWasFoundInNoise() async throws {
    let random = Philox(seed: 11, purpose: "noise")
    func noise(_ column: UInt64) -> [Double?] {
      (0..<400).map { Double(Philox.unit(random.block(column, UInt64($0))[0])) }
    }
    let table = try Table(
      name: "noise",
      columns: [Column(name: "x", numbers: noise(0)), Column(name: "y", numbers: noise(1))])
    let model = try await Predictor.train(on: table, predicting: "y")
    #expect(
      ModelHealth(model).remarks.contains(
        "nothing was found: on rows held out, the mean does about as well as the model"))
  }

  @Test func saysNoSuchThingWhereThereIsSomething() async throws {
    let x = (0..<400).map { Double($0 * 7 % 400) / 100 }
    let table = try Table(
      name: "line",
      columns: [
        Column(name: "x", numbers: x),
        Column(name: "y", numbers: x.map { 3 * $0 + 0.01 * Double(Int($0 * 37) % 5) }),
      ])
    let model = try await Predictor.train(on: table, predicting: "y")
    #expect(ModelHealth(model).isFinite)
    #expect(!ModelHealth(model).remarks.contains { $0.hasPrefix("nothing was found") })
  }
}
