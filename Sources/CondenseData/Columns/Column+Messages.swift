import CondenseCore

extension Column {
  /// The first row, among `rows` or all, whose cell is neither missing nor a number.
  package func firstRowWithoutNumber(among rows: [Int]? = nil) -> Int? {
    if case .images = cells { return rows == nil ? 0 : rows?.first }
    guard case .strings(let cells) = cells else { return nil }
    // 0: not looked at, 1: a number, 2: none.
    var verdicts = [UInt8](repeating: 0, count: cells.values.count)
    func fails(_ row: Int) -> Bool {
      let code = Int(cells.codes[row])
      if code < 0 { return false }
      if verdicts[code] == 0 {
        verdicts[code] = cells.values.withBytes(of: code) { Self.lenientNumber($0, $1) } == nil ? 2 : 1
      }
      return verdicts[code] == 2
    }
    if let rows { return rows.first(where: fails) }
    return (0..<cells.codes.count).first(where: fails)
  }

  /// The text of a cell, cut to fit a message.
  package func shownText(_ row: Int) -> String {
    if let images { return "an image of \(images.shownSize) pixels" }
    return ShownText.line(text(row) ?? "")
  }
}

extension Table {
  /// A column that a flag names; the error begins with the flag.
  package func column(named wanted: String, flag: String) throws(CondenseError) -> Column {
    do {
      return try column(named: wanted)
    } catch {
      throw CondenseError(error.kind, "\(flag) \(wanted): \(error.message)")
    }
  }
}
