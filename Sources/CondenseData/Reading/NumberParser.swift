/// Reads decimal numbers from bytes: correctly rounded, independent of the locale.
///
/// Up to 19 digits with a mantissa below 2⁵³ and a power of ten up to 22 are exact in two machine operations
/// (Clinger's fast path); the rest goes through the standard library's parser.
package struct NumberParser: Sendable {
  package enum Outcome: Sendable {
    case number
    /// Not a decimal number, or one that must stay as written: `07`, whole numbers beyond 2⁵³.
    case other
    /// `inf`, `infinity`, or larger than any Double.
    case infinite
  }

  /// What surrounds the digits of a decorated number; a column carries the same throughout.
  package struct Decoration: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let dollar = Decoration(rawValue: 1)
    package static let euro = Decoration(rawValue: 2)
    package static let pound = Decoration(rawValue: 4)
    package static let yen = Decoration(rawValue: 8)
    package static let percent = Decoration(rawValue: 16)
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
      return .number
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
        return .number
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
    return .number
  }

  /// A number with a currency sign, a percent sign or thousands marks, as people write prices.
  package func parseDecorated(
    _ p: UnsafePointer<UInt8>, _ length: Int, _ value: inout Double, _ decoration: inout Decoration
  ) -> Outcome {
    guard length <= 64 else { return .other }
    decoration = []
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { digits in
      var count = 0
      var i = 0
      var seenDigit = false
      var seenPoint = false
      var group = 0
      var groups = 0
      while i < length {
        let byte = p[i]
        let sign = Self.sign(p + i, length - i)
        if sign.length > 0 {
          if !decoration.isDisjoint(with: sign.decoration) { return .other }
          decoration.formUnion(sign.decoration)
          i += sign.length
          continue
        }
        i += 1
        if byte == 0x20 || byte == 0x09 {
          continue
        } else if byte == thousands {
          if !seenDigit || seenPoint || (groups > 0 && group != 3) || group > 3 { return .other }
          groups += 1
          group = 0
          continue
        } else if byte == decimal {
          if groups > 0 && group != 3 { return .other }
          seenPoint = true
        } else if byte &- 48 <= 9 {
          seenDigit = true
          group += seenPoint ? 0 : 1
        } else if byte != UInt8(ascii: "-") && byte != UInt8(ascii: "+") {
          return .other
        }
        digits[count] = byte
        count += 1
      }
      if groups > 0 && !seenPoint && group != 3 { return .other }
      guard count > 0, let start = digits.baseAddress else { return .other }
      return parse(UnsafePointer(start), count, &value)
    }
  }

  private static func sign(_ p: UnsafePointer<UInt8>, _ n: Int) -> (decoration: Decoration, length: Int) {
    switch p[0] {
    case UInt8(ascii: "$"): return (.dollar, 1)
    case UInt8(ascii: "%"): return (.percent, 1)
    case 0xc2 where n > 1 && p[1] == 0xa3: return (.pound, 2)
    case 0xc2 where n > 1 && p[1] == 0xa5: return (.yen, 2)
    case 0xe2 where n > 2 && p[1] == 0x82 && p[2] == 0xac: return (.euro, 3)
    default: return ([], 0)
    }
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
