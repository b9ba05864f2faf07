/// A text in Markdown. It holds no picture: what one shows is left to the tables.
package struct MarkdownSheet: Sheet {
  private var body: String

  package init(title: String) {
    body = "<!-- condense -->\n\n"
    heading(title, level: 1)
  }

  package mutating func heading(_ text: String, level: Int) {
    add("\(String(repeating: "#", count: level)) \(Markdown.escaped(text))")
  }

  package mutating func paragraph(_ text: String) { add(Markdown.escaped(text)) }

  package mutating func verdict(_ text: String) { add("**\(Markdown.escaped(text))**") }

  package mutating func note(_ text: String) { paragraph(text) }

  package mutating func table(_ table: FigureTable) { add(String(table.markdown.dropLast())) }

  package mutating func definitions(_ entries: [(name: String, text: String)]) {
    guard !entries.isEmpty else { return }
    add(
      entries.map { "- **\(Markdown.escaped($0.name))**: \(Markdown.escaped($0.text))" }.joined(
        separator: "\n"))
  }

  package mutating func command(_ line: String) {
    // Four spaces rather than a fence, which a name could close.
    add("    " + Markup.plain(line))
  }

  package mutating func shaded(_ text: ColouredText, most: Int) {
    paragraph(Markup.cut(text.stretches.map(\.text).joined(), to: most))
  }

  package mutating func picture(wide: SVG, narrow: SVG, label: String, caption: String) {}
  package mutating func picture(_ drawing: SVG, label: String, caption: String) {}
  package mutating func panels(_ panels: [Panel]) {}
  package mutating func key(_ entries: [(style: String, text: String)]) {}

  package mutating func details(_ summary: String, _ build: (inout MarkdownSheet) -> Void) {
    add("**\(Markdown.escaped(summary))**")
    build(&self)
  }

  private mutating func add(_ block: String) { body += block + "\n\n" }

  /// The file.
  package var text: String { String(body.dropLast()) }
}
