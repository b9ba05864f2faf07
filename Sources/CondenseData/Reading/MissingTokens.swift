/// The cells that stand for "no value".
package struct MissingTokens: Sendable {
  private var tokens: [[UInt8]] = []
  private var longest = 0
  private let ignoresCase: Bool
  /// Of each byte a bit for each length of a token that starts with it; the last bit for all longer ones.
  private var lengths = [UInt32](repeating: 0, count: 256)
  /// Of each byte a bit for the lower half of the last byte of each such token, which is the same in either case.
  private var lasts = [UInt32](repeating: 0, count: 256)
  /// Whether a token is a number, so that numbers must be looked at too: `-999`.
  private(set) var hasNumbers = false

  package init(_ options: ReadingOptions) {
    self.init(options.missing, ignoresCase: options.missingIgnoresCase)
  }

  package init(_ list: [String], ignoresCase: Bool = true) {
    self.ignoresCase = ignoresCase
    var all = list
    if !ignoresCase {
      if list.contains("NaN") { all += ["nan", "NAN"] }
      if list.contains("null") { all += ["NULL"] }
    }
    for text in all {
      let token = ignoresCase ? text.utf8.map(Self.lowered) : Array(text.utf8)
      guard let byte = token.first else { continue }
      tokens.append(token)
      longest = max(longest, token.count)
      let bit = UInt32(1) << UInt32(min(token.count, 31))
      let lastBit = UInt32(1) << UInt32(token[token.count - 1] & 31)
      for first in ignoresCase && byte &- 97 < 26 ? [byte, byte - 32] : [byte] {
        lengths[Int(first)] |= bit
        lasts[Int(first)] |= lastBit
      }
      var value = 0.0
      let outcome = token.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.map { NumberParser().parse($0, buffer.count, &value) } ?? .other
      }
      if outcome != .other { hasNumbers = true }
    }
  }

  @inline(__always)
  package func matches(_ p: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    if length == 0 { return true }
    let byte = p[0], last = p[length &- 1]
    if byte == 0x20 || byte == 0x09 { return search(p, length) }
    let bits = lengths[Int(byte)]
    if bits == 0 { return false }
    // A blank behind leaves length and last byte open.
    if last == 0x20 || last == 0x09 { return search(p, length) }
    let fits = bits >> UInt32(min(length, 31)) & lasts[Int(byte)] >> UInt32(last & 31) & 1
    return fits != 0 && search(p, length)
  }

  @inline(never)
  private func search(_ p: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    var start = 0
    var end = length
    while start < end, p[start] == 0x20 || p[start] == 0x09 { start += 1 }
    while end > start, p[end - 1] == 0x20 || p[end - 1] == 0x09 { end -= 1 }
    let count = end - start
    if count == 0 { return true }
    guard count <= longest else { return false }
    return tokens.contains { token in
      guard token.count == count else { return false }
      for i in 0..<count where token[i] != (ignoresCase ? Self.lowered(p[start + i]) : p[start + i]) {
        return false
      }
      return true
    }
  }

  private static func lowered(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }
}
