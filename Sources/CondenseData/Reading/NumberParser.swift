/// Reads decimal numbers from bytes: correctly rounded, independent of the locale.
///
/// Up to 19 digits with a mantissa below 2⁵³ and a power of ten up to 22 are exact in two machine operations
/// (Clinger's fast path); the rest goes through the standard library's parser.
package struct NumberParser: Sendable {
  package enum Outcome: Sendable {
    case number
    /// The same, of which the text says more than the value: `1.10`, `+49`, `10e2`, or more than 15 digits.
    case numberAsWritten
    /// Not a decimal number, or one that must stay as written: `07`, whole numbers beyond 2⁵³.
    case other
    /// `inf`, `infinity`, or larger than any Double.
    case infinite

    /// Whether there is a value.
    @inline(__always) package var isNumber: Bool { self == .number || self == .numberAsWritten }
  }

  let decimal: UInt8
  let thousands: UInt8

  package init(decimalComma: Bool = false) {
    decimal = decimalComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
    thousands = decimalComma ? UInt8(ascii: ".") : UInt8(ascii: ",")
  }

  @inline(__always)
  package func parse(_ p: UnsafePointer<UInt8>, _ length: Int, _ value: inout Double) -> Outcome {
    var i = 0
    var n = length
    while i < n, p[i] == 0x20 || p[i] == 0x09 { i &+= 1 }
    while n > i, p[n &- 1] == 0x20 || p[n &- 1] == 0x09 { n &-= 1 }
    if i == n { return .other }
    let start = i
    var negative = false
    if p[i] == UInt8(ascii: "-") {
      negative = true
      i &+= 1
    } else if p[i] == UInt8(ascii: "+") {
      i &+= 1
    }
    var mantissa: UInt64 = 0
    let wholeStart = i
    while i < n {
      let digit = p[i] &- 48
      if digit > 9 { break }
      mantissa = mantissa &* 10 &+ UInt64(digit)
      i &+= 1
    }
    let wholeDigits = i &- wholeStart
    if wholeDigits > 1, p[wholeStart] == 48 { return .other }
    if i == n, wholeDigits > 0, wholeDigits < 16 {
      value = negative ? 0 - Double(mantissa) : Double(mantissa)
      // `+7`, and `-0`, which is 0.
      return wholeStart == start || negative && mantissa > 0 ? .number : .numberAsWritten
    }
    return finish(p, start, i, n, negative, mantissa, wholeDigits, &value)
  }

  @inline(never)
  private func finish(
    _ p: UnsafePointer<UInt8>, _ start: Int, _ position: Int, _ n: Int, _ negative: Bool,
    _ whole: UInt64, _ wholeDigits: Int, _ value: inout Double
  ) -> Outcome {
    var i = position
    var mantissa = whole
    var fractionDigits = 0
    var hasPoint = false
    if i < n, p[i] == decimal {
      hasPoint = true
      i &+= 1
      let fractionStart = i
      while i < n {
        let digit = p[i] &- 48
        if digit > 9 { break }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        i &+= 1
      }
      fractionDigits = i &- fractionStart
    }
    if wholeDigits &+ fractionDigits == 0 {
      return !hasPoint && Self.isInfinity(p + position, n - position) ? .infinite : .other
    }
    var exponent = 0
    var hasExponent = false
    if i < n, p[i] | 0x20 == UInt8(ascii: "e") {
      hasExponent = true
      i &+= 1
      var negativeExponent = false
      if i < n, p[i] == UInt8(ascii: "-") || p[i] == UInt8(ascii: "+") {
        negativeExponent = p[i] == UInt8(ascii: "-")
        i &+= 1
      }
      let exponentStart = i
      while i < n {
        let digit = p[i] &- 48
        if digit > 9 { break }
        if exponent < 100_000 { exponent = exponent &* 10 &+ Int(digit) }
        i &+= 1
      }
      if i == exponentStart { return .other }
      if negativeExponent { exponent = 0 &- exponent }
    }
    if i != n { return .other }
    let isPlainWhole = !hasPoint && !hasExponent
    if wholeDigits &+ fractionDigits <= 19 {
      let power = exponent &- fractionDigits
      if mantissa <= 1 << 53, power >= -22, power <= 22 {
        var magnitude = Double(mantissa)
        if power < 0 {
          magnitude /= Self.powersOfTen[0 &- power]
        } else if power > 0 {
          magnitude *= Self.powersOfTen[power]
        }
        value = negative ? 0 - magnitude : magnitude
        // Swift writes such a number as it stands here.
        let isShortest =
          hasPoint && !hasExponent && wholeDigits > 0 && fractionDigits > 0 && p[n - 1] != 48
          && p[start] != 43
          && wholeDigits + fractionDigits <= 15 && magnitude >= 1e-4
        return isShortest ? .number : .numberAsWritten
      }
      if isPlainWhole { return .other }
    } else if isPlainWhole {
      return .other
    }
    return slow(p + start, n - start, &value)
  }

  private func slow(_ p: UnsafePointer<UInt8>, _ n: Int, _ value: inout Double) -> Outcome {
    var text = String(decoding: UnsafeBufferPointer(start: p, count: n), as: UTF8.self)
    if decimal != UInt8(ascii: ".") {
      text = String(text.map { $0 == "," ? "." : $0 })
    }
    guard let parsed = Double(text) else { return .other }
    guard parsed.isFinite else { return .infinite }
    value = parsed == 0 ? 0 : parsed
    return .numberAsWritten
  }

  private static func isInfinity(_ p: UnsafePointer<UInt8>, _ n: Int) -> Bool {
    guard n == 3 || n == 8 else { return false }
    for (i, letter) in "infinity".utf8.prefix(n).enumerated() where p[i] | 0x20 != letter { return false }
    return true
  }

  private static let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19, 1e20, 1e21, 1e22,
  ]
}
