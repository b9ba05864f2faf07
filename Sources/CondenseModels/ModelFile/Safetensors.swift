import CondenseCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A safetensors file in memory: metadata and named tensors.
///
/// Layout: 8 bytes little-endian header length, the header (JSON, padded with spaces so that the tensors
/// start at a multiple of 4096), the tensors without gaps in the order of their names. The metadata carries a
/// CRC-32 of the header (taken with its own eight digits as zeros) and one of each tensor.
///
/// Format: https://github.com/huggingface/safetensors.
package struct Safetensors {
  /// What a tensor holds.
  package enum Kind: String, Codable, Sendable {
    case float32 = "F32"
    case float64 = "F64"
    case int32 = "I32"
    case int64 = "I64"
    case uint8 = "U8"

    var bytes: Int {
      switch self {
      case .float32, .int32: 4
      case .float64, .int64: 8
      case .uint8: 1
      }
    }
  }

  /// One tensor, row by row, little-endian.
  package struct Tensor: Sendable {
    package let kind: Kind
    package let shape: [Int]
    package let bytes: [UInt8]
  }

  private static let alignment = 4096
  private static let headerSum = "crc32_header"
  private static let tensorSums = "crc32_tensors"
  private static let zeros = "00000000"

  package var metadata: [String: String] = [:]
  package private(set) var tensors: [String: Tensor] = [:]

  package init() {}

  /// Adds a tensor; the shape's product must be the number of elements.
  package mutating func add<Element: BitwiseCopyable>(
    _ name: String, _ kind: Kind, shape: [Int], _ elements: [Element]
  ) {
    tensors[name] = Tensor(
      kind: kind, shape: shape, bytes: elements.withUnsafeBytes { Array($0) })
  }

  // MARK: writing

  /// Writes the file whole, or leaves what stood there.
  package func write(to path: String) throws {
    let names = tensors.keys.sorted()
    var sums: [String: String] = [:]
    for name in names { sums[name] = tensors[name]?.bytes.withUnsafeBytes(Checksum32.text) }
    var metadata = metadata
    metadata[Self.headerSum] = Self.zeros
    metadata[Self.tensorSums] = try Self.json(sums)
    var entries: [String: HeaderEntry] = ["__metadata__": .metadata(metadata)]
    var offset = 0
    for name in names {
      guard let tensor = tensors[name] else { continue }
      entries[name] = .tensor(tensor.kind, tensor.shape, offset..<offset + tensor.bytes.count)
      offset += tensor.bytes.count
    }
    var header = Array(try Self.json(entries).utf8)
    header += [UInt8](
      repeating: 0x20, count: roundedUp(header.count + 8, toMultipleOf: Self.alignment) - 8 - header.count)
    Self.putSum(&header, header.withUnsafeBytes(Checksum32.text))
    let length = withUnsafeBytes(of: UInt64(header.count).littleEndian) { Array($0) }
    try WholeFile.replace(path, with: [length, header] + names.compactMap { tensors[$0]?.bytes })
  }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The place of the header's own sum: the eight digits after its key.
  private static func sumPlace(_ header: [UInt8]) -> Range<Int>? {
    guard let end = place(of: "\"\(headerSum)\":\"", in: header), end + 8 <= header.count else { return nil }
    return end..<end + 8
  }

  /// Where the first occurrence of `words` ends.
  private static func place(of words: String, in header: [UInt8]) -> Int? {
    let key = Array(words.utf8)
    var place = 0
    while place + key.count <= header.count {
      if header[place] == key[0], header[place..<place + key.count].elementsEqual(key) {
        return place + key.count
      }
      place += 1
    }
    return nil
  }

  private static func putSum(_ header: inout [UInt8], _ sum: String) {
    if let place = sumPlace(header) { header.replaceSubrange(place, with: Array(sum.utf8)) }
  }

  // MARK: reading

  /// Reads and checks everything before anything is built from it.
  ///
  /// - Throws: `CondenseError` of kind `input` when it cannot be read, `content` when it is not sound.
  package init(contentsOfFile path: String) throws {
    let bytes = try WholeFile.read(path)
    func damaged(_ what: String) -> CondenseError {
      CondenseError(.content, "\(path) is damaged: \(what); copy or train it again")
    }
    guard bytes.count >= 10, Self.looksLikeOne(bytes) else {
      throw CondenseError(
        .content,
        "\(path) is not a model file of Condense"
          + (bytes.count < 10 ? ": it holds \(bytes.count) bytes" : ""))
    }
    let length = Int(
      bytes.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) })
    guard length <= bytes.count - 8 else {
      throw damaged("it ends after \(bytes.count) bytes, within its header of \(length)")
    }
    var header = Array(bytes[8..<8 + length])
    guard let place = Self.sumPlace(header) else {
      throw CondenseError(.content, "\(path) is a safetensors file, but not one that Condense wrote")
    }
    let sum = String(decoding: header[place], as: UTF8.self)
    header.replaceSubrange(place, with: Array(Self.zeros.utf8))
    guard header.withUnsafeBytes(Checksum32.text) == sum else {
      throw damaged("its header does not match its checksum")
    }
    guard let entries = try? JSONDecoder().decode([String: HeaderEntry].self, from: Data(header)),
      case .metadata(let metadata)? = entries["__metadata__"],
      let sumText = metadata[Self.tensorSums],
      let sums = try? JSONDecoder().decode([String: String].self, from: Data(sumText.utf8))
    else { throw damaged("its header makes no sense") }
    var end = 0
    // A tensor without elements starts where the next one does, and comes first.
    for (name, entry) in entries.sorted(by: { $0.value.place < $1.value.place }) {
      guard case .tensor(let kind, let shape, let range) = entry else { continue }
      var count = kind.bytes
      for size in shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: size)
        guard size >= 0, !overflow else { throw damaged("the shape of '\(name)' is impossible") }
        count = product
      }
      guard range.lowerBound == end else {
        throw damaged("'\(name)' starts at byte \(range.lowerBound) of the tensors where \(end) was expected")
      }
      guard range.count == count else {
        throw damaged("'\(name)' takes \(range.count) bytes where its shape needs \(count)")
      }
      guard range.upperBound <= bytes.count - 8 - length else {
        throw damaged("it ends after \(bytes.count) bytes, within '\(name)'")
      }
      end = range.upperBound
      let content = Array(bytes[(8 + length + range.lowerBound)..<(8 + length + range.upperBound)])
      guard content.withUnsafeBytes(Checksum32.text) == sums[name] else {
        throw damaged("'\(name)' does not match its checksum")
      }
      tensors[name] = Tensor(kind: kind, shape: shape, bytes: content)
    }
    guard end == bytes.count - 8 - length else {
      throw damaged("\(bytes.count - 8 - length - end) bytes stand after its last tensor")
    }
    self.metadata = metadata
  }

  /// Eight bytes that could be a header length, then a JSON object.
  package static func looksLikeOne(_ bytes: [UInt8]) -> Bool {
    bytes.count >= 9 && bytes[8] == UInt8(ascii: "{") && bytes[4..<8].allSatisfy { $0 == 0 }
  }

  /// Whether a file is one that we wrote, whole or damaged, and its header holds some words; nothing but the
  /// header is read.
  package static func isOurs(atFile path: String, holding words: String = "") -> Bool {
    guard let start = try? WholeFile.read(path, atMost: 9), looksLikeOne(start) else { return false }
    let length = start.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
    guard let header = try? WholeFile.read(path, atMost: 8 + Int(clamping: length)) else { return false }
    return ["\"\(headerSum)\":\"", "\"written_by\":\"condense ", words].allSatisfy {
      $0.isEmpty || place(of: $0, in: header) != nil
    }
  }

  /// The elements of a tensor.
  /// - Throws: `CondenseError` of kind `content` when it is absent or of another kind.
  package func elements<Element: BitwiseCopyable>(
    _ name: String, _ kind: Kind, as type: Element.Type
  ) throws -> [Element] {
    guard let tensor = tensors[name], tensor.kind == kind else {
      throw CondenseError(.content, "the model has no tensor '\(name)' of kind \(kind.rawValue)")
    }
    return tensor.bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / MemoryLayout<Element>.stride).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<Element>.stride, as: Element.self)
      }
    }
  }
}

/// An entry of the header: the metadata, or where a tensor stands.
private enum HeaderEntry: Codable {
  case metadata([String: String])
  case tensor(Safetensors.Kind, [Int], Range<Int>)

  private enum Key: String, CodingKey {
    case kind = "dtype"
    case shape
    case offsets = "data_offsets"
  }

  /// Where its bytes start and end.
  var place: (Int, Int) {
    if case .tensor(_, _, let range) = self { (range.lowerBound, range.upperBound) } else { (-1, -1) }
  }

  init(from decoder: any Decoder) throws {
    guard let values = try? decoder.container(keyedBy: Key.self), values.contains(.kind) else {
      self = .metadata(try decoder.singleValueContainer().decode([String: String].self))
      return
    }
    let offsets = try values.decode([Int].self, forKey: .offsets)
    guard offsets.count == 2, offsets[0] >= 0, offsets[0] <= offsets[1] else {
      throw DecodingError.dataCorruptedError(forKey: .offsets, in: values, debugDescription: "offsets")
    }
    self = .tensor(
      try values.decode(Safetensors.Kind.self, forKey: .kind),
      try values.decode([Int].self, forKey: .shape), offsets[0]..<offsets[1])
  }

  func encode(to encoder: any Encoder) throws {
    switch self {
    case .metadata(let metadata):
      var value = encoder.singleValueContainer()
      try value.encode(metadata)
    case .tensor(let kind, let shape, let range):
      var values = encoder.container(keyedBy: Key.self)
      try values.encode(kind, forKey: .kind)
      try values.encode(shape, forKey: .shape)
      try values.encode([range.lowerBound, range.upperBound], forKey: .offsets)
    }
  }
}
