/// How wide a text is drawn, and how it is cut or broken to fit: no narrower than the widest common sans-
/// serif.
package enum TextWidth {
  /// The width of a line in the units of its size.
  package static func of(_ text: String, size: Double) -> Double {
    text.reduce(0) { $0 + width($1) } * size
  }

  /// As much of a line as fits, with an ellipsis where it was cut.
  package static func fitted(_ text: String, size: Double, width: Double) -> String {
    let text = Markup.cut(text, to: 400)
    if of(text, size: size) <= width { return text }
    let room = width - of("…", size: size)
    var kept = "", used = 0.0
    for character in text {
      used += self.width(character) * size
      if used > room { break }
      kept.append(character)
    }
    while kept.last == " " { kept.removeLast() }
    return kept + "…"
  }

  /// A text broken into lines, at most so many; the last ends in an ellipsis where something was cut.
  package static func lines(_ text: String, size: Double, width: Double, most: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var rest = Markup.cut(text, to: 2000).split(separator: " ").map(String.init)[...]
    while let word = rest.first {
      let longer = line.isEmpty ? word : line + " " + word
      if of(longer, size: size) <= width || line.isEmpty {
        line = longer
        rest.removeFirst()
        continue
      }
      if lines.count == most - 1 {
        lines.append(fitted(([line] + rest).joined(separator: " "), size: size, width: width))
        return lines
      }
      lines.append(fitted(line, size: size, width: width))
      line = ""
    }
    if !line.isEmpty { lines.append(fitted(line, size: size, width: width)) }
    return lines
  }

  /// In units of the font's size.
  private static func width(_ character: Character) -> Double {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar {
    case "i", "j", "l", "I", ".", ",", ":", ";", "'", "|", "!", " ": return 0.34
    case "f", "r", "t", "(", ")", "[", "]", "\"", "-", "/": return 0.44
    case "m", "w", "M", "W", "@", "%", "…", "—": return 1
    case "A"..."Z": return 0.74
    case "+", "<", ">", "=", "×", "−", "&", "#": return 0.84
    case "\u{1100}"...: return scalar.value < 0x2000 || (0x2010...0x2027).contains(scalar.value) ? 0.9 : 1.1
    default: return 0.64
    }
  }
}
