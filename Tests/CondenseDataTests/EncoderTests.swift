import CondenseCore
import Foundation
import Testing

import CondenseData

@Suite struct EncoderTests {
  @Test func unknownRareAndMissingAreApart() throws {
    let column = Column(name: "c", strings: ["b", "b", "a", "a", "a", "rare", nil, " a ", "7", "7"])
    let encoder = CategoryEncoder(fitting: column, rows: Array(0..<10), minimumCount: 2)
    #expect(encoder.vocabulary.size == 4 && encoder.vocabularySize == 5 && encoder.missingID == 4)
    #expect((0..<5).map { encoder.value(of: $0) } == [nil, "a", "7", "b", nil])
    #expect(encoder.vocabulary.counts == [1, 4, 2, 2])
    let (ids, unknown) = encoder.encode(
      Column(name: "c", strings: ["a", "rare", "new", nil, "07", "7", "7.0"]), rows: Array(0..<7))
    #expect(ids == [1, 0, 0, 4, 0, 2, 2])
    #expect(unknown == [false, true, true, false, true, false, false])
    let numbers = encoder.encode(Column(name: "c", numbers: [7, nil, 8]), rows: [0, 1, 2])
    #expect(numbers.ids == [2, 4, 0] && numbers.unknown == [false, false, true])
    let whole = CategoryEncoder(fitting: column, rows: [0, 1, 2, 3, 4], minimumCount: 1)
    let never = whole.encode(Column(name: "c", strings: [nil]), rows: [0])
    #expect(never.ids == [0] && never.unknown == [false])
  }

  /// Spellings that stand in the training rows are values of their own; another finds the one of equal number.
  @Test func valuesAreNamedAsTheyAreWritten() throws {
    let texts = ["10e2", "1000", "1.1", "1.10", "+49", "49", "7.0"]
    let column = Column(name: "c", strings: texts)
    let encoder = CategoryEncoder(fitting: column, rows: Array(texts.indices), minimumCount: 1)
    #expect(Set((1...7).map { encoder.value(of: $0) ?? "" }) == Set(texts))
    for text in texts { #expect(encoder.value(of: encoder.id(of: .text(text))) == text) }
    // One value of equal number, several, none.
    #expect(encoder.value(of: encoder.id(of: .text("7"))) == "7.0")
    #expect(encoder.value(of: encoder.id(of: .number(7))) == "7.0")
    #expect(encoder.id(of: .text("1e3")) == 0 && encoder.id(of: .text("8")) == 0)
    #expect(encoder.value(of: encoder.id(of: .number(1000))) == "1000")
    #expect(encoder.value(of: encoder.id(of: .number(1.1))) == "1.1")
  }

  @Test func vocabulariesComeBack() throws {
    let column = Column(name: "c", strings: ["é", "zug", "zug", "", "7.50"])
    let vocabulary = Vocabulary(counting: column, rows: Array(0..<5), minimumCount: 1, maximumSize: 4)
    #expect(vocabulary.size == 4 && vocabulary.value(of: 1) == "zug")
    let offsets = vocabulary.offsets.map(Int.init)
    let values = (0..<3).map { Array(vocabulary.bytes[offsets[$0]..<offsets[$0 + 1]]) }
    let again = try Vocabulary(values: values, counts: vocabulary.counts)
    for id in 0..<Int32(4) { #expect(again.value(of: id) == vocabulary.value(of: id)) }
    #expect(again.id(of: "7.5") == vocabulary.id(of: "7.50"))
    #expect(throws: CondenseError.self) { try Vocabulary(values: [[1], [1]], counts: [0, 1, 1]) }
    #expect(throws: CondenseError.self) { try Vocabulary(values: [[1]], counts: [0]) }
  }

  func encode(_ encoder: NumberEncoder, _ value: Double?) -> [Float] {
    var output = [Float](repeating: -9, count: encoder.width)
    var span = output.mutableSpan
    encoder.encode(value, into: &span, at: 0)
    return output
  }

  @Test func numbersAreStandardisedAndFinite() throws {
    let plain = NumberEncoder(column: "x", values: [1, 2, 3, 4, .nan])
    #expect(plain.mean == 2.5 && plain.width == 2 && plain.missingCount == 1)
    #expect(encode(plain, nil) == [0, 1] && encode(plain, 2.5) == [0, 0])
    #expect(abs(encode(plain, 4)[0] - 1.3416408) < 1e-6)
    #expect(encode(plain, 1e308)[0] < 1.7 && encode(plain, -1e308)[0] > -1.7)
    // Counts go on by the length of their range.
    let rooms = NumberEncoder(column: "x", values: [1, 2, 3, 4], goesOn: true)
    #expect(abs(encode(rooms, 7)[0] - 4.0249224) < 1e-6 && encode(rooms, 1e308)[0] == encode(rooms, 7)[0])

    var generator = SplitMix(seed: 1)
    let heavy = (0..<1000).map { _ in 1 / (Double(generator.next(below: 10_000)) / 10_000 + 1e-4) }
    let tailed = NumberEncoder(column: "x", values: heavy)
    #expect(tailed.isHeavyTailed && tailed.width == 2)
    let scores = heavy.sorted().map { encode(tailed, $0)[1] }
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 <= $1 })
    #expect(abs(scores.reduce(0, +) / 1000) < 0.02)

    let extremes: [Double] = [
      1e308, -1e308, .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude, 0, 1e-308,
      1e17,
    ]
    let sets = [
      extremes, [1e308, 1e308], [.leastNonzeroMagnitude, 0], [5, 5, 5], [.nan], [],
      Array(repeating: 0, count: 500) + [1e308], Array(repeating: 1e-300, count: 500) + [1],
    ]
    for values in sets {
      let encoder = NumberEncoder(column: "x", values: values)
      for value in extremes + values {
        let isFinite = encode(encoder, value).allSatisfy { $0.isFinite }
        #expect(isFinite, "\(value)")
      }
    }
  }

  @Test func fixedMath() {
    for i in 1..<2000 {
      let x = Double(i) / 37
      #expect(abs(FixedMath.log(x) - log(x)) <= 4e-15 * max(1, abs(log(x))))
      let (s, c) = FixedMath.sineCosine(turns: x)
      #expect(abs(s - sin(x * 2 * .pi)) < 1e-11 && abs(c - cos(x * 2 * .pi)) < 1e-11)
      let p = Double(i) / 2000
      #expect(abs(0.5 * erfc(-FixedMath.normalQuantile(p) / 2.0.squareRoot()) - p) < 1e-8)
    }
  }

  @Test func datesAndDays() throws {
    let dates = (0..<800).map { Optional(CivilDay(daysSince1970: 15_706 + $0 / 2).text) }
    let table = try Table(
      name: "t",
      columns: [Column(name: "date", strings: dates), Column(name: "y", strings: dates.map { _ in "a" })])
    let rows = Array(0..<800)
    let encoder = try DateEncoder(fitting: table.columns[0], format: .yearMonthDay, rows: rows, in: table)
    #expect(encoder.parts == [.month, .weekday, .dayOfMonth, .year])
    #expect(encoder.firstYear == 2013 && encoder.lastYear == 2014)
    let future = Moment(day: 20_000)
    #expect(encoder.id(of: future, in: .year) == 2 && encoder.value(of: 2, in: .year) == "2014")
    #expect(encoder.id(of: nil, in: .month) == 0)
    // 400 days show no season that could be told from the course of time.
    let ahead = try DateEncoder(
      fitting: table.columns[0], format: .yearMonthDay, rows: rows, in: table, foretells: true)
    #expect(ahead.parts == [.weekday] && !ahead.hasCircle && ahead.elapsed == nil && ahead.width == 0)
    let day = try DayEncoder(
      fitting: ColumnDecision(name: "date.day", kind: .category, reason: "", sources: ["date"]),
      format: .yearMonthDay, rows: rows, in: table, minimumCount: 2)
    #expect(day.days.vocabularySize == 401)
    #expect(day.id(of: [.text("2013-01-01")]) > 0 && day.id(of: [.text("2030-01-01")]) == 0)
  }

  @Test func encodersComeBackFromTheirParts() throws {
    var text = "y,n,c,date,month,day,price\n"
    for i in 0..<900 {
      let day = CivilDay(daysSince1970: 15_706 + i % 30)
      text += "\(i % 3 == 0 ? "a" : "b"),\(Double(i) / 7),\("uvwx".map(String.init)[i % 4]),\(day.text),"
      text += "\(day.month),\(day.day),\(i % 10 == 0 ? "" : "$\(i % 90 * i % 90 + i)")\n"
    }
    let table = try Table(contentsOf: Array(text.utf8), name: "t.csv")
    var options = SchemaOptions(target: "y")
    options.sharing = [["c", "month"]]
    options.kinds = ["month": .category]
    let schema = try Schema.inferred(from: table, options: options)
    let rows = try TargetEncoder(schema).usableRows(of: table)
    let encoder = try TableEncoder.fit(schema, to: table, rows: rows)
    #expect(
      encoder.features.contains { $0.name == "date.day" }
        && encoder.features.contains { $0.name == "month+day" } == false)
    #expect(encoder.features.first { $0.name == "month" }?.sharesEmbeddingOf == "c")
    let json = try JSONEncoder().encode(encoder.encoders)
    let again = try TableEncoder(
      encoders: try JSONDecoder().decode([ColumnEncoder].self, from: json), vocabularies: encoder.vocabularies
    )
    #expect(again.features == encoder.features)
    let (first, second) = (try encoder.encode(table), try again.encode(table))
    #expect(first.features == second.features)
    #expect(throws: CondenseError.self) { try TableEncoder(encoders: encoder.encoders, vocabularies: [:]) }
    let schemaAgain = try JSONDecoder().decode(Schema.self, from: JSONEncoder().encode(schema))
    #expect(schemaAgain == schema)
  }

  @Test func targets() throws {
    let table = try Table(contentsOf: Array("y,x\nno,1\nyes,2\nno,3\n,4\n".utf8), name: "t.csv")
    let schema = try Schema.inferred(from: table, options: SchemaOptions(target: "y"))
    #expect(schema.classes == ["no", "yes"])
    #expect(schema.remarks.allSatisfy { !$0.contains("left out") })
    let target = TargetEncoder(schema)
    #expect(try target.usableRows(of: table) == [0, 1, 2])
    #expect(try target.ids(of: table, rows: [0, 1, 2, 3]) == [0, 1, 0, -1])
  }
}
