extension Table {
  /// About how many bytes its cells take in memory.
  package var cellBytes: Int {
    columns.reduce(0) { sum, column in
      switch column.cells {
      case .numbers(let cells): sum + cells.values.count * 8
      case .strings(let cells):
        sum + cells.codes.count * 4 + cells.values.bytes.count + cells.values.offsets.count * 8
      case .images(let cells): sum + cells.count * cells.height * cells.width
      }
    }
  }
}
