import Condense

/// The vectors of a column as the bytes of a file.
package struct VectorText {
  /// NumPy pads its own headers to 64 or 128 bytes; this length tells our files from others.
  private static let matrixHeader = 512

  package private(set) var bytes: [UInt8] = []
  /// For a matrix, its values, one a line.
  package private(set) var valueLines: [UInt8] = []
  /// How many values had to be changed to stand in the format.
  package private(set) var changed = 0

  package init(_ vectors: ValueVectors, as format: VectorFormat) {
    switch format {
    case .csv: writeTable(vectors, UInt8(ascii: ","))
    case .tsv: writeTable(vectors, UInt8(ascii: "\t"))
    case .npy: writeMatrix(vectors)
    case .txt: writeWords(vectors)
    case .jsonl: writeObjects(vectors)
    }
  }

  /// Whether a file is one of ours, by its first bytes.
  package static func isOurs(_ path: String, _ format: VectorFormat) -> Bool {
    guard let bytes = try? WholeFile.read(path) else { return false }
    switch format {
    case .csv: return bytes.starts(with: "value,count,d1".utf8)
    case .tsv: return bytes.starts(with: "value\tcount\td1".utf8)
    case .jsonl: return bytes.starts(with: "{\"value\":".utf8)
    case .npy: return bytes.starts(with: matrixStart)
    case .txt: return wordHeader(bytes) != nil
    }
  }

  /// Whether a file holds the values of a matrix of ours, one a line.
  package static func isOurs(values path: String, of matrix: String) -> Bool {
    guard isOurs(matrix, .npy), let header = try? WholeFile.read(matrix).prefix(matrixHeader),
      let lines = try? WholeFile.read(path).count(where: { $0 == 0x0A })
    else { return false }
    return String(decoding: header, as: UTF8.self).contains("'shape': (\(lines), ")
  }

  // MARK: CSV and TSV

  private mutating func writeTable(_ vectors: ValueVectors, _ delimiter: UInt8) {
    bytes += "value".utf8
    bytes.append(delimiter)
    bytes += "count".utf8
    for place in 1...vectors.dimension {
      bytes.append(delimiter)
      bytes += "d\(place)".utf8
    }
    bytes.append(0x0A)
    for (index, value) in vectors.values.enumerated() {
      bytes += CSVText.cell(value, delimiter: delimiter)
      bytes.append(delimiter)
      if let counts = vectors.counts { bytes += String(counts[index]).utf8 }
      for number in vectors.vector(index) {
        bytes.append(delimiter)
        bytes += Self.text(number).utf8
      }
      bytes.append(0x0A)
    }
  }

  // MARK: NumPy

  private static var matrixStart: [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0] + [
      UInt8((matrixHeader - 10) & 0xFF), UInt8((matrixHeader - 10) >> 8),
    ]
      + Array("{'descr': '<f4', 'fortran_order': False, 'shape': (".utf8)
  }

  private mutating func writeMatrix(_ vectors: ValueVectors) {
    bytes = Self.matrixStart + Array("\(vectors.values.count), \(vectors.dimension)), }".utf8)
    bytes += [UInt8](repeating: 0x20, count: Self.matrixHeader - 1 - bytes.count) + [0x0A]
    bytes.reserveCapacity(bytes.count + vectors.vectors.count * 4)
    for number in vectors.vectors {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes += $0 }
    }
    for value in vectors.values {
      valueLines += replaced(value, where: { $0 == "\n" || $0 == "\r" }, by: " ").utf8
      valueLines.append(0x0A)
    }
  }

  // MARK: word2vec

  /// Rows and dimension of our first line: it ends with a space, which readers skip and others do not write.
  private static func wordHeader(_ bytes: [UInt8]) -> (rows: Int, dimension: Int)? {
    let parts = String(decoding: bytes.prefix(64).prefix { $0 != 0x0A }, as: UTF8.self)
      .split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2].isEmpty, let rows = Int(parts[0]), let dimension = Int(parts[1]) else {
      return nil
    }
    return (rows, dimension)
  }

  private mutating func writeWords(_ vectors: ValueVectors) {
    bytes += "\(vectors.values.count) \(vectors.dimension) \n".utf8
    // Two values never get one name.
    var names = Set(vectors.values)
    for (index, value) in vectors.values.enumerated() {
      var name = replaced(value, where: { $0.properties.isWhitespace }, by: "_")
      if name != value {
        while !names.insert(name).inserted { name += "_" }
      }
      bytes += name.utf8
      for number in vectors.vector(index) { bytes += " \(Self.text(number))".utf8 }
      bytes.append(0x0A)
    }
  }

  /// The value as the format can hold it.
  private mutating func replaced(
    _ value: String, where isReplaced: (Unicode.Scalar) -> Bool, by mark: Unicode.Scalar
  ) -> String {
    guard value.unicodeScalars.contains(where: isReplaced) else { return value }
    changed += 1
    var text = String.UnicodeScalarView()
    for scalar in value.unicodeScalars { text.append(isReplaced(scalar) ? mark : scalar) }
    return String(text)
  }

  // MARK: JSON

  private mutating func writeObjects(_ vectors: ValueVectors) {
    for (index, value) in vectors.values.enumerated() {
      let quoted = JSONText.quoted(value)
      let count = vectors.counts.map { String($0[index]) } ?? "null"
      let numbers = vectors.vector(index).map(Self.text).joined(separator: ",")
      bytes += "{\"value\":\(quoted),\"count\":\(count),\"vector\":[\(numbers)]}\n".utf8
    }
  }

  /// All digits that matter to a Float and no more.
  private static func text(_ value: Float) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
