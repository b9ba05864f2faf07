/// Cells and lines of CSV.
package enum CSVText {
  /// Cells with commas between them, and a line feed.
  package static func line(_ cells: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    for (place, text) in cells.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += cell(text)
    }
    bytes.append(0x0A)
    return bytes
  }

  /// A text that no spreadsheet takes for a formula; numbers stay as they are.
  package static func harmless(_ text: String) -> String {
    guard let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first),
      Double(text) == nil
    else { return text }
    return "'" + text
  }

  /// A cell, quoted where it needs it.
  package static func cell(_ text: String, delimiter: UInt8 = UInt8(ascii: ",")) -> [UInt8] {
    guard text.utf8.contains(where: { $0 == delimiter || [0x22, 0x0A, 0x0D].contains($0) }) else {
      return Array(text.utf8)
    }
    return [0x22] + text.utf8.flatMap { $0 == 0x22 ? [0x22, 0x22] : [$0] } + [0x22]
  }
}
