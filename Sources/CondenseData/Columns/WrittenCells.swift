/// The cells of a column of numbers whose text says more than their value: `1.10`, `+49`, `$5`, and odd ones that are no
/// numbers at all, as `#N/A`, whose value is NaN.
package struct WrittenCells: Sendable, Equatable {
  /// The rows, ascending.
  package let rows: [Int32]
  /// The text of each of them, as a place in `texts`.
  package let codes: [Int32]
  /// The texts, blanks around them left out, in the order of their first appearance.
  package let texts: ByteStrings
  /// How many of the cells are no numbers; they count as missing.
  package let oddCount: Int
  /// What the numbers of the column count, `kg`, `$` or `%`; empty where nothing is said.
  package let unit: String
  /// How many of the cells say it.
  package let unitCount: Int

  /// The place of the text of a row, nil where its number says all.
  package func code(ofRow row: Int) -> Int? {
    let place = rows.partitioningIndex { $0 >= row }
    return place < rows.count && rows[place] == row ? Int(codes[place]) : nil
  }

  /// The place of the text of every row of so many, −1 where its number says all.
  package func codes(ofRows count: Int) -> [Int32] {
    var all = [Int32](repeating: -1, count: count)
    for (row, code) in zip(rows, codes) { all[Int(row)] = code }
    return all
  }

  /// The same for some rows, in the order given; `values` are those of the whole column.
  func rows(_ indices: [Int], of values: [Double]) -> WrittenCells? {
    let all = codes(ofRows: values.count)
    var taken: [Int32] = [], takenCodes: [Int32] = []
    var odd = 0
    for (place, row) in indices.enumerated() where all[row] >= 0 {
      taken.append(Int32(truncatingIfNeeded: place))
      takenCodes.append(all[row])
      if values[row].isNaN { odd += 1 }
    }
    guard !taken.isEmpty || unitCount > 0 else { return nil }
    return WrittenCells(
      rows: taken, codes: takenCodes, texts: texts, oddCount: odd, unit: unit, unitCount: unitCount)
  }
}
