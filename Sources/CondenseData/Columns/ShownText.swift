/// Texts from outside, cut to fit a message.
package enum ShownText {
  /// The first line, of at most 40 characters.
  package static func line(_ text: some StringProtocol) -> String {
    let line = text.split(maxSplits: 1, whereSeparator: \.isNewline).first ?? text[...]
    guard let end = line.index(line.startIndex, offsetBy: 40, limitedBy: line.endIndex), end < line.endIndex
    else { return String(line) }
    return String(line.prefix(39)) + "…"
  }
}
