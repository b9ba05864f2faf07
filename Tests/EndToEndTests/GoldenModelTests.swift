import Foundation
import Testing

/// Models of earlier versions predict the same bits for ever; `Tests/References/make_golden.py` made them.
@Suite struct GoldenModelTests {
  private static let folder = Sandbox.package.appending(path: "Tests/Fixtures/models")
  static let versions = ["0.1.0"]
  static let tables = ["table", "numbers", "text"]

  @Test func everyVersionIsTested() throws {
    #expect(try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).sorted() == Self.versions)
  }

  private func run(_ version: String, _ line: String, expected: String) throws {
    let folder = Self.folder.appending(path: version)
    let run = try Sandbox().shell("cd '\(folder.path)' && exec \"$condense\" \(line)")
    #expect(run.code == 0, "\(run.errors)")
    #expect(try run.output == String(contentsOf: folder.appending(path: expected), encoding: .utf8))
  }

  @Test(arguments: versions, tables) func predictions(version: String, name: String) throws {
    let data = name == "text" ? "text.csv" : "table.csv"
    try run(version, "predict \(name).condense \(data) --quiet", expected: "\(name).expected.csv")
  }

  @Test(arguments: versions) func recommendations(version: String) throws {
    try run(
      version, "recommend recommender.condense u0 u1 u29 -k 5 --quiet", expected: "recommender.expected.csv")
  }

  @Test(arguments: versions) func images(version: String) throws {
    try run(version, "predict images.condense images.idx --quiet", expected: "images.expected.csv")
  }

  @Test(arguments: versions, ["table", "numbers", "text", "recommender", "images"])
  func doctorFindsThemSound(version: String, name: String) throws {
    let file = Self.folder.appending(path: "\(version)/\(name).condense").path
    let run = try Sandbox().run(["doctor", file])
    #expect(run.code == 0, "\(run.output)\(run.errors)")
  }
}
