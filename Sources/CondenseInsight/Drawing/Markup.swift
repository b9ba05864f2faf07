/// Text and numbers as they may stand in SVG and HTML, both of which are written as well-formed XML.
package enum Markup {
  /// More than this many scalars in one character are a prank, not writing.
  private static let mostScalars = 16

  /// The text with nothing in it that a parser takes for anything else, and nothing that turns what follows
  /// about.
  package static func escaped(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: if let kept = plain(scalar) { escaped.unicodeScalars.append(kept) }
      }
    }
    return escaped
  }

  /// The text on one line, without what steers how it is shown.
  static func plain(_ text: String) -> String {
    var shown = ""
    shown.unicodeScalars.append(contentsOf: text.unicodeScalars.compactMap(plain))
    return shown
  }

  /// A scalar as it may be shown; nil for the marks that order the writing of everything after them from right to left.
  static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar {
    case "\t", "\n", "\r", "\u{2028}", "\u{2029}": " "
    case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": nil
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{FFFE}", "\u{FFFF}": "\u{FFFD}"
    default: scalar
    }
  }

  /// At most so many characters, the last of them an ellipsis where something was cut.
  package static func cut(_ text: String, to most: Int) -> String {
    let start = text.prefix(most)
    let isWhole = start.endIndex == text.endIndex
    let kept = isWhole ? start : start.dropLast()
    var shown = ""
    for character in kept {
      shown += character.unicodeScalars.count > mostScalars ? "\u{FFFD}" : String(character)
    }
    return isWhole ? shown : shown + "…"
  }

  /// A length: shortest, at most two decimals.
  package static func number(_ value: Double) -> String {
    guard value.isFinite, value.magnitude < 1e12 else { return "0" }
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = Int(hundredths.magnitude).quotientAndRemainder(dividingBy: 100)
    let fraction = rest == 0 ? "" : rest % 10 == 0 ? ".\(rest / 10)" : rest < 10 ? ".0\(rest)" : ".\(rest)"
    return (hundredths < 0 ? "-" : "") + "\(whole)\(fraction)"
  }
}
