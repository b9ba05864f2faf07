/// Texts from outside, cut to fit a message.
package enum ShownText {
  /// Whether a terminal would do something at a character rather than show it: controls, and marks that turn the direction
  /// of writing.
  package static func steersTerminal(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\0"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{2028}"..."\u{202E}",
      "\u{2066}"..."\u{2069}":
      true
    default: false
    }
  }

  /// The first line, of at most 40 characters.
  package static func line(_ text: some StringProtocol) -> String {
    let line = text.split(maxSplits: 1, whereSeparator: \.isNewline).first ?? text[...]
    guard let end = line.index(line.startIndex, offsetBy: 40, limitedBy: line.endIndex), end < line.endIndex
    else { return String(line) }
    return String(line.prefix(39)) + "…"
  }
}
