/// Rows that are no rows: units under the header, totals at the end.
extension Table {
  /// The same without them, each said with its line.
  func withoutFurniture() -> Table {
    var table = self
    if let remark = table.unitsRemark {
      table = table.dropping(row: 0, remark)
    }
    if let remark = table.totalsRemark {
      table = table.dropping(row: table.rowCount - 1, remark)
    }
    return table
  }

  /// A first row in which no column of numbers has one, and two of them or more have a word.
  private var unitsRemark: String? {
    guard rowCount > 20 else { return nil }
    var shown: [String] = []
    for case .numbers(let cells) in columns.map(\.cells) {
      if !cells.values[0].isNaN { return nil }
      guard let written = cells.written, let code = written.code(ofRow: 0) else { continue }
      let text = written.texts.string(code)
      guard text.utf8.count <= 16,
        text.unicodeScalars.contains(where: \.properties.isAlphabetic) || text == "%"
      else { return nil }
      shown.append("'\(ShownText.line(text))'")
    }
    guard shown.count >= 2 else { return nil }
    return
      "\(name) line \(line(ofRow: 0)): a row of words over columns of numbers (\(shown.prefix(3).joined(separator: ", "))\(shown.count > 3 ? ", …" : "")), units or kinds; left out"
  }

  private static let sums: Set<String> = [
    "total", "totals", "grand total", "sum", "sums", "subtotal", "average", "mean", "summe", "gesamt",
    "insgesamt",
    "durchschnitt", "somme", "suma", "totale", "totaal",
  ]

  /// A last row that says it sums the others, in a cell whose word stands nowhere else in its column.
  private var totalsRemark: String? {
    let last = rowCount - 1
    guard rowCount > 20 else { return nil }
    for column in columns where !column.isMissing(last) {
      guard let text = column.text(last) else { continue }
      var word = text.lowercased()
      while let end = word.last, end == ":" || end == " " { word.removeLast() }
      guard Self.sums.contains(word), !(0..<last).contains(where: { column.isEqual($0, last) }) else {
        continue
      }
      return
        "\(name) line \(line(ofRow: last)): '\(ShownText.line(text))' in the last row, in '\(ShownText.line(column.name))': it sums the others; left out"
    }
    return nil
  }
}

extension Column {
  /// Whether two rows hold the same text.
  fileprivate func isEqual(_ a: Int, _ b: Int) -> Bool {
    switch cells {
    case .strings(let cells) where cells.isDistinct: cells.codes[a] == cells.codes[b]
    default: text(a) == text(b)
    }
  }
}
