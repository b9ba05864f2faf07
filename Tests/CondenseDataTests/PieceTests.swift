import CondenseData
import Testing

/// The words and n-grams of a text by name, held against the bag that the encoder makes of it.
@Suite struct PieceTests {
  private static let texts = [
    "not good at all", "very good, very GOOD indeed!", "Don’t go: the café’s food is bad 😀 bad",
    "<br/>no good<br>日本 of it", "a well-made film; well made!", "good not at all good", "\u{FFFE}\u{0301}, …",
    "",
    String(repeating: "x", count: 200) + " good at all",
  ]

  private static func encoder(_ change: (inout TextOptions) -> Void) -> TextEncoder {
    var options = TextOptions()
    options.buckets = 64
    change(&options)
    return TextEncoder(
      fitting: Column(name: "text", strings: Self.texts), rows: Array(texts.indices), options: options,
      minimumCount: 1, threads: 1)
  }

  @Test(arguments: [BagWeights.presence, .counts]) func piecesAreThoseOfTheBag(weights: BagWeights) throws {
    for orders in [[], [3, 4]] {
      let encoder = Self.encoder {
        $0.weights = weights
        $0.characterOrders = orders
      }
      for text in Self.texts {
        let bag = encoder.encode(.text(text)).ids.sorted()
        let ids = encoder.pieces(of: text).pieces.map(\.id).sorted()
        #expect(bag == (weights == .counts ? ids : Array(Set(ids)).sorted()), "\(text)")
      }
    }
  }

  @Test func piecesHaveNamesAndPlaces() throws {
    let encoder = Self.encoder { $0.characterOrders = [3] }
    let text = "Not-good, café’s <br/>INDEED unseen"
    let (pieces, words) = encoder.pieces(of: text)
    let bytes = Array(text.utf8)
    #expect(
      words.map { String(decoding: bytes[$0], as: UTF8.self) } == [
        "Not", "good", "café’s", "INDEED", "unseen",
      ])
    let names = pieces.map(\.text)
    #expect(names.contains("not good") && names.contains("café's") && names.contains("<no"))
    #expect(pieces.first { $0.text == "not good" }?.words == 0..<2)
    #expect(pieces.first { $0.text == "unseen" }?.id == 0)
    #expect(pieces.first { $0.text == "ood" }?.words == 1..<2)
  }

  /// Where words stand is found in any text, and nothing stands in two.
  @Test func placesFollowEachOther() throws {
    let encoder = Self.encoder { _ in }
    for text in Self.texts + ["é", "\u{0301}a", "a\u{0301}b'c'", "日本語 ทดสอบ", "👩‍👩‍👧 🇩🇪🇫🇷!?"] {
      let (pieces, words) = encoder.pieces(of: text)
      #expect(words.count == pieces.filter { $0.words.count == 1 }.count, "\(text)")
      var end = 0
      for word in words {
        #expect(word.lowerBound >= end && !word.isEmpty && word.upperBound <= text.utf8.count, "\(text)")
        end = word.upperBound
      }
    }
  }

  @Test func valuesOfListsArePieces() throws {
    let encoder = ListEncoder(
      fitting: Column(name: "tags", strings: ["a|b", "b| c "]), separator: UInt8(ascii: "|"), rows: [0, 1],
      minimumCount: 1)
    let pieces = encoder.pieces(of: "c | new| |a|a")
    #expect(pieces.map(\.text) == ["c", "new", "a", "a"])
    #expect(pieces.map(\.id) == encoder.encode(.text("c | new| |a|a")).ids)
    #expect(pieces.map(\.words) == [0..<1, 1..<2, 2..<3, 3..<4])
  }
}
