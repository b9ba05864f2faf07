/// Numbers in sentences.
package enum Count {
  /// `3,412`.
  package static func text(_ n: Int) -> String {
    let digits = String(n.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return n < 0 ? "-" + text : text
  }

  /// `1 row`, `3,412 rows`.
  package static func of(_ n: Int, _ one: String, _ many: String) -> String {
    n == 1 ? "1 \(one)" : "\(text(n)) \(many)"
  }

  /// `'a', 'b'`, or `'a', …` where there are more than `most`.
  package static func names(_ names: some Collection<String>, most: Int) -> String {
    names.prefix(most).map { "'\($0)'" }.joined(separator: ", ") + (names.count > most ? ", …" : "")
  }

  /// `31 %`, one decimal below ten.
  package static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0 %" }
    let tenths = Int((Double(part) * 1000 / Double(whole)).rounded())
    if tenths >= 995 && part < whole { return "over 99 %" }
    if tenths == 0 && part > 0 { return "under 0.1 %" }
    if tenths >= 100 || tenths % 10 == 0 { return "\((tenths + 5) / 10) %" }
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// Three decimals.
  package static func decimals(_ x: Double) -> String {
    let thousandths = Int((min(max(x, -1e6), 1e6) * 1000).rounded())
    let magnitude = Int(thousandths.magnitude)
    let fraction = String(magnitude % 1000)
    return (thousandths < 0 ? "-" : "") + "\(magnitude / 1000)."
      + String(repeating: "0", count: 3 - fraction.count) + fraction
  }
}
