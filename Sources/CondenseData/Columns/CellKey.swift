/// What makes two cells the same category: a number in any ordinary form is its shortest text (`7`, `7.0` and
/// the number 7 are one, `07` is another), everything else its bytes without the spaces around them.
package enum CellKey {
  @inline(__always)
  package static func withKey<R>(
    _ p: UnsafePointer<UInt8>, _ count: Int, _ body: (UnsafePointer<UInt8>, Int) -> R
  ) -> R {
    var start = 0
    var end = count
    while start < end, p[start] == 0x20 || p[start] == 0x09 { start += 1 }
    while end > start, p[end - 1] == 0x20 || p[end - 1] == 0x09 { end -= 1 }
    if end > start, end - start <= 32 {
      let byte = p[start]
      if byte &- 48 <= 9 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        || byte == UInt8(ascii: "+")
      {
        var value = 0.0
        if NumberParser().parse(p + start, end - start, &value) == .number {
          return ShortestNumber.withBytes(value, body)
        }
      }
    }
    return body(p + start, end - start)
  }

  /// The key of a text.
  package static func key(_ text: String) -> [UInt8] {
    var text = text
    return text.withUTF8 { buffer in
      guard let base = buffer.baseAddress else { return [] }
      return withKey(base, buffer.count) { Array(UnsafeBufferPointer(start: $0, count: $1)) }
    }
  }

  /// Whether a text is a number in ordinary form.
  static func isNumber(_ text: String) -> Bool {
    var text = text
    var value = 0.0
    return text.withUTF8 { buffer in
      guard let base = buffer.baseAddress else { return false }
      return NumberParser().parse(base, buffer.count, &value) == .number
    }
  }
}
