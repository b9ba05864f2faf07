import Foundation
import Testing

import CondenseData

@Suite struct NumberParserTests {
  func parse(_ text: String, decimalComma: Bool = false) -> Double? {
    var value = 0.0
    let bytes = Array(text.utf8) + [0]
    return NumberParser(decimalComma: decimalComma).parse(bytes, bytes.count - 1, &value).isNumber
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

  /// What Swift would write is told from what says more than the value.
  @Test func spellings() {
    func outcome(_ text: String) -> NumberParser.Outcome {
      var value = 0.0
      return NumberParser().parse(Array(text.utf8), text.utf8.count, &value)
    }
    for text in ["0", "7", "-12", "1.5", "-0.25", "123456.789", "0.001"] {
      #expect(outcome(text) == .number, "\(text)")
      #expect(Double(text).map { ShortestNumber.text($0) } == text)
    }
    for text in ["7.0", "1.10", "+49", "10e2", "-0", ".5", "5.", "0.00001", "1.23456789012345678"] {
      #expect(outcome(text) == .numberAsWritten, "\(text)")
    }
  }

  private func written(_ text: String, decimalComma: Bool = false) -> WrittenNumber? {
    WrittenNumber(Array(text.utf8), text.utf8.count, parser: NumberParser(decimalComma: decimalComma))
  }

  @Test(
    arguments: [
      ("$1,200", 1200, "$"), ("1,234,567.89", 1_234_567.89, ""), ("-$5", -5, "$"), ("$-5", -5, "$"),
      ("12 %", 12, "%"), ("€ 3.50", 3.5, "€"), ("999", 999, ""), ("¥100", 100, "¥"), ("£1,000", 1000, "£"),
      ("(1.50)", -1.5, ""), ("$(1,234.5)", -1234.5, "$"), ("($5)", -5, "$"), ("\u{2212}3.5", -3.5, ""),
      ("12-", -12, ""), ("12.5-", -12.5, ""), ("1\u{A0}234\u{A0}567", 1_234_567, ""), ("1 234.5", 1234.5, ""),
      ("1\u{202F}234", 1234, ""), ("1'234'567", 1_234_567, ""), ("1\u{2019}234", 1234, ""),
      ("12,34,567.5", 1_234_567.5, ""), ("70 kg", 70, "kg"), ("70kg", 70, "kg"), ("21.5 °C", 21.5, "°C"),
      ("88 km/h", 88, "km/h"), ("1.1k", 1100, ""), ("2.3M", 2_300_000, ""), ("$1.5bn", 1.5e9, "$"),
      ("3.50 €", 3.5, "€"), ("USD 12", 12, "USD"), ("+3 kg", 3, "kg"), ("5 apples", 5, "apples"),
    ] as [(String, Double, String)])
  func asPeopleWriteThem(text: String, value: Double, unit: String) throws {
    let found = try #require(written(text), "\(text)")
    #expect(found.value == value && found.unit == Array(unit.utf8), "\(text): \(found)")
    #expect(Column.lenientNumber(Array(text.utf8), text.utf8.count) == value)
  }

  @Test(
    arguments: [
      "1,23", "1,2345", "1,23,45", "$$5", "1,,000", ",100", "$", "", " ", "()", "(", "kg", "A12", "12:30",
      "1-2",
      "2019-01-02", "10x20", "1 23", "1'23", "007 kg", "12 kg 3", "--5", "(-5)", "- -5", "5 a,b",
    ])
  func noNumbers(text: String) {
    #expect(written(text) == nil, "\(text)")
  }

  @Test func decimalCommas() {
    #expect(written("1.234.567,5 €", decimalComma: true)?.value == 1_234_567.5)
    #expect(written("1 234,5", decimalComma: true)?.value == 1234.5)
    #expect(written("1,234.5", decimalComma: true) == nil)
  }
}
