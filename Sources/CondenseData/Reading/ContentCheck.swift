import CondenseCore

/// Tells delimited text from everything else that is given by mistake.
enum ContentCheck {
  /// Throws when the bytes are not UTF-8 text, naming what they look like and what to do.
  static func requireText(_ bytes: borrowing InputBytes, name: String) throws(CondenseError) {
    if bytes.count == 0 {
      throw CondenseError(.content, "\(name) is empty; a header and rows were expected")
    }
    if let problem = knownFormat(bytes.base, bytes.count, name) { throw CondenseError(.content, problem) }
    if let fault = firstFault(bytes.base, bytes.count) {
      throw CondenseError(.content, explain(fault, bytes.base, bytes.count, name))
    }
  }

  private static func knownFormat(_ p: UnsafePointer<UInt8>, _ count: Int, _ name: String) -> String? {
    func starts(_ signature: [UInt8]) -> Bool {
      count >= signature.count && signature.indices.allSatisfy { p[$0] == signature[$0] }
    }
    if starts(Array("PK\u{3}\u{4}".utf8)) {
      return "\(name) is a zip archive or a spreadsheet (.xlsx); export the sheet as CSV and give that"
    }
    if starts([0xd0, 0xcf, 0x11, 0xe0]) {
      return "\(name) is an old Office document (.xls); export the sheet as CSV and give that"
    }
    if starts(Array("PAR1".utf8)) { return "\(name) is a Parquet file; write it out as CSV and give that" }
    if starts(Array("%PDF".utf8)) { return "\(name) is a PDF document; a CSV file was expected" }
    if starts([0x89, 0x50, 0x4e, 0x47]) { return "\(name) is a PNG image; a CSV file was expected" }
    if starts([0xff, 0xd8, 0xff]) { return "\(name) is a JPEG image; a CSV file was expected" }
    if starts([0x28, 0xb5, 0x2f, 0xfd]) {
      return "\(name) is compressed with zstd; unpack it with `zstd -d` first"
    }
    if starts(Array("BZh".utf8)) {
      return "\(name) is compressed with bzip2; unpack it with `bunzip2` first"
    }
    if starts([0xfd, 0x37, 0x7a, 0x58, 0x5a]) {
      return "\(name) is compressed with xz; unpack it with `unxz` first"
    }
    if count > 9, p[8] == UInt8(ascii: "{") {
      var length: UInt64 = 0
      for i in 0..<8 { length |= UInt64(p[i]) << (8 * UInt64(i)) }
      if length >= 2, length <= UInt64(count - 8) {
        return "\(name) looks like a model file; a table, such as a CSV file, was expected"
      }
    }
    if starts([0xff, 0xfe, 0, 0]) || starts([0, 0, 0xfe, 0xff]) { return encoding("UTF-32", name) }
    if starts([0xff, 0xfe]) || starts([0xfe, 0xff]) { return encoding("UTF-16", name) }
    // Text of 16 bits without a mark: nearly every other byte of the first ones is zero.
    let head = min(count, 1024) & ~3
    if head >= 16 {
      var zeros = [0, 0, 0, 0]
      for i in 0..<head where p[i] == 0 { zeros[i & 3] += 1 }
      let quarter = head / 4
      if zeros.allSatisfy({ $0 == quarter }) {
        return "\(name) begins with \(head) bytes of zero; a table, such as a CSV file, was expected"
      }
      if zeros[1] * 10 > quarter * 9, zeros[2] * 10 > quarter * 9, zeros[3] * 10 > quarter * 9,
        zeros[0] * 2 < quarter
      {
        return encoding("UTF-32LE", name)
      }
      if zeros[1] * 10 > quarter * 7, zeros[3] * 10 > quarter * 7, zeros[0] == 0 {
        return encoding("UTF-16LE", name)
      }
      if zeros[0] * 10 > quarter * 7, zeros[2] * 10 > quarter * 7, zeros[1] == 0 {
        return encoding("UTF-16BE", name)
      }
    }
    return nil
  }

  private static func encoding(_ encoding: String, _ name: String) -> String {
    "\(name) is \(encoding) text where UTF-8 was expected; convert it: \(command(encoding, name))"
  }

  private static func command(_ encoding: String, _ name: String) -> String {
    let shown = name == "standard input" ? "in.csv" : ShellWord.quoted(name)
    return "iconv -f \(encoding) -t UTF-8 \(shown) > utf8.csv"
  }

  /// The offset of the first byte that is NUL or no UTF-8.
  private static func firstFault(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    var i = 0
    while i < count {
      // Thirty-two bytes of plain ASCII at a time.
      while i &+ 32 <= count {
        let raw = UnsafeRawPointer(p + i)
        let a = raw.loadUnaligned(as: UInt64.self)
        let b = raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        let c = raw.loadUnaligned(fromByteOffset: 16, as: UInt64.self)
        let d = raw.loadUnaligned(fromByteOffset: 24, as: UInt64.self)
        // A byte minus one has its high bit set when the byte is zero or above 0x80.
        let low = (a &- ones) | (b &- ones) | (c &- ones) | (d &- ones)
        if (a | b | c | d | low) & highs != 0 { break }
        i &+= 32
      }
      if i >= count { return nil }
      let byte = p[i]
      if byte < 0x80 {
        if byte == 0 { return i }
        i &+= 1
        continue
      }
      let length = sequence(p + i, count - i)
      if length == 0 { return i }
      i &+= length
    }
    return nil
  }

  /// The length of the well-formed sequence of several bytes at `p`, 0 if there is none.
  @inline(__always)
  private static func sequence(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int {
    func follows(_ i: Int) -> Bool { p[i] & 0xc0 == 0x80 }
    switch p[0] {
    case 0xc2...0xdf:
      return count >= 2 && follows(1) ? 2 : 0
    case 0xe0...0xef:
      guard count >= 3, follows(1), follows(2) else { return 0 }
      if p[0] == 0xe0 && p[1] < 0xa0 || p[0] == 0xed && p[1] > 0x9f { return 0 }
      return 3
    case 0xf0...0xf4:
      guard count >= 4, follows(1), follows(2), follows(3) else { return 0 }
      if p[0] == 0xf0 && p[1] < 0x90 || p[0] == 0xf4 && p[1] > 0x8f { return 0 }
      return 4
    default:
      return 0
    }
  }

  private static func explain(
    _ fault: Int, _ p: UnsafePointer<UInt8>, _ count: Int, _ name: String
  ) -> String {
    var line = 1
    for i in 0..<fault where p[i] == 0x0a { line += 1 }
    if p[fault] == 0 {
      return
        "\(name) line \(line): a NUL byte, which text does not hold; is this a CSV file, and is it whole?"
    }
    // In Windows-1252 and Latin-1, letters with accents stand alone between ASCII letters.
    var high = 0
    var alone = 0
    var controls = 0
    for i in fault..<min(count, fault + 65_536) where p[i] >= 0x80 {
      high += 1
      if p[i] < 0xa0 { controls += 1 }
      let before = i > 0 && p[i - 1] >= 0x80
      let after = i + 1 < count && p[i + 1] >= 0x80
      if !before && !after { alone += 1 }
    }
    let hex = String(p[fault], radix: 16, uppercase: true)
    if alone * 2 >= high {
      let looks = controls > 0 ? "Windows-1252" : "Windows-1252 or Latin-1"
      return "\(name) line \(line): byte 0x\(hex) is not UTF-8; the file looks like \(looks). "
        + "Convert it: \(command("WINDOWS-1252", name))"
    }
    return "\(name) line \(line): byte 0x\(hex) is not UTF-8, which was expected; "
      + "save the file as UTF-8, or convert it with iconv -f ENCODING -t UTF-8"
  }
}
