extension Column {
  /// The cell of `row` by itself.
  package func cell(_ row: Int) -> Cell {
    switch cells {
    case .numbers: number(row).map(Cell.number) ?? .missing
    case .strings: text(row).map(Cell.text) ?? .missing
    case .images(let cells): .image(cells.withImage(row) { Array($0) })
    }
  }
}
