import CondenseCore
import CondenseData
import CondenseModels
import Foundation
import Testing

@Suite struct ModelFileTests {
  @Test(arguments: ["y", "score"]) func rewritingGivesTheSameBytes(target: String) async throws {
    let model = try await SmallModel.trained(target)
    let first = try SmallModel.bytes(model)
    let again = try SmallModel.read(first)
    #expect(try SmallModel.bytes(again) == first)
    #expect(again.report == model.report && again.schema == model.schema)
    let (a, b) = (
      try model.predictions(for: SmallModel.table), try again.predictions(for: SmallModel.table)
    )
    #expect(a.probabilities == b.probabilities && a.numbers == b.numbers)
  }

  private func expectRefusal(_ bytes: [UInt8], _ what: String) {
    do {
      _ = try SmallModel.read(bytes)
      Issue.record("\(what) was read")
    } catch let error as CondenseError {
      #expect(error.kind == .content, "\(what)")
      #expect(!error.message.contains("Swift") && !error.message.contains("DecodingError"), "\(what)")
    } catch {
      Issue.record("\(what): \(error)")
    }
  }

  @Test func noBeginningIsTakenForTheWhole() async throws {
    let good = try SmallModel.bytes(try await SmallModel.trained())
    let start = 8 + SmallModel.headerLength(good)
    var lengths = Set(0..<64).union(stride(from: 64, to: start, by: 191))
    lengths.formUnion(start - 4..<good.count)
    for length in lengths { expectRefusal(Array(good[..<length]), "the first \(length) bytes") }
  }

  @Test func everyFlippedByteIsSeen() async throws {
    let good = try SmallModel.bytes(try await SmallModel.trained())
    var places = Array(0..<200)
    for i in 0..<400 { places.append(200 + i * (good.count - 200) / 400) }
    for (i, place) in places.enumerated() {
      for bits in [UInt8(1) << (i % 8), 0xff] {
        var bytes = good
        bytes[place] ^= bits
        expectRefusal(bytes, "byte \(place) with \(bits) flipped")
      }
    }
  }

  /// Edits of the header that keep its checksum right.
  static let lies: [(old: String, new: String)] = [
    (#""shape":[1,32]"#, #""shape":[4611686018427387904,4]"#),
    (#""shape":[1,32]"#, #""shape":[9223372036854775807,9223372036854775807]"#),
    (#""shape":[1,32]"#, #""shape":[-1,32]"#), (#""shape":[1,32]"#, #""shape":[-1,-32]"#),
    (#""shape":[1,32]"#, #""shape":[1.5,32]"#), (#""shape":[1,32]"#, #""shape":[99999999999999999999]"#),
    (#""shape":[1,32]"#, #""shape":[32,1]"#), (#""shape":[1,32]"#, #""shape":"big""#),
    (#""data_offsets":[0,128]"#, #""data_offsets":[4,132]"#),
    (#""data_offsets":[0,128]"#, #""data_offsets":[128,0]"#),
    (#""data_offsets":[0,128]"#, #""data_offsets":[-128,0]"#),
    (#""data_offsets":[0,128]"#, #""data_offsets":[0,9223372036854775807]"#),
    (#""data_offsets":[0,128]"#, #""data_offsets":[0,64]"#),
    (#""data_offsets":[0,128]"#, #""data_offsets":[0]"#),
    (#""data_offsets":[128,"#, #""data_offsets":[64,"#), (#""data_offsets":[128,"#, #""data_offsets":[132,"#),
    (#""dtype":"F32""#, #""dtype":"F64""#), (#""dtype":"F32""#, #""dtype":"BF16""#),
    (#""dense1.bias":"#, #""dense9.bias":"#),
    (#"\"vocabularySize\":6"#, #"\"vocabularySize\":9223372036854775807"#),
    (#"\"vocabularySize\":6"#, #"\"vocabularySize\":7"#),
    (#"\"units\":32"#, #"\"units\":9223372036854775807"#),
    (#"\"units\":32"#, #"\"units\":4000000000"#), (#"\"units\":32"#, #"\"units\":-1"#),
    (#"\"units\":32"#, #"\"units\":33"#), (#"\"kind\":\"dense\""#, #"\"kind\":\"attention\""#),
    (#"\"width\":2"#, #"\"width\":3"#), (#"\"name\":\"rest\""#, #"\"name\":\"others\""#),
    (#"\"inputs\":[0]"#, #"\"inputs\":[77]"#), (#"\"inputs\":[0]"#, #"\"inputs\":[]"#),
    (#"\"classes\":[\"no\",\"yes\"],\"columns\""#, #"\"classes\":[\"no\",\"yes\",\"x\"],\"columns\""#),
    (#"\"classes\":[\"no\",\"yes\"],\"columns\""#, #"\"classes\":[\"no\",\"no\"],\"columns\""#),
    (#"\"classes\":[\"no\",\"yes\"],\"columns\""#, #"\"classes\":[],\"columns\""#),
    (#"\"task\":\"classes\""#, #"\"task\":\"regression\""#),
    (#"\"classShares\":["#, #"\"classShares\":[0.5,"#),
    (#"\"hasMissingRow\":true"#, #"\"hasMissingRow\":false"#),
    (#"\"missingCount\":0"#, #"\"missingCount\":5"#),
    (#"\"quantiles\":[]"#, #"\"quantiles\":[1,2]"#), (#"\"deviation\":"#, #"\"deviation\":-"#),
    (#"\"vocabularyName\":\"dest\""#, #"\"vocabularyName\":\"elsewhere\""#),
    (#""oldest_reader":"1""#, #""oldest_reader":"99999999999999999999""#),
    (#""oldest_reader":"1""#, #""oldest_reader":"2""#),
  ]

  @Test func liesInTheHeaderAreSeen() async throws {
    let good = try SmallModel.bytes(try await SmallModel.trained())
    let unchanged = try #require(SmallModel.rewritten(good, #""dtype":"#, #""dtype":"#))
    #expect(unchanged == good)
    for lie in Self.lies {
      let bytes = try #require(
        SmallModel.rewritten(good, lie.old, lie.new), "\(lie.old) is not in the header")
      expectRefusal(bytes, "\(lie.new) for \(lie.old)")
    }
  }

  private static let python = ProcessInfo.processInfo.environment["CONDENSE_PYTHON"] ?? "python3"

  /// Runs Python: how it ended, what it printed, and what it complained of.
  private static func runPython(_ arguments: [String]) throws -> (code: Int32, output: Data, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [python] + arguments
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    let text = output.fileHandleForReading.readDataToEndOfFile()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, text, said)
  }

  /// Whether it has what `References/read_model.py` needs.
  private static let pythonReadsModels: Bool =
    (try? runPython(["-c", "import numpy, safetensors.numpy"]))?.code == 0

  @Test(
    .enabled(
      if: pythonReadsModels, "there is no Python with safetensors and NumPy; CONDENSE_PYTHON names one"))
  func pythonReadsTheSameRows() async throws {
    let model = try await SmallModel.trained()
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).condense").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try model.write(toFile: path)
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "References/read_model.py").path
    let run = try Self.runPython([script, path, "dest"])
    #expect(run.code == 0, "\(run.errors)")
    let rows = try JSONDecoder().decode([String: [Float]].self, from: run.output)
    #expect(rows.keys.sorted() == ["Bonn", "Kiel", "Köln", "Ulm"].sorted())
    for (value, numbers) in rows { #expect(try model.vector(for: value, in: "dest") == numbers) }
  }

  @Test func onlyWhatWasLearnedHasAVector() async throws {
    let model = try await SmallModel.trained()
    #expect(try model.vector(for: "Rom", in: "dest") == nil)
    #expect(throws: CondenseError(.usage, "the model has no embedding of a column 'n'")) {
      try model.vector(for: "1", in: "n")
    }
  }
}
