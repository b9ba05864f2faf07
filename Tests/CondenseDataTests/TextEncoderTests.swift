import CondenseCore
import CondenseData
import Foundation
import Testing

@Suite struct TextEncoderTests {
  static let column = Column(
    name: "t",
    strings: [
      "good good film", "bad film", nil, "good film !", "...", "once", "film", "a good film, bad one",
    ])

  func encoder(
    _ column: Column = column, minimum: Int = 2, threads: Int = 1,
    _ change: (inout TextOptions) -> Void = { _ in }
  ) -> TextEncoder {
    var options = TextOptions()
    (options.wordOrder, options.weights) = (2, .counts)
    change(&options)
    return TextEncoder(
      fitting: column, rows: Array(0..<column.count), options: options, minimumCount: minimum,
      threads: threads)
  }

  func texts(_ texts: [String?]) -> Column { Column(name: "t", strings: texts) }

  @Test func wordsBucketsAndMissingAreApart() {
    let encoder = encoder()
    #expect((0..<5).map { encoder.word(of: $0) } == [nil, "film", "good", "bad", nil])
    #expect(encoder.vocabulary.counts == [4, 5, 4, 2])
    #expect(encoder.buckets == 4096 && encoder.vocabulary.nGrams.buckets == 4096)
    // "good film" alone comes twice, and so it alone has a row.
    let nGrams = encoder.vocabulary.nGrams.count, last = Int32(encoder.vocabularySize - 1)
    #expect(nGrams == 1 && encoder.vocabularySize == 4 + nGrams + 1)
    #expect(encoder.repeatedNGrams == 1 && encoder.collidingNGrams == 0)
    #expect(Array(encoder.counts.prefix(4)) == [3, 5, 3, 2] && encoder.counts.last == 1)
    #expect(encoder.counts.count == encoder.vocabularySize)
    #expect(encoder.id(ofWord: "GOOD") == 2 && encoder.id(ofWord: "once") == nil)
    #expect(encoder.id(ofWord: "good film") == nil && encoder.id(ofWord: "") == nil)

    let bags = encoder.encode(
      texts(["Good film", "new words", nil, "", "once bad", "film good"]), rows: Array(0..<6), threads: 1)
    #expect(bags.offsets == [0, 3, 5, 6, 6, 8, 10])
    #expect(Array(bags.ids[0..<2]) == [2, 1] && bags.ids[2] >= 4 && bags.ids[2] < last)
    // Neither "new words" nor "film good" fell into a bucket of the training rows.
    #expect(Array(bags.ids[3...]) == [0, 0, last, 0, 3, 1, 2])
    #expect(bags.weights == nil)
    #expect(bags.unknownShares == [0, 1, 0, 0, 0.5, 0])
  }

  @Test func missingHasNoIdWhereTrainingMissedNone() {
    let encoder = encoder(texts(["a b", "a b"]))
    #expect(!encoder.hasMissingRow && encoder.encode(.missing).ids.isEmpty)
    #expect(encoder.encode(.number(.nan)).offsets == [0, 0])
  }

  @Test func oneWordTextsHaveNoBuckets() {
    let encoder = encoder(texts(["a", "a", "b", "b"]))
    #expect(encoder.buckets == 0 && encoder.vocabularySize == 3)
    #expect(encoder.encode(.text("a b")).ids == [1, 2])
    // N-grams that never come again teach nothing.
    #expect(self.encoder(texts(["a b", "b a"])).vocabularySize == 3)
    let none = self.encoder(texts(["...", nil, ""]), minimum: 1)
    #expect(none.vocabularySize == 2 && none.encode(.text("a")).ids == [0])
    #expect(self.encoder(texts([])).encode(.text("a")).ids == [0])
  }

  @Test func numbersAreTexts() {
    let encoder = encoder(Column(name: "t", numbers: [7, 7, nil, 2.5]), minimum: 1)
    #expect(encoder.encode(.number(7)).ids == encoder.encode(.text("7")).ids)
    #expect(encoder.encode(.number(7)).ids == [1])
  }

  @Test func weights() throws {
    let text = "film good good unseen good"
    let presence = encoder {
      $0.weights = .presence; $0.wordOrder = 1
    }
    #expect(presence.encode(.text(text)).ids == [0, 1, 2] && presence.encode(.text(text)).weights == nil)
    let root = encoder {
      $0.weights = .squareRoot; $0.wordOrder = 1
    }.encode(.text(text))
    #expect(root.ids == [0, 1, 2] && root.weights == [1, 1, Float(3).squareRoot()])
    let encoder = encoder {
      $0.weights = .tfidf; $0.wordOrder = 1
    }
    let bag = encoder.encode(.text(text))
    #expect(bag.ids == [0, 1, 2])
    // Seven texts; the three ids were in 3, 5 and 3 of them.
    let raw = [1 + log(8.0 / 4), 1 + log(8.0 / 6), (1 + log(3.0)) * (1 + log(8.0 / 4))]
    let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for (weight, expected) in zip(try #require(bag.weights), raw) {
      #expect(abs(Double(weight) - expected / length) < 1e-6)
    }
    #expect(encoder.encode(.missing).weights == [1] && encoder.encode(.text("")).weights == [])
  }

  @Test func charactersAndLongerNGrams() {
    let runs = encoder(texts(["abc abc", "abc"]), minimum: 1) {
      $0.characterOrders = [3]; $0.wordOrder = 1
    }
    // <ab, abc, bc>
    #expect(runs.encode(.text("abc")).ids.count == 4)
    #expect(runs.encode(.text("zab")).ids.count == 1)
    let three = encoder(texts(["a b c", "a b c"]), minimum: 1) { $0.wordOrder = 3 }
    #expect(three.encode(.text("a b c")).ids.count == 6)
    let small = encoder(texts(["a b c", "a b c"]), minimum: 1) { $0.buckets = 1 }
    #expect(small.encode(.text("c b a")).ids == [3, 2, 1, 4, 4])
    #expect(small.buckets == 1 && small.collidingNGrams == 2)
  }

  @Test func rowsOfNGramsAreCountedBits() {
    let kept = (0..<4096).map { Philox(seed: 3, purpose: "kept").block(0, UInt64($0))[0] % 3 == 0 }
    let rows = NGramRows(buckets: 4096) { keep in
      for bucket in kept.indices where kept[bucket] { keep(bucket) }
    }
    var expected = 0
    for bucket in 0..<4096 {
      #expect(rows.row(ofBucket: bucket) == (kept[bucket] ? expected : nil))
      if kept[bucket] { expected += 1 }
    }
    let again = NGramRows(bytes: rows.bytes)
    #expect(rows.count == expected && again.count == expected && again.buckets == 4096)
    #expect((0..<4096).allSatisfy { again.row(ofBucket: $0) == rows.row(ofBucket: $0) })
  }

  @Test func everyNumberOfThreadsGivesTheSame() {
    let random = Philox(seed: 5, purpose: "texts")
    let column = texts(
      (0..<3000).map { row in
        row % 97 == 0
          ? nil
          : (0..<(row % 40)).map { place in
            let word = random.block(UInt64(row), UInt64(place))
            return "w\(Int(word[0] % 64) * Int(word[1] % 64))"
          }.joined(separator: " ")
      })
    for weights in BagWeights.allCases {
      let fits = [1, 2, 3].map { threads in encoder(column, threads: threads) { $0.weights = weights } }
      let bags = zip(fits, [1, 2, 3]).map { $0.encode(column, rows: Array(0..<3000), threads: $1) }
      for other in 1..<3 {
        #expect(fits[0].counts == fits[other].counts && fits[0].buckets == fits[other].buckets)
        #expect(fits[0].vocabulary.bytes == fits[other].vocabulary.bytes)
        #expect(bags[0] == bags[other])
      }
      for row in stride(from: 0, to: 3000, by: 113) {
        let alone = fits[0].encode(column.text(row).map { .text($0) } ?? .missing)
        let range = Int(bags[0].offsets[row])..<Int(bags[0].offsets[row + 1])
        #expect(alone.ids == Array(bags[0].ids[range]))
        #expect(alone.weights == bags[0].weights.map { Array($0[range]) })
      }
    }
  }

  @Test func hugeTextsAreRead() {
    let long = String(repeating: "word and another é! ", count: 10_000_000 / 21)
    let one = String(repeating: "x", count: 10_000_000)
    let encoder = encoder(texts([long, one, one, long]), minimum: 1, threads: 2)
    let bags = encoder.encode(texts([long, one]), rows: [0, 1], threads: 2)
    #expect(bags.ids.count > 4_000_000 && bags.offsets[2] - bags.offsets[1] == 1)
  }

  @Test func encodersComeBackFromTheirParts() throws {
    let table = try Table(
      name: "t.csv",
      columns: [
        Self.column, Column(name: "tags", strings: ["a|b", "b", nil, "a| b ", "c", "7|7", "|", "b|a"]),
        Column(name: "y", strings: ["p", "n", "p", "p", "n", "n", "p", "n"]),
      ])
    var options = SchemaOptions(target: "y")
    options.kinds = ["t": .text, "tags": .list]
    let schema = try Schema.inferred(from: table, options: options)
    #expect(schema.remarks.allSatisfy { !$0.contains("not yet") })
    var wanted = EncoderOptions()
    wanted.text.weights = .tfidf
    let rows = Array(0..<8)
    let encoder = try TableEncoder.fit(schema, to: table, rows: rows, options: wanted)
    #expect(encoder.features.map(\.shape) == [.bag(vocabularySize: 10), .bag(vocabularySize: 6)])
    let json = try JSONEncoder().encode(encoder.encoders)
    let decoded = try JSONDecoder().decode([ColumnEncoder].self, from: json)
    let again = try TableEncoder(encoders: decoded, vocabularies: encoder.vocabularies)
    #expect(again.features == encoder.features)
    let encoded = try encoder.encode(table)
    #expect(try again.encode(table).features == encoded.features)
    #expect(
      encoded.features[1]
        == .bags(
          offsets: [0, 2, 3, 4, 6, 7, 9, 9, 11], ids: [2, 1, 1, 5, 2, 1, 4, 3, 3, 1, 2], weights: nil))
    #expect(encoded.unknownColumns == ["t", "tags"])
    let row = try again.encode(row: ["t": .text("never heard"), "tags": .text("a|zz")])
    #expect(row.unknownNames(inRow: 0) == ["t"])

    var damaged = encoder.vocabularies
    damaged["t"] = try Vocabulary(values: [[97]], counts: [0, 1])
    #expect(
      throws: CondenseError(
        .content, "the model counts 0 ids of 't' where there are 3; it is damaged")
    ) { try TableEncoder(encoders: decoded, vocabularies: damaged) }
    let text = String(decoding: json, as: UTF8.self).replacing("words-1", with: "words-9")
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode([ColumnEncoder].self, from: Data(text.utf8))
    }
  }
}
