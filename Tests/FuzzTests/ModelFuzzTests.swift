import CondenseCommand
import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import Foundation
import Testing

/// Model files whose sums are right and whose content is not: each is used or refused, and never trusted too far.
@Suite(.serialized) struct ModelFuzzTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Fixtures/models/0.1.0")
  private static let models = ["table", "numbers", "text", "images", "recommender"]
  private static let tensorEdges: [Float] = [.nan, .infinity, -.infinity, 3e38, -3e38, 0, 1e-37, 1e9, -1]
  private static let wholeEdges: [Int64] = [-1, .min, .max, 1 << 31, 1 << 40, 0, 1, 2]

  /// The places in a description where a number, a word or a truth stands.
  private static func values(_ bytes: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var start = -1
    var isQuoted = false
    for (place, byte) in bytes.enumerated() {
      if isQuoted {
        if byte == UInt8(ascii: "\""), bytes[place - 1] != UInt8(ascii: "\\") {
          isQuoted = false
          found.append(start..<place + 1)
          start = -1
        }
        continue
      }
      let isPart =
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte &- 48 < 10 || byte &- 97 < 26
        || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "E")
      if byte == UInt8(ascii: "\"") {
        isQuoted = true
        start = place
      } else if isPart {
        if start < 0 { start = place }
      } else if start >= 0 {
        found.append(start..<place)
        start = -1
      }
    }
    return found
  }

  private static let numbers = [
    "0", "1", "-1", "2", "3", "7", "255", "256", "65536", "4294967296", "9223372036854775807",
    "-9223372036854775808", "0.5", "1e-320", "1e308", "-1e308", "1e9",
  ]
  private static let others = ["null", "true", "[]", "{}", "\"\"", "\"x\"", "\"relu\"", "[1,2]"]

  /// Another word for one of a description: mostly of the same kind, so that it is read at all.
  private static func word(
    for old: ArraySlice<UInt8>, isKey: Bool, of bytes: [UInt8], _ values: [Range<Int>],
    _ random: inout SplitMix
  ) -> [UInt8]? {
    if random.next(below: 20) == 0 { return Array(others[random.next(below: others.count)].utf8) }
    guard !isKey else { return nil }
    switch old.first {
    case UInt8(ascii: "\""):
      // A word that stands elsewhere.
      for _ in 0..<8 {
        let other = values[random.next(below: values.count)]
        if bytes[other.lowerBound] == UInt8(ascii: "\"") { return Array(bytes[other]) }
      }
      return Array("\"\"".utf8)
    case UInt8(ascii: "t"): return Array("false".utf8)
    case UInt8(ascii: "f"): return Array("true".utf8)
    default:
      if let number = Int(String(decoding: old, as: UTF8.self)), random.next(below: 2) == 0 {
        return Array(String(number &+ (random.next(below: 2) == 0 ? 1 : -1)).utf8)
      }
      return Array(numbers[random.next(below: numbers.count)].utf8)
    }
  }

  /// A model file of another, changed.
  private func changed(_ file: Safetensors, _ number: Int) throws -> Safetensors {
    var file = file
    var random = SplitMix(seed: UInt64(number))
    let names = file.tensors.keys.sorted()
    for _ in 0..<1 + random.next(below: 3) {
      if random.next(below: 2) == 0, let text = file.metadata["condense"] {
        var bytes = Array(text.utf8)
        let values = Self.values(bytes)
        let place = values[random.next(below: values.count)]
        let isKey = place.upperBound < bytes.count && bytes[place.upperBound] == UInt8(ascii: ":")
        guard let word = Self.word(for: bytes[place], isKey: isKey, of: bytes, values, &random) else {
          continue
        }
        bytes.replaceSubrange(place, with: word)
        file.metadata["condense"] = String(decoding: bytes, as: UTF8.self)
        continue
      }
      let name = names[random.next(below: names.count)]
      guard let tensor = file.tensors[name] else { continue }
      var bytes = tensor.bytes, shape = tensor.shape
      let size = tensor.kind == .uint8 ? 1 : tensor.kind == .int64 || tensor.kind == .float64 ? 8 : 4
      let count = bytes.count / size
      func put(_ value: some BitwiseCopyable, at place: Int) {
        withUnsafeBytes(of: value) { bytes.replaceSubrange(place * size..<(place + 1) * size, with: $0) }
      }
      switch random.next(below: 5) {
      case 0 where count > 1:
        // One row more or less.
        let isLess = random.next(below: 2) == 0
        let row = shape.isEmpty ? 1 : max(1, shape.dropFirst().reduce(1, *))
        guard !shape.isEmpty, shape[0] > 1 else { continue }
        shape[0] += isLess ? -1 : 1
        if isLess { bytes.removeLast(row * size) } else { bytes += bytes.prefix(row * size) }
      default:
        guard count > 0 else { continue }
        let place = random.next(below: count)
        switch tensor.kind {
        case .float32: put(Self.tensorEdges[random.next(below: Self.tensorEdges.count)], at: place)
        case .float64: put(Double(Self.tensorEdges[random.next(below: Self.tensorEdges.count)]), at: place)
        case .int64: put(Self.wholeEdges[random.next(below: Self.wholeEdges.count)], at: place)
        case .int32:
          put(
            Int32(truncatingIfNeeded: Self.wholeEdges[random.next(below: Self.wholeEdges.count)]), at: place)
        case .uint8: bytes[place] = UInt8(random.next(below: 256))
        }
      }
      switch tensor.kind {
      case .uint8: file.add(name, .uint8, shape: shape, bytes)
      default: file.add(name, tensor.kind, shape: shape, bytes)
      }
    }
    return file
  }

  private static let data = [
    "table": "table.csv", "numbers": "table.csv", "text": "text.csv", "images": "images.idx",
  ]

  /// The commands that read a model, as words; `MODEL` and `DATA` stand for theirs.
  private static func commands(_ model: String) -> [[String]] {
    if model == "recommender" {
      return [
        ["doctor", "MODEL"], ["summary", "MODEL"], ["recommend", "MODEL", "u0", "u1"],
        ["neighbors", "MODEL", "i0"], ["vectors", "MODEL", "--quiet"],
      ]
    }
    return [
      ["doctor", "MODEL"], ["summary", "MODEL"], ["predict", "MODEL", "DATA"],
    ]
  }

  private static func others(_ model: String) -> [[String]] {
    let layer = model == "text" ? "text.embedding" : "dense1"
    let all = [
      ["summary", "MODEL", "--json"], ["report", "MODEL", "DATA", "-o", "REPORT", "--force"],
      ["neurons", "MODEL", layer, "DATA", "--json"],
      ["map", "MODEL", layer, "DATA", "-o", "MAP", "--force"],
    ]
    if model == "images" { return all }
    let (column, value) = model == "text" ? ("text", "film") : ("town", "Ulm")
    return all + [
      ["evaluate", "MODEL", "DATA", "--json"], ["explain", "MODEL", "DATA", "--row", "1", "--json"],
      ["explain", "MODEL", "DATA", "--json"], ["vectors", "MODEL", column, "-o", "VECTORS", "--force"],
      ["neighbors", "MODEL", column, value], ["map", "MODEL", column, "-o", "MAP", "--force"],
      ["shrink", "MODEL", "DATA", "-o", "SMALL", "--force"],
    ]
  }

  /// Rows with targets.
  private static func rows(_ model: String) -> String {
    if model == "text" {
      return "text,label\n"
        + (0..<20).map {
          "the \($0 % 2 == 0 ? "dull" : "lovely") film number \($0),\($0 % 2 == 0 ? "neg" : "pos")\n"
        }
        .joined()
    }
    return "town,size,price,day,tags,late\n"
      + (0..<20).map { row in
        "\(["Ulm", "Bonn", "Kiel", ""][row % 4]),\(row + 3),\(row % 5 == 0 ? "" : "\(row * 9)"),2021-0\(row % 9 + 1)-14,"
          + "\(["blue|red", "old", ""][row % 3]),\(row % 2 == 0 ? "yes" : "no")\n"
      }.joined()
  }

  /// Runs commands within this process, whose output goes nowhere; their exit codes.
  private func run(_ commands: [[String]], model: String, _ path: String, folder: String) -> [Int32] {
    let data = model == "images" ? Self.folder.appending(path: "images.idx").path : "\(folder)/\(model).csv"
    return commands.map { words in
      Program.run(
        words.map {
          switch $0 {
          case "MODEL": path
          case "DATA": data
          case "REPORT": "\(folder)/r.html"
          case "MAP": "\(folder)/m.html"
          case "SMALL": "\(folder)/s.condense"
          case "VECTORS": "\(folder)/v.csv"
          default: $0
          }
        }, environment: [:])
    }
  }

  /// What is on standard output and error while a body runs, thrown away.
  private func silently(_ body: () throws -> Void) throws {
    let (output, errors) = (dup(STDOUT_FILENO), dup(STDERR_FILENO))
    let nowhere = open("/dev/null", O_WRONLY)
    fflush(nil)
    dup2(nowhere, STDOUT_FILENO)
    dup2(nowhere, STDERR_FILENO)
    defer {
      dup2(output, STDOUT_FILENO)
      dup2(errors, STDERR_FILENO)
      for file in [output, errors, nowhere] { close(file) }
    }
    try body()
  }

  private func fuzz(_ kind: String, _ commands: (String) -> [[String]]) throws {
    let files = try Self.models.map {
      try Safetensors(contentsOfFile: Self.folder.appending(path: "\($0).condense").path)
    }
    let folder = FileManager.default.temporaryDirectory.appending(path: "condense-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for model in ["table", "numbers", "text"] {
      try Data(Self.rows(model).utf8).write(to: URL(filePath: "\(folder)/\(model).csv"))
    }
    var faults: [String] = [], counts: [Int32: Int] = [:]
    let path = "\(folder)/m.condense"
    try silently {
      try FuzzRun(kind, usual: 0).run { number in
        let place = number % Self.models.count, model = Self.models[place]
        try changed(files[place], number).write(to: path)
        let codes = run(commands(model), model: model, path, folder: folder)
        for code in codes { counts[code, default: 0] += 1 }
        if let fault = zip(commands(model), codes).first(where: { $1 == 70 }) {
          faults.append("\(number) \(model): \(fault.0) ended with 70")
        }
        // Doctor and the commands that use a model agree about it.
        guard codes.count == 3, model != "recommender" else { return }
        if codes[0] != 0, codes[2] == 0 {
          faults.append("\(number) \(model): doctor refuses, predict answers")
        }
        if codes[0] == 0, codes[1] != 0 { faults.append("\(number) \(model): doctor passes, summary fails") }
      }
    }
    print("exit codes of \(kind): \(counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" })")
    #expect(faults.isEmpty, "\(faults.count): \(faults.prefix(20))")
  }

  private static let isAsked: ConditionTrait = .enabled(
    if: ProcessInfo.processInfo.environment["CONDENSE_FUZZ"] != nil, "make fuzz asks for it")

  @Test(isAsked) func modelsOpenOrNot() throws { try fuzz("model", Self.commands) }

  @Test(isAsked) func otherCommands() throws {
    try fuzz("commands") { $0 == "recommender" ? Self.commands($0) : Self.others($0) }
  }

  /// What `make test` tries: models are opened and asked, without commands.
  @Test func someModels() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "condense-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = "\(folder)/m.condense"
    for (place, name) in Self.models.enumerated() {
      let file = try Safetensors(contentsOfFile: Self.folder.appending(path: "\(name).condense").path)
      let data = try Self.data[name].map { try Table(contentsOfFile: Self.folder.appending(path: $0).path) }
      FuzzRun("some models", usual: 25).run { number in
        do {
          try changed(file, number * Self.models.count + place).write(to: path)
          if let data {
            let model = try Predictor(contentsOfFile: path)
            let found = try model.predictions(for: data)
            #expect(found.numbers.allSatisfy(\.isFinite) && found.probabilities.allSatisfy(\.isFinite))
            _ = ModelHealth(model)
          } else {
            let model = try Recommender(contentsOfFile: path)
            #expect(try model.recommendations(for: "u0").allSatisfy { $0.score.isFinite })
            _ = ModelHealth(model)
          }
        } catch {
          let isOfOurs = (error as? CondenseError).map { !$0.message.isEmpty && $0.kind != .internalFault }
          #expect(isOfOurs == true, "\(error)")
        }
      }
    }
  }
}
