/// The shortest text that reads back as the same number: `3`, not `3.0`.
package enum ShortestNumber {
  package static func text(_ value: Double) -> String {
    if let whole = exactWhole(value) { return String(whole) }
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Calls `body` with the bytes of the text; whole numbers take no memory.
  @inline(__always)
  package static func withBytes<R>(_ value: Double, _ body: (UnsafePointer<UInt8>, Int) -> R) -> R {
    if let whole = exactWhole(value) {
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 24) { buffer in
        var i = 24
        var rest = whole.magnitude
        repeat {
          i &-= 1
          buffer[i] = UInt8(truncatingIfNeeded: rest % 10) &+ 48
          rest /= 10
        } while rest > 0
        if whole < 0 {
          i &-= 1
          buffer[i] = UInt8(ascii: "-")
        }
        return body(UnsafePointer(buffer.baseAddress.unsafelyUnwrapped + i), 24 &- i)
      }
    }
    var text = Self.text(value)
    return text.withUTF8 { buffer in body(buffer.baseAddress.unsafelyUnwrapped, buffer.count) }
  }

  @inline(__always)
  private static func exactWhole(_ value: Double) -> Int? {
    guard value.magnitude <= 9_007_199_254_740_992, value == value.rounded(.towardZero) else { return nil }
    return Int(value)
  }
}
