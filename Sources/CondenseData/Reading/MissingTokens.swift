/// The cells that stand for "no value".
package struct MissingTokens: Sendable {
  private var tokens: [[UInt8]] = []
  private var longest = 0
  /// Whether some token starts with this byte.
  private var first = [Bool](repeating: false, count: 256)

  package init(_ list: [String]) {
    var all = list
    if list.contains("NaN") { all += ["nan", "NAN"] }
    if list.contains("null") { all += ["NULL"] }
    for token in all.map({ Array($0.utf8) }) {
      guard let byte = token.first else { continue }
      tokens.append(token)
      longest = max(longest, token.count)
      first[Int(byte)] = true
    }
  }

  @inline(__always)
  package func matches(_ p: UnsafePointer<UInt8>, _ length: Int) -> Bool {
    if length == 0 { return true }
    let byte = p[0]
    if !first[Int(byte)] && byte != 0x20 && byte != 0x09 { return false }
    return search(p, length)
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
      for i in 0..<count where token[i] != p[start + i] { return false }
      return true
    }
  }
}
