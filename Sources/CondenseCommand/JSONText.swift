import Condense
import Foundation

/// Results as JSON: keys sorted, numbers shortest-exact, one line.
package enum JSONText {
  package static func line(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// A string of JSON.
  package static func quoted(_ text: String) -> String { (try? line(text)) ?? "\"\"" }

  /// Metrics as an object; JSON has no word for what is not finite, so that such a one is left out.
  package static func object(_ metrics: [Metric]) -> [String: Double] {
    Dictionary(
      metrics.filter(\.value.isFinite).map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}
