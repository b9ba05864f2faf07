/// The line of the file on which each row starts.
enum RowLines: Sendable {
  /// Row r starts on line `first + r`.
  case consecutive(first: Int)
  case listed([Int])

  func line(_ row: Int) -> Int {
    switch self {
    case .consecutive(let first): first + row
    case .listed(let lines): lines[row]
    }
  }

  func rows(_ indices: [Int]) -> RowLines { .listed(indices.map(line)) }
}
