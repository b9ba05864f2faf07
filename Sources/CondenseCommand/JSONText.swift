import Condense
import Foundation

/// Results as JSON: keys sorted, numbers shortest-exact, one line.
package enum JSONText {
  package static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    guard text.unicodeScalars.contains(where: ShownText.steersTerminal) else { return text }
    // The encoder escapes controls below the blank; others are shown harmlessly by terminals when they are escaped too.
    return text.unicodeScalars.reduce(into: "") { line, scalar in
      if ShownText.steersTerminal(scalar) {
        let digits = String(scalar.value, radix: 16)
        line += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      } else {
        line.unicodeScalars.append(scalar)
      }
    }
  }

  /// A string of JSON.
  package static func quoted(_ text: String) -> String { (try? line(text)) ?? "\"\"" }

  /// Metrics as an object; JSON has no word for what is not finite, so that such a one is left out.
  package static func object(_ metrics: [Metric]) -> [String: Double] {
    Dictionary(
      metrics.filter(\.value.isFinite).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
