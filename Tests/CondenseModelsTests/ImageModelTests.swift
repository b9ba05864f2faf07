import CondenseCore
import CondenseData
import CondenseModels
import Foundation
import Synchronization
import Testing

/// Models of images, in the library.
@Suite struct ImageModelTests {
  static let model = Task {
    try await Predictor.train(on: Digits.table(0..<1500), predicting: "digit") { $0.epochs = 40 }
  }

  private static func quick(_ table: Table, threads: Int = 1, seed: UInt64 = 1) async throws -> Predictor {
    try await Predictor.train(on: table, predicting: "digit") {
      $0.epochs = 2
      $0.threads = threads
      $0.seed = seed
    }
  }

  @Test func digitsAreTold() async throws {
    let model = try await Self.model.value
    let evaluation = try model.evaluation(on: Digits.table(5000..<6000))
    #expect(try #require(evaluation.accuracy) > 0.97)
    let input = try #require(model.report.inputs.first)
    #expect(model.report.inputs.count == 1 && input.name == "image" && input.layer == "dense")
    #expect(input.size == 144 && input.dimension == 144)
    #expect(model.plan.network.nodes.map(\.name).prefix(2) == ["image", "shift1"])
  }

  @Test func anImageAloneIsPredictedAsAmongMany() async throws {
    struct Row: Encodable { var image: [UInt8] }
    struct Body: Encodable { var image: Data }
    let model = try await Self.model.value, together = try model.predictions(for: Digits.table(5000..<5040))
    let workspace = try model.makeWorkspace()
    for row in 0..<40 {
      let pixels = Digits.image(5000 + row)
      #expect(try model.prediction(forImage: pixels) == together[row])
      #expect(try model.prediction(forImage: pixels, using: workspace) == together[row])
      #expect(try model.prediction(for: ["image": .image(pixels)]) == together[row])
      #expect(try model.prediction(for: Row(image: pixels)) == together[row])
      #expect(try model.prediction(for: Body(image: Data(pixels))) == together[row])
    }
  }

  /// More rows than are encoded at a time; they share the pixels of twenty images.
  @Test func manyImagesArePredictedInParts() async throws {
    let model = try await Self.model.value, table = try Digits.table(5000..<5020)
    let few = try model.predictions(for: table)
    let many = try model.predictions(for: table.rows((0..<116_500).map { $0 * 7 % 20 }), threads: 2)
    #expect(many.count == 116_500)
    for row in stride(from: 0, to: 116_500, by: 233) { #expect(many[row] == few[row * 7 % 20]) }
  }

  @Test func imagesThatDoNotFit() async throws {
    let model = try await Self.model.value
    let size = #expect(throws: CondenseError.self) { try model.prediction(forImage: [1, 2, 3]) }
    #expect(
      size
        == CondenseError(
          .content,
          "the row's 'image' is an image of 3 pixels, where an image of 12 × 12 pixels, 144 bytes row by row, was"
            + " expected"))
    let table = try await SmallModel.trained()
    let columns = #expect(throws: CondenseError.self) { try table.prediction(forImage: [1]) }
    #expect(
      columns
        == CondenseError(
          .usage,
          "the model was trained with 'n', 'dest', 'score', not with one image alone; give prediction(for:) a cell"
            + " for each"))
  }

  @Test func theFileIsTheSameForAnyThreads() async throws {
    let table = try Digits.table(0..<600)
    let files = try await [
      SmallModel.bytes(Self.quick(table)), SmallModel.bytes(Self.quick(table, threads: 2)),
      SmallModel.bytes(Self.quick(table, threads: 3)),
    ]
    #expect(Set(files).count == 1)
    #expect(try await SmallModel.bytes(Self.quick(table, seed: 2)) != files[0])
    let again = try SmallModel.read(files[0])
    #expect(try SmallModel.bytes(again) == files[0])
  }

  static let lies: [(String, String)] = [
    (#"\"height\":12"#, #"\"height\":13"#), (#"\"height\":12"#, #"\"height\":0"#),
    (#"\"height\":12"#, #"\"height\":9223372036854775807"#), (#"\"deviation\":"#, #"\"deviation\":-"#),
    (#"\"mean\":"#, #"\"mean\":1e9"#), (#"\"reach\":1"#, #"\"reach\":12"#),
    (#"\"reach\":1"#, #"\"reach\":-1"#), (#"\"reach\":1"#, #"\"reach\":1e30"#),
    (#"\"width\":12"#, #"\"width\":-12"#), (#"\"background\":"#, #"\"background\":1e99"#),
  ]

  @Test(arguments: lies) func damagedModelsAreRefused(old: String, new: String) async throws {
    let file = try await SmallModel.bytes(Self.model.value)
    let lie = try #require(SmallModel.rewritten(file, old, new))
    let error = #expect(throws: CondenseError.self) { try SmallModel.read(lie) }
    #expect(error?.kind == .content)
  }

  // MARK: labels that look wrong

  private func remarks(wrong: Int) async throws -> [String] {
    let said = Mutex<[String]>([])
    let note: @Sendable (String) -> Void = { remark in said.withLock { $0.append(remark) } }
    _ = try await Predictor.train(on: Digits.table(0..<4000, wrong: wrong), predicting: "digit") {
      $0.epochs = 10
      $0.onRemark = note
    }
    return said.withLock { $0 }
  }

  @Test func wrongLabelsAreNoticed() async throws {
    let remark = try #require(try await remarks(wrong: 20).first { $0.hasPrefix("labels look wrong") })
    let sentence =
      /labels look wrong: of the 40 held-out images that the model is surest of, \d+ carry another label than it sees, \d+ %; look first at image (\d+) \(labelled '(\d)', looks like '(\d)'\), image \d+ .*/
    let match = try #require(remark.wholeMatch(of: sentence), "\(remark)")
    let row = try #require(Int(match.1)) - 1
    #expect(Digits.draw(100, row, 9) < 20, "\(remark)")
    #expect(String(match.3) == String(row % 10) && String(match.2) == String((row + 1) % 10))
  }

  @Test func rightLabelsAreLeftAlone() async throws {
    #expect(try await remarks(wrong: 0).isEmpty)
  }
}
