import Condense

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard input as lines.
package enum StandardInput {
  /// Every line that holds something, without the spaces around it.
  ///
  /// - Throws: `CondenseError` of kind `content` when there is none, or it is not UTF-8.
  package static func lines() throws -> [String] {
    var bytes: [UInt8] = [], block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(STDIN_FILENO, &block, block.count)
      if count > 0 {
        bytes += block[..<count]
      } else if count == 0 || errno != EINTR {
        break
      }
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CondenseError(.content, "standard input is not UTF-8 text; one value a line was expected")
    }
    let lines = text.split(whereSeparator: \.isNewline).map { line in
      String(line.drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }.filter { !$0.isEmpty }
    guard !lines.isEmpty else {
      throw CondenseError(.content, "standard input is empty; one value a line was expected")
    }
    return lines
  }
}
