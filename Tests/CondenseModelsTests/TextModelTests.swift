import CondenseData
import CondenseModels
import Testing

@Suite struct TextModelTests {
  @Test func modelsOfTextsAreReadAgain() async throws {
    var lines = ["late,said"]
    for i in 0..<80 {
      lines.append(
        "\(i % 2 == 0 ? "yes" : "no"),number \(i) of a \(i % 2 == 0 ? "slow" : "quick") train \(i * 7 % 13)")
    }
    let table = try Table(contentsOf: Array(lines.joined(separator: "\n").utf8), name: "said.csv")
    let model = try await Predictor.train(on: table, predicting: "late") {
      $0.columns["said"] = .text
      $0.epochs = 2
    }
    let bytes = try SmallModel.bytes(model), again = try SmallModel.read(bytes)
    #expect(try SmallModel.bytes(again) == bytes)
    #expect(
      try again.predictions(for: table).probabilities == model.predictions(for: table).probabilities)
  }
}
