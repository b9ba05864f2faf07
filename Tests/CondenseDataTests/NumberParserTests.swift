import Foundation
import Testing

import CondenseData

@Suite struct NumberParserTests {
  func parse(_ text: String, decimalComma: Bool = false) -> Double? {
    var value = 0.0
    let bytes = Array(text.utf8) + [0]
    return NumberParser(decimalComma: decimalComma).parse(bytes, bytes.count - 1, &value) == .number
      ? value : nil
  }

  @Test func agreesWithStrtod() {
    var generator = SplitMix(seed: 11)
    for _ in 0..<200_000 {
      var text = generator.next(below: 3) == 0 ? "-" : ""
      let whole = generator.next(below: 20)
      if whole > 0 {
        text += String(1 + generator.next(below: 9))
        for _ in 1..<whole { text += String(generator.next(below: 10)) }
      } else {
        text += "0"
      }
      text += "."
      for _ in 0..<(1 + generator.next(below: 20)) { text += String(generator.next(below: 10)) }
      if generator.next(below: 3) == 0 { text += "e" + String(generator.next(below: 560) - 280) }
      let expected = strtod(text, nil)
      #expect(parse(text) == expected, "\(text)")
    }
  }

  @Test func everyDoubleComesBack() {
    var generator = SplitMix(seed: 12)
    for _ in 0..<100_000 {
      let value = Double(bitPattern: generator.next())
      guard value.isFinite else { continue }
      let text = ShortestNumber.text(value)
      #expect(parse(text) == value || value.magnitude > 9e15, "\(text)")
    }
  }

  @Test func forms() {
    for (text, value) in [
      ("3", 3), ("+5", 5), (" 5 ", 5), ("-0", 0), (".5", 0.5), ("5.", 5), ("1e5", 1e5), ("1E-3", 1e-3),
      ("0.10", 0.1),
      ("9007199254740992", 9_007_199_254_740_992),
    ] as [(String, Double)] {
      #expect(parse(text) == value, "\(text)")
    }
    for text in [
      "07", "02134", "00", "-07", "0x10", "1e", "e5", ".", "-", "+", "", " ", "1 2", "1,5", "--1", "inf",
      "nan", "1_0",
      "9007199254740993", "12345678901234567890", "1.2.3", "1e5.0",
    ] {
      #expect(parse(text) == nil, "\(text)")
    }
    #expect(parse("3,5", decimalComma: true) == 3.5)
    #expect(parse("3,14159265358979323846", decimalComma: true) == 3.141592653589793)
  }

  @Test func decorations() {
    for (text, value) in [
      ("$1,200", 1200), ("1,234,567.89", 1_234_567.89), ("-$5", -5), ("12 %", 12), ("€ 3.50", 3.5),
      ("999", 999),
      ("¥100", 100), ("£1,000", 1000),
    ] as [(String, Double)] {
      #expect(Column.lenientNumber(Array(text.utf8), text.utf8.count) == value, "\(text)")
    }
    for text in ["1,23", "1,2345", "12,34,567", "$$5", "5 apples", "1,,000", ",100", "$"] {
      #expect(Column.lenientNumber(Array(text.utf8), text.utf8.count) == nil, "\(text)")
    }
  }
}
