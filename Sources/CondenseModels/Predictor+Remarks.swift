import CondenseData

extension Predictor {
  /// What a reader of predictions for a table should know: what was read over or repaired in it, cells that are no numbers
  /// or dates, and numbers in another unit than in training; a sentence each.
  package func remarks(on table: Table) -> [String] {
    table.remarks
      + encoder.encoders.compactMap { encoder in
        switch encoder {
        case .number(let number): table[number.column].flatMap { remark($0, number.unit ?? "", table) }
        case .date(let date):
          table[date.column].flatMap { CellRemarks.oddDates($0, date.format, table) }
        case .category, .day, .text, .list, .image, .cross: nil
        }
      }
  }

  private func remark(_ column: Column, _ unit: String, _ table: Table) -> String? {
    guard case .numbers(let cells) = column.cells else { return CellRemarks.textsForNumbers(column, table) }
    let found = cells.written?.unit ?? ""
    if found != unit, !found.isEmpty || cells.values.contains(where: { !$0.isNaN }) {
      let name = ShownText.line(column.name)
      func with(_ unit: String) -> String {
        unit.isEmpty ? "without a unit" : "with '\(ShownText.line(unit))'"
      }
      // A currency or a unit may be left out; a percent sign makes another number.
      if found.isEmpty ? unit == "%" : true {
        return
          "'\(name)': the model learned numbers \(with(unit)); here they are \(with(found)), and read as they stand"
      }
    }
    return CellRemarks.oddNumbers(column, table)
  }
}
