import CZlib
import Foundation

/// Small tables, and models of them that the command trains once.
enum Sample {
  /// Sixty rows: classes `y`, whole numbers `n`, categories `town`, fractions `score`.
  static let table: String = {
    var lines = ["y,n,town,score"]
    for i in 0..<60 {
      let town = ["Ulm", "Bonn", "Kiel"][i % 3]
      lines.append(
        "\(i * 7 % 5 < 2 ? "yes" : "no"),\(i * 37 % 23),\(town),\(Double(i * 13 % 50) / 4 + 0.25)")
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  /// Texts of eight words and what they are, `pos` or `neg`, in turn.
  static let reviews: [(text: String, label: String)] = (0..<120).map { row in
    let plain = ["film", "plot", "cast", "scene", "story"], kind = ["fine", "warm", "lovely", "bright"]
    let unkind = ["dull", "cold", "ugly", "weak"], label = row % 2 == 0 ? "pos" : "neg"
    let words = row % 2 == 0 ? kind : unkind
    return (
      "the \(words[row / 2 % 4]) \(plain[row % 5]) number \(row) had a \(words[row / 8 % 4]) \(plain[row / 5 % 5])",
      label
    )
  }

  /// Thirty users who each rate films of one of three kinds.
  static let ratings: String = {
    var lines = ["user,film,stars,time,kind"]
    for user in 0..<30 {
      for place in 0..<8 {
        let film = (user % 3) * 10 + (user * 7 + place * 3) % 10
        lines.append(
          "u\(user),f\(film),\(1 + (user + film) % 9).5,\(place * 100 + user),\(["a", "b", "c"][film / 10])")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  /// A recommender of films from `ratings`.
  static let recommender: [UInt8] = trained(
    on: ratings, "--recommend --user user --item film --rating stars --epochs 4")

  /// `reviews` as a table.
  static let texts = table(of: reviews)

  static func table(of reviews: [(text: String, label: String)]) -> String {
    "text,label\n" + reviews.map { "\($0.text),\($0.label)\n" }.joined()
  }

  /// A model of `label` from `texts`.
  static let textModel = trained("label", on: texts)
  /// A model of `y`.
  static let classes: [UInt8] = trained("y")
  /// A model of `score`.
  static let numbers: [UInt8] = trained("score")

  static func trained(_ target: String, on table: String = table, _ flags: String = "--epochs 2") -> [UInt8] {
    trained(on: table, "--predict \(target) \(flags)")
  }

  private static func trained(on table: String, _ flags: String) -> [UInt8] {
    do {
      let box = try Sandbox(["data.csv": .text(table)])
      let run = try box.run("train data.csv --quiet \(flags)")
      guard run.code == 0 else { fatalError(run.errors) }
      return try box.bytes("data.condense")
    } catch {
      fatalError("\(error)")
    }
  }

  /// A safetensors file that somebody else wrote.
  static let foreign: [UInt8] = {
    let header = Array(#"{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}  "#.utf8)
    return length(header.count) + header + [UInt8](repeating: 0, count: 8)
  }()

  static func length(_ count: Int) -> [UInt8] {
    withUnsafeBytes(of: UInt64(count).littleEndian) { Array($0) }
  }

  /// The length of a model's header.
  static func headerLength(_ model: [UInt8]) -> Int {
    Int(model.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) })
  }

  /// A model whose header was changed and given a checksum that is right.
  static func rewritten(_ model: [UInt8], _ old: String, _ new: String) -> [UInt8] {
    let count = headerLength(model)
    var header = String(decoding: model[8..<8 + count], as: UTF8.self)
    guard let place = header.range(of: old) else { fatalError("no \(old) in the header") }
    header.replaceSubrange(place, with: new)
    while header.hasSuffix(" ") { header.removeLast() }
    header += String(repeating: " ", count: (4096 - (header.utf8.count + 8) % 4096) % 4096)
    guard let key = header.range(of: #""crc32_header":""#) else { fatalError("no checksum") }
    let digits = key.upperBound..<header.index(key.upperBound, offsetBy: 8)
    header.replaceSubrange(digits, with: "00000000")
    let bytes = Array(header.utf8)
    let sum = String(crc32(0, bytes, UInt32(bytes.count)), radix: 16)
    header.replaceSubrange(digits, with: String(repeating: "0", count: 8 - sum.count) + sum)
    return length(bytes.count) + Array(header.utf8) + model[(8 + count)...]
  }

  static func flipped(_ bytes: [UInt8], _ place: Int, _ bits: UInt8 = 1) -> [UInt8] {
    var bytes = bytes
    bytes[place] ^= bits
    return bytes
  }
}
