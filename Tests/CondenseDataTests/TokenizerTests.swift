import CondenseCore
import CondenseData
import Testing

@Suite struct TokenizerTests {
  static let table: [(String, [String])] = [
    ("", []),
    (" \t\n.,;:-…—", []),
    ("Word", ["word"]),
    ("It's GREAT, really GREAT!", ["it's", "great", "really", "great", "!"]),
    ("don't don’t DON’T", ["don't", "don't", "don't"]),
    ("'quoted' dogs' 'n' rock'n'roll ''", ["quoted", "dogs", "n", "rock'n'roll"]),
    ("well-made 7/10 3.5 B2B snake_case", ["well", "made", "7", "10", "3", "5", "b2b", "snake", "case"]),
    ("what?! Why??", ["what", "?", "!", "why", "?", "?"]),
    ("a<br>b<br/>c<br />d<BR  />e</br>f", ["a", "b", "c", "d", "e", "f"]),
    ("one<br /><br />two <b>bold</b> <brown", ["one", "two", "b", "bold", "b", "brown"]),
    ("<", []), ("<br", ["br"]), ("x<br /", ["x", "br"]),
    // Composed and decomposed are one; so are singletons and Hangul.
    ("café cafe\u{301} CAFE\u{301}", ["café", "café", "café"]),
    ("\u{212B}ngstro\u{308}m A\u{30A}ngström", ["ångström", "ångström"]),
    ("한국 \u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}", ["한국", "한국"]),
    // The order of marks does not matter.
    ("q\u{323}\u{307} q\u{307}\u{323}", ["q\u{323}\u{307}", "q\u{323}\u{307}"]),
    ("\u{301}alone =\u{338} x", ["alone", "x"]),
    // Simple lower case: one character for one.
    (
      "İSTANBUL I\u{307}stanbul ΣΊΣΥΦΟΣ STRASSE Straße ẞ",
      [
        "istanbul", "istanbul", "σίσυφοσ", "strasse", "straße", "ß",
      ]
    ),
    ("Привет, МИР! l’été", ["привет", "мир", "!", "l'été"]),
    ("مرحبا بالعالم، كيف حالك؟", ["مرحبا", "بالعالم", "كيف", "حالك"]),
    ("مُحَمَّد", ["مُحَمَّد"]),
    ("می\u{200C}خواهم soft\u{AD}hyphen", ["میخواهم", "softhyphen"]),
    ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
    ("你好,世界abc中", ["你", "好", "世", "界", "abc", "中"]),
    ("日本語カタカナか\u{3099}が", ["日", "本", "語", "カ", "タ", "カ", "ナ", "が", "が"]),
    ("ดีมาก ที่นี่", ["ดี", "ม", "า", "ก", "ที่", "นี่"]),
    (
      "good👍🏽 ❤️❤ 👨‍👩‍👧‍👦🇩🇪🇫🇷",
      [
        "good", "👍🏽", "❤", "❤", "👨‍👩‍👧‍👦", "🇩🇪", "🇫🇷",
      ]
    ),
    ("★★ 5€ $5 ™", ["★", "★", "5", "€", "5", "™"]),
  ]

  @Test(arguments: table.indices) func tokens(_ index: Int) {
    let (text, expected) = Self.table[index]
    let found = Tokenizer.tokens(text)
    #expect(found.map { Array($0.utf8) } == expected.map { Array($0.utf8) }, "\(text): \(found)")
  }

  @Test func longWordsAreHashed() {
    let kept = String(repeating: "a", count: 64)
    #expect(Tokenizer.tokens(kept + " b") == [kept, "b"])
    let hash = StableHash.hash((kept + "a").utf8)
    let hex = String(hash, radix: 16)
    let name = "#" + String(repeating: "0", count: 16 - hex.count) + hex
    #expect(Tokenizer.tokens("x " + kept + "A y") == ["x", name, "y"])
    let wide = String(repeating: "é", count: 33)
    let found = Tokenizer.tokens(wide + " " + String(repeating: "e\u{301}", count: 33) + " z")
    #expect(found.count == 3 && found[0] == found[1] && found[0].count == 17 && found[2] == "z")
  }

  @Test func textsThatGrowInLowerCaseFit() {
    let text = String(repeating: "Ⱥ ", count: 5000)
    #expect(Tokenizer.tokens(text) == Array(repeating: "ⱥ", count: 5000))
    let singles = String(repeating: "\u{958}a", count: 3000)
    #expect(Tokenizer.tokens(singles).count == 1)
  }

  @Test func bytesThatAreNoTextPartTokens() {
    var tokenizer = Tokenizer()
    func tokens(_ bytes: [UInt8]) -> [String] {
      bytes.withUnsafeBufferPointer { tokenizer.read($0) }
      return (0..<tokenizer.count).map { String(decoding: tokenizer.token($0), as: UTF8.self) }
    }
    #expect(tokens([0x61, 0xFF, 0x62]) == ["a", "b"])
    #expect(tokens([0x61, 0xC3]) == ["a"])
    #expect(tokens([0xC0, 0xAF, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80, 0x63]) == ["c"])
    #expect(tokens([0xE2, 0x82, 0x61, 0x27]) == ["a"])
    #expect(tokens([0x61, 0x27, 0xE2]) == ["a"])
    // Anything at all is read to its end.
    let random = Philox(seed: 3, purpose: "bytes")
    for round in 0..<2000 {
      let bytes = (0..<40).map { place -> UInt8 in
        let word = random.block(UInt64(round), UInt64(place))
        let odd: [UInt8] = [
          0x27, 0x3C, 0x62, 0x72, 0x3E, 0xE2, 0x80, 0x99, 0xCC, 0x81, 0xF0, 0x9F, 0x91, 0x8D,
        ]
        return word[0] & 1 == 0 ? UInt8(truncatingIfNeeded: word[1]) : odd[Int(word[1]) % odd.count]
      }
      for token in tokens(bytes) where token.isEmpty || token.contains(" ") { Issue.record("\(bytes)") }
    }
  }

  @Test func hashesAreGolden() {
    func word(_ text: String) -> UInt64 { Array(text.utf8).withUnsafeBufferPointer { NGramHash.word($0) } }
    var pairs: [UInt64] = []
    NGramHash.neighbours([word("not"), word("so"), word("good")], order: 3) { hash, _ in pairs.append(hash) }
    var runs: [UInt64] = []
    Array("né".utf8).withUnsafeBufferPointer {
      NGramHash.characters($0, orders: [3, 4]) { hash, _ in runs.append(hash) }
    }
    #expect(pairs.count == 3 && runs.count == 3)
    #expect(word("good") == 11469877524703826070)
    #expect(pairs == [4036375455900659150, 8990208705391190283, 14045515271569160672])
    #expect(runs == [15645048256302407369, 17240116732796330247, 4495912303324903441])
  }
}
