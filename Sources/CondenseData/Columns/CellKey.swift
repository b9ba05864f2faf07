/// What names a category: the bytes of the cell as written, without the blanks around them. `10e2` and `1000`, `7.0` and
/// `7`, `07` and `7` are different; a spelling that was never seen finds the value of equal number (`Vocabulary`).
package enum CellKey {
  @inline(__always)
  package static func withKey<R>(
    _ p: UnsafePointer<UInt8>, _ count: Int, _ body: (UnsafePointer<UInt8>, Int) -> R
  ) -> R {
    var start = 0
    var end = count
    while start < end, p[start] == 0x20 || p[start] == 0x09 { start += 1 }
    while end > start, p[end - 1] == 0x20 || p[end - 1] == 0x09 { end -= 1 }
    return body(p + start, end - start)
  }

  /// The number that the bytes are in ordinary form (`7`, `7.0`, `+7` or `0.7e1`, not `07`), and whether they are how we
  /// would write it; nil for other texts.
  @inline(__always)
  static func number(_ p: UnsafePointer<UInt8>, _ count: Int) -> (value: Double, isShortest: Bool)? {
    guard count > 0, count <= 32 else { return nil }
    let byte = p[0]
    guard
      byte &- 48 <= 9 || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+")
    else { return nil }
    var value = 0.0
    let outcome = NumberParser().parse(p, count, &value)
    return outcome.isNumber ? (value + 0, outcome == .number) : nil
  }

  /// Calls `body` with the shortest text of a number in ordinary form, and with other texts as they stand: what falls
  /// into a bucket by its hash has no spelling of its own.
  static func withNumberKey<R>(
    _ p: UnsafePointer<UInt8>, _ count: Int, _ body: (UnsafePointer<UInt8>, Int) -> R
  ) -> R {
    withKey(p, count) { p, n in
      if let (value, isShortest) = number(p, n), !isShortest { return ShortestNumber.withBytes(value, body) }
      return body(p, n)
    }
  }

  /// Whether a text is a number in ordinary form.
  static func isNumber(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { buffer in buffer.baseAddress.map { number($0, buffer.count) != nil } ?? false }
  }
}
