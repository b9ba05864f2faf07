import Condense

/// Recommendations as CSV (`user,rank,item,score,known`), or as one JSON object a user.
package struct RecommendationText {
  private static let header = "user,rank,item,score,known"

  package private(set) var bytes: [UInt8] = []
  /// Users so far.
  package private(set) var count = 0
  /// Users whose answer names no item.
  package private(set) var emptyCount = 0
  private let isJSON: Bool

  package init(isJSON: Bool) {
    self.isJSON = isJSON
    if !isJSON { bytes += "\(Self.header)\n".utf8 }
  }

  /// Adds the answer for a user.
  ///
  /// - Parameter known: how many of the user's items the answer rests on.
  package mutating func add(user: String, known: Int, _ answer: [Recommendation]) {
    count += 1
    if answer.isEmpty { emptyCount += 1 }
    if isJSON {
      let items = answer.map { "{\"item\":\(JSONText.quoted($0.item)),\"score\":\($0.score)}" }
      bytes +=
        ("{\"user\":\(JSONText.quoted(user)),\"known\":\(known),\"items\":[\(items.joined(separator: ","))]}\n")
        .utf8
      return
    }
    for (place, recommendation) in answer.enumerated() {
      bytes += CSVText.line([
        user, String(place + 1), recommendation.item, "\(recommendation.score)", String(known),
      ])
    }
  }

  /// Writes the file whole, or leaves what stood there.
  package func write(toFile path: String) throws {
    try WholeFile.replace(path, with: [bytes])
  }

  /// Whether a file is a table of recommendations of ours, by its first line.
  package static func isOurs(_ path: String) -> Bool {
    guard let bytes = try? WholeFile.read(path) else { return false }
    let line = String(decoding: bytes.prefix { $0 != 10 }, as: UTF8.self)
    return line == header || line.hasPrefix("{\"user\":") && line.contains("\"known\":")
  }
}
