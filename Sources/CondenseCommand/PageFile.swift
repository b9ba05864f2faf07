import Condense

/// A page or picture as a file.
enum PageFile {
  /// What every page of ours says of itself near its start.
  static let mark = "condense"
  private static let markedBytes = 1024

  /// Whether Condense wrote the file.
  static func isOurs(_ path: String) -> Bool {
    guard let bytes = try? WholeFile.read(path) else { return false }
    let start = String(decoding: bytes.prefix(markedBytes), as: UTF8.self)
    return start.contains("name=\"generator\" content=\"\(mark)") || start.contains("<!-- \(mark)")
  }

  static func write(_ text: String, toFile path: String) throws {
    try WholeFile.replace(path, with: [Array(text.utf8)])
  }
}
