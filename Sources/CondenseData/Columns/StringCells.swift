/// The cells of a column of strings: a code for each row, and the strings that the codes stand for.
///
/// Repeated strings are stored once. In a column of long texts that hardly repeat, every row has a string of
/// its own. Taking rows shares the strings with the whole table.
public struct StringCells: Sendable {
  /// The string of each row, as an index into `values`; −1 where it is missing.
  package let codes: [Int32]

  /// The strings as they stood in the file, in the order of their first appearance.
  package let values: ByteStrings

  /// Whether no two codes stand for the same string.
  package let isDistinct: Bool

  package init(codes: [Int32], values: ByteStrings, isDistinct: Bool) {
    self.codes = codes
    self.values = values
    self.isDistinct = isDistinct
  }

  package func rows(_ indices: [Int]) -> StringCells {
    StringCells(codes: indices.map { codes[$0] }, values: values, isDistinct: isDistinct)
  }

  /// How many rows hold each value.
  package func counts() -> [Int] {
    var counts = [Int](repeating: 0, count: values.count)
    for code in codes where code >= 0 { counts[Int(code)] += 1 }
    return counts
  }
}
