/// What is written once and read on a page, with pictures, or in Markdown, without.
package protocol Sheet {
  mutating func heading(_ text: String, level: Int)
  mutating func paragraph(_ text: String)
  /// What it all comes to.
  mutating func verdict(_ text: String)
  /// An aside.
  mutating func note(_ text: String)
  mutating func table(_ table: FigureTable)
  /// Names and what is said of each.
  mutating func definitions(_ entries: [(name: String, text: String)])
  /// A line for a shell.
  mutating func command(_ line: String)
  /// A text whose words are shaded by what they bring, cut to so many characters.
  mutating func shaded(_ text: ColouredText, most: Int)
  /// A drawing in two widths, one for a desk and one for a phone.
  mutating func picture(wide: SVG, narrow: SVG, label: String, caption: String)
  /// A drawing that does for both.
  mutating func picture(_ drawing: SVG, label: String, caption: String)
  /// Drawings side by side.
  mutating func panels(_ panels: [Panel])
  /// What the colours of points mean.
  mutating func key(_ entries: [(style: String, text: String)])
  /// What is folded away until somebody asks for it.
  mutating func details(_ summary: String, _ build: (inout Self) -> Void)
}

extension Sheet {
  package mutating func heading(_ text: String) { heading(text, level: 2) }
}
