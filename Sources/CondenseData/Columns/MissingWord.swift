/// A word that was read as "no value", where it first stood, and how often.
package struct MissingWord: Sendable, Equatable {
  package let text: String
  package let row: Int
  package let count: Int

  /// Words that nobody takes for a value; others are pointed out.
  static let usual: Set<String> = ["", "na", "n/a", "nan", "null", "none", "?"]
}

/// Such words while a column is read.
struct MissingWords {
  private var found: [(text: [UInt8], row: Int, count: Int)] = []
  /// More different words are not told apart.
  private static let most = 8

  /// Adds a cell that has anything but blanks.
  mutating func add(_ p: UnsafePointer<UInt8>, _ length: Int, row: Int) {
    CellKey.withKey(p, length) { p, n in
      guard n > 0 else { return }
      let text = UnsafeBufferPointer(start: p, count: n)
      if let place = found.firstIndex(where: { $0.text.elementsEqual(text) }) {
        found[place].count += 1
      } else if found.count < Self.most {
        found.append((Array(text), row, 1))
      }
    }
  }

  var all: [MissingWord] {
    found.map { MissingWord(text: String(decoding: $0.text, as: UTF8.self), row: $0.row, count: $0.count) }
  }
}
