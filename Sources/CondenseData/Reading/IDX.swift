import CondenseCore

/// The header of a file in IDX, the format of MNIST: two bytes of zero, one for the kind of number, one for how
/// many dimensions there are, and each dimension as four bytes, the highest first; then the numbers.
struct IDX {
  private static let kinds: [UInt8: String] = [
    0x08: "bytes", 0x09: "signed bytes", 0x0b: "16-bit numbers", 0x0c: "32-bit numbers",
    0x0d: "32-bit fractions", 0x0e: "64-bit fractions",
  ]

  /// Where the numbers start.
  let start: Int
  let dimensions: [Int]

  /// The kind of number, in words; nil for bytes.
  private let otherKind: String?

  /// Whether a file begins as one of this format does.
  static func recognises(_ bytes: borrowing InputBytes) -> Bool {
    bytes.count >= 4 && bytes.base[0] == 0 && bytes.base[1] == 0 && kinds[bytes.base[2]] != nil
      && (1...8).contains(bytes.base[3])
  }

  /// Reads the header and holds it against the size of the file.
  init(_ bytes: borrowing InputBytes, name: String, expecting what: String) throws(CondenseError) {
    if bytes.count == 0 { throw CondenseError(.content, "\(name) is empty; \(what) in IDX were expected") }
    guard Self.recognises(bytes) else {
      throw CondenseError(
        .content,
        "\(name) is no IDX file; \(what) in IDX, the format of MNIST, plain or gzip, were expected")
    }
    let count = Int(bytes.base[3]), start = 4 + 4 * count
    self.start = start
    otherKind = bytes.base[2] == 0x08 ? nil : Self.kinds[bytes.base[2]]
    guard bytes.count >= start else {
      throw CondenseError(.content, "\(name) ends within its header; copy or download it again")
    }
    dimensions = (0..<count).map { place in
      (0..<4).reduce(0) { $0 << 8 | Int(bytes.base[4 + 4 * place + $1]) }
    }
  }

  /// How many numbers the header announces; nil where no machine could hold them.
  var size: Int? {
    dimensions.reduce(1) { (size: Int?, dimension) in
      guard let (size, overflows) = size?.multipliedReportingOverflow(by: dimension), !overflows else {
        return nil
      }
      return size
    }
  }

  /// Throws unless the numbers are bytes, and as many as the header announces.
  func check(_ bytes: borrowing InputBytes, name: String) throws(CondenseError) {
    if let otherKind {
      throw CondenseError(
        .content,
        "\(name) holds \(otherKind); only IDX files of bytes, 0 to 255, are read: scale and write it again")
    }
    let found = bytes.count - start
    guard size != found else { return }
    let shape = dimensions.map(String.init).joined(separator: " × ")
    let announced = size.map { Count.of($0, "byte", "bytes") } ?? "more bytes than can be counted"
    throw CondenseError(
      .content,
      "\(name) announces \(shape), \(announced), in its header and holds \(Count.text(found)):"
        + ((size ?? .max) > found
          ? " it ends too early; copy or download it again" : " it is damaged, or no IDX file"))
  }
}
