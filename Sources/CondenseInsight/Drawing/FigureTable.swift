/// A table of words and figures, as pages, cards and the terminal show it: its first column names the rows.
package struct FigureTable: Sendable {
  /// One row.
  package struct Row: Sendable {
    package let cells: [String]
    /// Marks the row as a chart does.
    let ink: Ink?
    /// For each cell the rule that shades it on a page; none for an empty list.
    let shades: [String?]
  }

  package let header: [String]
  /// Places of the columns that hold numbers.
  private let numeric: Set<Int>
  package private(set) var rows: [Row] = []

  /// - Parameter numeric: places of the columns that hold numbers, to the right of their column.
  package init(_ header: [String], numeric: Set<Int> = []) {
    self.header = header
    self.numeric = numeric
  }

  /// Adds a row; its first cell names it. `ink` marks it as a chart does.
  package mutating func add(_ cells: [String], ink: Ink? = nil, shades: [String?] = []) {
    rows.append(Row(cells: cells, ink: ink, shades: shades))
  }

  /// The table with names and sentences no longer than can be read.
  package var shortened: FigureTable {
    var table = FigureTable(header.map { FigureText.name($0) }, numeric: numeric)
    table.rows = rows.map { row in
      let cells = row.cells.enumerated().map { FigureText.name($1, most: $0 == 0 ? 60 : 400) }
      return Row(cells: cells, ink: row.ink, shades: row.shades)
    }
    return table
  }

  /// On a phone each row becomes a card.
  var markup: String {
    func style(_ place: Int, _ shade: String? = nil) -> String {
      let names = [numeric.contains(place) ? "number" : nil, shade].compactMap(\.self)
      return names.isEmpty ? "" : " class=\"\(names.joined(separator: " "))\""
    }
    let head = header.enumerated().map { "<th scope=\"col\"\(style($0))>\(Markup.escaped($1))</th>" }.joined()
    let body = rows.map { row in
      let cells = row.cells.enumerated().map { place, cell in
        let text = "<bdi>\(Markup.escaped(cell))</bdi>"
        if place == 0 {
          return "<th scope=\"row\"\(row.ink.map { " class=\"\($0.rawValue)-name\"" } ?? "")>\(text)</th>"
        }
        let name = place < header.count ? header[place] : ""
        let shade = place < row.shades.count ? row.shades[place] : nil
        return "<td\(style(place, shade)) data-name=\"\(Markup.escaped(name))\">\(text)</td>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }.joined()
    return "<table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table>\n"
  }

  /// The table in Markdown, as GitHub reads it.
  var markdown: String {
    func line(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |\n" }
    return line(header.map(Markdown.escaped))
      + line(header.indices.map { numeric.contains($0) ? "---:" : "---" })
      + rows.map { line($0.cells.map(Markdown.escaped)) }.joined()
  }
}
