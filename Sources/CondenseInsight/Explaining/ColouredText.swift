/// A text in stretches, each with what its word contributes: its own part, and an equal share of that of every n-gram
/// it belongs to.
public struct ColouredText: Sendable, Equatable, Codable {
  /// Some neighbouring characters.
  public struct Stretch: Sendable, Equatable, Codable {
    /// As in the row.
    public let text: String
    /// Nil for what stands between words.
    public let contribution: Double?
  }

  /// The text from start to end.
  public let stretches: [Stretch]

  /// The largest contribution, either way.
  package var largest: Double { stretches.reduce(0) { max($0, abs($1.contribution ?? 0)) } }

  /// - Parameters:
  ///   - words: where words stand in the bytes of the text.
  ///   - contributions: one for each word.
  init(_ text: String, words: [Range<Int>], contributions: [Double]) {
    let bytes = Array(text.utf8)
    var stretches: [Stretch] = []
    var end = 0
    func add(_ range: Range<Int>, _ contribution: Double?) {
      guard !range.isEmpty else { return }
      stretches.append(
        Stretch(text: String(decoding: bytes[range], as: UTF8.self), contribution: contribution))
    }
    for (word, contribution) in zip(words, contributions) {
      add(end..<word.lowerBound, nil)
      add(word, contribution)
      end = word.upperBound
    }
    add(end..<bytes.count, nil)
    self.stretches = stretches
  }
}
