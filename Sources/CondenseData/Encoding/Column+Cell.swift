extension Column {
  /// The cell of `row` by itself.
  package func cell(_ row: Int) -> Cell {
    switch cells {
    case .numbers(let cells):
      if cells.written?.code(ofRow: row) != nil {
        text(row).map(Cell.text) ?? .missing
      } else {
        number(row).map(Cell.number) ?? .missing
      }
    case .strings: text(row).map(Cell.text) ?? .missing
    case .images(let cells): .image(cells.withImage(row) { Array($0) })
    }
  }
}
