/// Numbers as text for people: the same everywhere, whatever the locale.
package enum NumberText {
  /// All digits that matter and no more: `0.1`, `3`, `1e-05`.
  package static func shortest(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// Thousands set apart: `261,877`.
  package static func grouped(_ value: Int) -> String { Count.text(value) }

  /// A fixed number of decimals, halves away from zero: `fixed(0.46837, 4)` is `0.4684`.
  ///
  /// At most nine decimals; what is too large to write so, or no number, comes as `shortest`.
  package static func fixed(_ value: Double, _ decimals: Int) -> String {
    let decimals = min(max(decimals, 0), 9)
    let scale = (0..<decimals).reduce(1.0) { product, _ in product * 10 }
    let scaled = (value.magnitude * scale).rounded()
    guard scaled < 9e15 else { return shortest(value) }
    let digits = String(Int(scaled))
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + padded }
    return "\(sign)\(padded.dropLast(decimals)).\(padded.suffix(decimals))"
  }

  /// About `digits` digits that matter: `0.4684`, `12.35`, `1,234`, `1.2e-06`.
  package static func rounded(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite, value != 0 else { return shortest(value) }
    var whole = 0
    var size = value.magnitude
    while size >= 1, whole < 16 { (size, whole) = (size / 10, whole + 1) }
    if whole > 15 { return shortest(value) }
    if whole >= digits { return grouped(Int(value.rounded())) }
    if whole > 0 { return fixed(value, digits - whole) }
    if value.magnitude >= 1e-3 { return fixed(value, digits) }
    var exponent = 0
    while size < 1 { (size, exponent) = (size * 10, exponent + 1) }
    let mantissa = fixed(value < 0 ? -size : size, 1)
    return "\(mantissa)e-\(exponent < 10 ? "0" : "")\(exponent)"
  }

  /// `23.6 %` of a share between 0 and 1.
  package static func percent(_ share: Double) -> String { "\(fixed(share * 100, 1)) %" }

  /// `512 bytes`, `1.9 MB`: powers of 1000.
  package static func bytes(_ count: Int) -> String {
    if count.magnitude < 1000 { return "\(count) bytes" }
    var (size, unit) = (Double(count), 0)
    let units = ["", "kB", "MB", "GB", "TB", "PB", "EB"]
    while size.magnitude >= 999.95, unit < units.count - 1 { (size, unit) = (size / 1000, unit + 1) }
    return "\(fixed(size, 1)) \(units[unit])"
  }

  /// `0.4 s`, `42 s`, `3:07`, `1:02:45`.
  package static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "?" }
    if seconds < 9.95 { return "\(fixed(max(0, seconds), 1)) s" }
    let whole = Int(seconds.rounded())
    if whole < 60 { return "\(whole) s" }
    func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let (minutes, rest) = whole.quotientAndRemainder(dividingBy: 60)
    if minutes < 60 { return "\(minutes):\(two(rest))" }
    return "\(minutes / 60):\(two(minutes % 60)):\(two(rest))"
  }
}
