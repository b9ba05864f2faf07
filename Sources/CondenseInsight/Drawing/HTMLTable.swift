/// A table of a page: words to the left, numbers to the right; on a phone each row becomes a card.
package struct HTMLTable: Sendable {
  private let header: [String]
  private let numeric: Set<Int>
  private var rows: [(cells: [String], ink: Ink?)] = []

  /// - Parameter numeric: places of the columns that hold numbers.
  package init(_ header: [String], numeric: Set<Int> = []) {
    self.header = header
    self.numeric = numeric
  }

  /// Adds a row; its first cell names it. `ink` marks it as a chart does.
  package mutating func add(_ cells: [String], ink: Ink? = nil) {
    rows.append((cells, ink))
  }

  var markup: String {
    func style(_ place: Int) -> String { numeric.contains(place) ? " class=\"number\"" : "" }
    let head = header.enumerated().map { "<th scope=\"col\"\(style($0))>\(Markup.escaped($1))</th>" }.joined()
    let body = rows.map { row in
      let cells = row.cells.enumerated().map { place, cell in
        let text = "<bdi>\(Markup.escaped(cell))</bdi>"
        if place == 0 {
          return "<th scope=\"row\"\(row.ink.map { " class=\"\($0.rawValue)-name\"" } ?? "")>\(text)</th>"
        }
        let name = place < header.count ? header[place] : ""
        return "<td\(style(place)) data-name=\"\(Markup.escaped(name))\">\(text)</td>"
      }
      return "<tr>\(cells.joined())</tr>\n"
    }.joined()
    return "<table>\n<thead><tr>\(head)</tr></thead>\n<tbody>\n\(body)</tbody>\n</table>\n"
  }
}
