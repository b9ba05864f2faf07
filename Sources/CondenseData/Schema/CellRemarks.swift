import CondenseCore

/// What a user should know of the cells of a column that is used as numbers, dates or categories.
package enum CellRemarks {
  package static func remarks(on decision: ColumnDecision, in table: Table) -> [String] {
    guard decision.sources.isEmpty, let column = table[decision.name] else { return [] }
    switch decision.kind {
    case .number: return numbers(column, table)
    case .date: return dates(column, decision.dateFormat, table)
    case .category: return spellings(column)
    case .text, .list, .image, .ignored: return []
    }
  }

  /// `'size': 2 of 1,500 cells are no number ('#N/A' in line 202 …); they count as missing`
  package static func oddNumbers(_ column: Column, _ table: Table) -> String? {
    guard case .numbers(let cells) = column.cells, let written = cells.written, cells.oddCount > 0,
      let place = written.rows.indices.first(where: { cells.values[Int(written.rows[$0])].isNaN })
    else { return nil }
    return odd(
      column, table, count: cells.oddCount, what: "number",
      text: written.texts.string(Int(written.codes[place])),
      row: Int(written.rows[place]))
  }

  /// The same where so many are no numbers that the column was read as texts.
  package static func textsForNumbers(_ column: Column, _ table: Table) -> String? {
    let texts = (0..<column.count).filter { !column.isMissing($0) && column.number($0) == nil }
    return texts.first.map {
      odd(column, table, count: texts.count, what: "number", text: column.text($0) ?? "", row: $0)
    }
  }

  /// The same for dates.
  package static func oddDates(_ column: Column, _ format: DateFormat, _ table: Table) -> String? {
    var count = 0
    var first: Int?
    guard let moments = try? MomentReader(format: format).moments(column, Array(0..<column.count), table)
    else { return nil }
    for (row, moment) in moments.enumerated() where moment == nil && !column.isMissing(row) {
      count += 1
      if first == nil { first = row }
    }
    return first.map {
      odd(column, table, count: count, what: "date", text: column.text($0) ?? "", row: $0)
    }
  }

  private static func odd(
    _ column: Column, _ table: Table, count: Int, what: String, text: String, row: Int
  ) -> String {
    let present = column.count - column.missingCount
    return "'\(ShownText.line(column.name))': \(Count.text(count)) of \(Count.of(present, "cell", "cells"))"
      + " \(count == 1 ? "is" : "are") no \(what) ('\(ShownText.line(text))' in line \(table.line(ofRow: row))"
      + "\(count > 1 ? " …" : "")); \(count == 1 ? "it counts" : "they count") as missing"
  }

  private static func numbers(_ column: Column, _ table: Table) -> [String] {
    guard case .numbers(let cells) = column.cells else { return [] }
    var remarks: [String] = []
    if let words = column.missingRemark(table) { remarks.append(words) }
    if let odd = oddNumbers(column, table) { remarks.append(odd) }
    guard let written = cells.written, !written.unit.isEmpty else { return remarks }
    let name = ShownText.line(column.name), unit = ShownText.line(written.unit)
    let bare = cells.values.count { !$0.isNaN } - written.unitCount
    if bare > 0 {
      remarks.append(
        "'\(name)': '\(unit)' stands beside \(Count.of(written.unitCount, "number", "numbers")) and not beside"
          + " \(Count.text(bare)) others, which are taken to count the same")
    } else {
      remarks.append("'\(name)': '\(unit)' beside every number is read off")
    }
    return remarks
  }

  private static func dates(_ column: Column, _ format: DateFormat?, _ table: Table) -> [String] {
    guard let format else { return [] }
    return [column.missingRemark(table), oddDates(column, format, table)].compactMap(\.self)
  }

  /// Values that are equal as numbers and written differently.
  private static func spellings(_ column: Column) -> [String] {
    // Most columns are words, or numbers that are written as we would.
    switch column.cells {
    case .numbers(let cells): if cells.written == nil { return [] }
    case .strings(let cells):
      let isNumber = (0..<cells.values.count).lazy.filter { value in
        cells.values.withBytes(of: value) { CellKey.number($0, $1) != nil }
      }
      guard isNumber.prefix(2).count == 2 else { return [] }
    case .images: return []
    }
    let codes = CategoryCodes(column)
    var seen: [UInt64: Int] = [:]
    var pairs = 0
    var shown = ""
    for code in 0..<codes.keys.count {
      guard let (value, _) = codes.keys.withBytes(of: code, { CellKey.number($0, $1) }) else { continue }
      if let other = seen.updateValue(code, forKey: value.bitPattern) {
        pairs += 1
        if pairs == 1 { shown = "'\(codes.keys.string(other))' and '\(codes.keys.string(code))'" }
      }
    }
    guard pairs > 0 else { return [] }
    return [
      "'\(ShownText.line(column.name))': \(shown)\(pairs > 1 ? " and \(Count.text(pairs - 1)) more" : "") are equal as"
        + " numbers; they are different values here, as they are written"
    ]
  }
}

extension Column {
  /// `'size': 4 of 1,500 cells are no value ('-' in line 7 …); they count as missing`, of words other than usual ones.
  fileprivate func missingRemark(_ table: Table) -> String? {
    guard let word = missingWords.first(where: { !MissingWord.usual.contains($0.text.lowercased()) }) else {
      return nil
    }
    let count = missingWords.reduce(0) {
      $0 + (MissingWord.usual.contains($1.text.lowercased()) ? 0 : $1.count)
    }
    return "'\(ShownText.line(name))': \(Count.text(count)) of \(Count.of(self.count, "cell", "cells"))"
      + " \(count == 1 ? "is" : "are") no value ('\(ShownText.line(word.text))' in line \(table.line(ofRow: word.row))"
      + "\(count > 1 ? " …" : "")); \(count == 1 ? "it counts" : "they count") as missing"
  }
}
