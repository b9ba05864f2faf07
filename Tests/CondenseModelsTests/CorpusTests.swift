import CondenseCore
import CondenseData
import CondenseModels
import Foundation
import Testing

/// Every input that ever failed, by the kind of file: each is read, and learned from, or refused with its reason.
///
/// `expected.txt` beside the inputs holds what comes of each: `rows × columns`, or the message.
@Suite struct CorpusTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Corpus")

  private static func names(_ kind: String) -> [String] {
    let all = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: kind).path)
    return (all ?? []).filter { $0 != "expected.txt" }.sorted()
  }

  private static func expected(_ kind: String) throws -> [String: String] {
    let file = folder.appending(path: "\(kind)/expected.txt")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return Dictionary(
      uniqueKeysWithValues: lines.map { line in
        let parts = line.split(separator: "\t", maxSplits: 1).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
      })
  }

  private func check(_ kind: String, _ name: String, _ outcome: (String) async throws -> String) async throws
  {
    let found: String
    do {
      found = try await outcome(Self.folder.appending(path: "\(kind)/\(name)").path)
    } catch let error as CondenseError {
      // Where the clone lies is no part of the message.
      found = error.message.replacing(Self.folder.appending(path: kind).path + "/", with: "")
    }
    #expect(found == (try Self.expected(kind)[name]), "\(name)")
  }

  @Test func nothingIsLeftOut() throws {
    for kind in ["tables", "models"] {
      #expect(!Self.names(kind).isEmpty)
      #expect(try Self.expected(kind).keys.sorted() == Self.names(kind))
    }
  }

  @Test(arguments: names("tables")) func table(name: String) async throws {
    try await check("tables", name) { path in
      let table = try Table(contentsOfFile: path)
      let target = table.columns.contains { $0.name == "y" } ? "y" : "label"
      let model = try await Predictor.train(on: table, predicting: target) { $0.epochs = 1 }
      _ = try model.predictions(for: table)
      return "\(table.rowCount) × \(table.columns.count)"
    }
  }

  @Test(arguments: names("models")) func model(name: String) async throws {
    try await check("models", name) { path in
      let model = try Predictor(contentsOfFile: path)
      return "a model of \(model.target)"
    }
  }
}
