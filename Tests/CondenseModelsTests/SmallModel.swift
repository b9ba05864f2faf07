import CZlib
import CondenseData
import CondenseModels
import Foundation

/// A table of sixty rows, models of it, and what can be done to their files.
enum SmallModel {
  static let table: Table = {
    var lines = ["y,n,dest,score"]
    for i in 0..<60 {
      let dest = ["Ulm", "Bonn", "Kiel", "Köln", ""][i % 5]
      lines.append("\(i * 7 % 5 < 2 ? "yes" : "no"),\(i * 37 % 23),\(dest),\(Double(i * 13 % 50) / 4 + 0.25)")
    }
    do {
      return try Table(contentsOf: Array(lines.joined(separator: "\n").utf8), name: "small.csv")
    } catch {
      fatalError("\(error)")
    }
  }()

  static func trained(_ target: String = "y", seed: UInt64 = 1) async throws -> Predictor {
    try await Predictor.train(on: table, predicting: target) {
      $0.epochs = 3
      $0.threads = 1
      $0.seed = seed
    }
  }

  /// The bytes of the file of a model.
  static func bytes(_ model: Predictor) throws -> [UInt8] {
    try inFile([]) { path in
      try model.write(toFile: path)
      return Array(try Data(contentsOf: URL(filePath: path)))
    }
  }

  /// What a file with these bytes is taken for.
  static func read(_ bytes: [UInt8]) throws -> Predictor {
    try inFile(bytes) { try Predictor(contentsOfFile: $0) }
  }

  static func inFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) throws -> Result {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).condense").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(filePath: path))
    return try body(path)
  }

  static func headerLength(_ model: [UInt8]) -> Int {
    Int(model.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) })
  }

  /// A model whose header was changed and given a checksum that is right; nil where `old` is not in it.
  static func rewritten(_ model: [UInt8], _ old: String, _ new: String) -> [UInt8]? {
    let count = headerLength(model)
    var header = String(decoding: model[8..<8 + count], as: UTF8.self)
    guard let place = header.range(of: old) else { return nil }
    header.replaceSubrange(place, with: new)
    guard let key = header.range(of: #""crc32_header":""#) else { return nil }
    let digits = key.upperBound..<header.index(key.upperBound, offsetBy: 8)
    header.replaceSubrange(digits, with: "00000000")
    let bytes = Array(header.utf8)
    let sum = String(crc32(0, bytes, UInt32(bytes.count)), radix: 16)
    header.replaceSubrange(digits, with: String(repeating: "0", count: 8 - sum.count) + sum)
    return withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { Array($0) } + Array(header.utf8)
      + model[(8 + count)...]
  }
}
