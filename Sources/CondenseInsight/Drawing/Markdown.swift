/// Text as it may stand in Markdown.
package enum Markdown {
  /// The text with nothing in it that would be taken for a mark or for HTML, on one line.
  package static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "~", "$", "#", "!": escaped += "\\\(scalar)"
      // A link or a mention is made of it wherever it stands.
      case "@": escaped += "&#64;"
      default: if let kept = Markup.plain(scalar) { escaped.unicodeScalars.append(kept) }
      }
    }
    return escaped
  }
}
