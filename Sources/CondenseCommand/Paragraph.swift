/// Text set in lines of a given width.
package enum Paragraph {
  /// Breaks at spaces; a word longer than the width stands alone.
  package static func lines(_ text: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, line.count + 1 + word.count > width {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// A heading on the left and its text in a column from `indent` on, the heading above it when too long.
  package static func entry(_ heading: String, _ text: String, indent: Int, width: Int) -> [String] {
    let margin = String(repeating: " ", count: indent)
    let body = lines(text, width: width - indent)
    let left = "  " + heading
    guard left.count + 2 <= indent, let first = body.first else { return [left] + body.map { margin + $0 } }
    return [left + margin.dropFirst(left.count) + first] + body.dropFirst().map { margin + $0 }
  }
}
