import CondenseCore
import CondenseData
import CondenseModels
import Synchronization
import Testing

/// Tables as people hand them over: each is learned as well as a clean one, and what was repaired is said.
@Suite struct DirtyTableTests {
  /// Numbers that follow each other at random, the same everywhere.
  private struct Numbers {
    private var generator: SplitMix
    init(_ seed: UInt64) { generator = SplitMix(seed: seed) }
    mutating func below(_ bound: Int) -> Int { generator.next(below: bound) }
    mutating func uniform() -> Double { Double(generator.next(below: 1 << 30)) / Double(1 << 30) }
    /// About normal: the sum of twelve.
    mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } }
    mutating func any<Element>(_ list: [Element]) -> Element { list[below(list.count)] }
  }

  private static func fixed(_ value: Double, _ digits: Int) -> String {
    let scale = [1, 10, 100, 1000][digits], whole = Int((abs(value) * Double(scale)).rounded())
    let fraction = String(whole % scale)
    return (value < 0 ? "-" : "") + String(whole / scale)
      + (digits > 0 ? "." + String(repeating: "0", count: digits - fraction.count) + fraction : "")
  }

  private static func csv(_ header: String, _ rows: [String]) -> [UInt8] {
    Array((header + "\n" + rows.joined(separator: "\n") + "\n").utf8)
  }

  /// What a run learned, and all it said.
  private func trained(
    _ file: [UInt8], _ target: String, name: String = "train.csv", reading: ReadingOptions = .init(),
    _ change: (inout TrainingOptions) -> Void = { _ in }
  ) throws -> (model: Predictor, said: [String]) {
    let said = Mutex<[String]>([])
    var options = TrainingOptions()
    options.onRemark = { remark in said.withLock { $0.append(remark) } }
    change(&options)
    let table = try Table(contentsOf: file, name: name, options: reading)
    let model = try Predictor.train(on: table, predicting: target, options, isCancelled: { false })
    return (model, said.withLock(\.self))
  }

  private func score(_ model: Predictor, _ file: [UInt8], _ metric: String) throws -> Double {
    let table = try Table(contentsOf: file, name: "test.csv", options: model.reading)
    return try #require(try model.evaluation(on: table).metrics[metric])
  }

  // MARK: numbers

  struct Written: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var odd: [String] = []
    var every = 0
    var said: String?
    var spell: @Sendable (Double) -> String = { DirtyTableTests.fixed($0, 2) }
  }

  static let written: [Written] = [
    Written(
      testDescription: "#N/A and -", odd: ["#N/A", "-"],
      said: "'x': 2 of 600 cells are no value ('#N/A' in line 102 …); they count as missing"),
    Written(testDescription: "n/a", odd: ["n/a"]),
    Written(
      testDescription: "dots", odd: ["."], every: 20,
      said: "'x': 30 of 600 cells are no value ('.' in line 5 …); they count as missing"),
    Written(
      testDescription: "words", odd: ["see note", "broken"],
      said: "'x': 2 of 600 cells are no number ('see note' in line 102 …); they count as missing"),
    Written(
      testDescription: "infinite", odd: ["inf", "1e999"],
      said: "'x': 2 of 600 cells are no number ('inf' in line 102 …); they count as missing"),
    Written(testDescription: "#DIV/0!", odd: ["#DIV/0!"], every: 20),
    Written(
      testDescription: "parentheses", spell: { $0 < 50 ? "(\(fixed(50 - $0, 2)))" : fixed($0 - 50, 2) }),
    Written(
      testDescription: "U+2212", spell: { fixed($0 - 50, 2).replacing("-", with: "\u{2212}") }),
    Written(
      testDescription: "trailing minus", spell: { $0 < 50 ? fixed(50 - $0, 2) + "-" : fixed($0 - 50, 2) }),
    Written(
      testDescription: "no-break spaces",
      spell: {
        "\(Int($0 * 100) / 1000 + 1)\u{A0}\(fixed(Double(Int($0 * 100) % 1000 + 1000), 0).dropFirst())"
      }),
    Written(
      testDescription: "a unit", said: "'x': 'kg' beside every number is read off",
      spell: { fixed($0, 1) + " kg" }),
    Written(
      testDescription: "a unit beside most", said: "'x': '€' stands beside ",
      spell: { fixed($0, 1) + (Int($0 * 10) % 6 == 0 ? "" : " €") }),
    Written(testDescription: "thousands", spell: { fixed($0 / 10, 2) + "k" }),
  ]

  @Test(arguments: written) func aNumberColumnStaysOne(_ written: Written) throws {
    func file(_ seed: UInt64, _ rows: Int, _ written: Written) -> [UInt8] {
      var numbers = Numbers(seed)
      return Self.csv(
        "x,z,y",
        (0..<rows).map { row in
          let x = 50 + 10 * numbers.normal()
          let z = numbers.normal()
          let isOdd = written.every > 0 ? row % written.every == 3 : row == 100 || row == 300
          let cell =
            written.odd.isEmpty || !isOdd
            ? written.spell(x) : written.odd[row == 300 ? written.odd.count - 1 : 0]
          return "\"\(cell)\",\(Self.fixed(z, 2)),\(Self.fixed(2 * x + z, 3))"
        })
    }
    let (model, said) = try trained(file(1, 600, written), "y")
    var clean = written
    clean.odd = []
    #expect(try score(model, file(2, 200, clean), "r2") > 0.95, "\(said)")
    #expect(model.schema.columns.first { $0.name == "x" }?.kind == .number)
    if let expected = written.said { #expect(said.contains { $0.hasPrefix(expected) }, "\(said)") }
  }

  @Test func percentAndShareAreToldApart() throws {
    func file(_ spell: (Double) -> String) -> [UInt8] {
      var numbers = Numbers(3)
      return Self.csv(
        "x,y",
        (0..<300).map { _ in
          let x = numbers.uniform()
          return "\(spell(x)),\(Self.fixed(x * 9, 3))"
        })
    }
    let (model, _) = try trained(file { Self.fixed($0 * 100, 1) + "%" }, "y")
    let shares = try Table(contentsOf: file { Self.fixed($0, 3) }, name: "new.csv")
    #expect(
      model.remarks(on: shares)
        == ["'x': the model learned numbers with '%'; here they are without a unit, and read as they stand"])
    let same = try Table(contentsOf: file { Self.fixed($0 * 100, 1) + " %" }, name: "new.csv")
    #expect(model.remarks(on: same) == [])
  }

  @Test func severalUnitsAreSaid() throws {
    var numbers = Numbers(4)
    let file = Self.csv(
      "w,z,y",
      (0..<300).map { row in
        let w = 1 + numbers.below(20)
        return "\(row % 2 == 0 ? "\(w) kg" : "\(w * 1000) g"),\(Self.fixed(numbers.normal(), 2)),\(w)"
      })
    let (_, said) = try trained(file, "y")
    #expect(
      said.contains(
        "'w' holds numbers in several units ('g', 'kg'); they are read as words; write all in one unit to have them read"
          + " as numbers"), "\(said)")
  }

  // MARK: dates

  static let dates: [(String, isHourly: Bool, @Sendable (Int, Int, Int, Int) -> String)] = {
    @Sendable func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
    let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    return [
      (
        "impossible days", false,
        { y, m, d, _ in d == 17 && m == 3 ? "\(y)-02-30" : "\(y)-\(two(m))-\(two(d))" }
      ),
      ("day first", false, { y, m, d, _ in "\(two(d))-\(two(m))-\(y)" }),
      ("dots and two digits", false, { y, m, d, _ in "\(two(d)).\(two(m)).\(two(y % 100))" }),
      ("month names", false, { y, m, d, _ in "\(names[m - 1]) \(d) \(y)" }),
      (
        "12-hour clock", true,
        { y, m, d, h in
          "\(two(m))/\(two(d))/\(y) \(two(h % 12 == 0 ? 12 : h % 12)):00:00 \(h < 12 ? "AM" : "PM")"
        }
      ),
      ("UTC", true, { y, m, d, h in "\(y)-\(two(m))-\(two(d)) \(two(h)):00:00 UTC" }),
    ]
  }()

  @Test(arguments: dates.indices) func weeksAndHoursAreLearned(_ index: Int) throws {
    let (_, isHourly, spell) = Self.dates[index]
    var numbers = Numbers(5)
    let rows = (0..<1200).map { row in
      let moment = CivilDay(daysSince1970: 17_959 + (isHourly ? row / 24 : row)),
        hour = isHourly ? row % 24 : 0
      let isBusy =
        isHourly ? (8..<18).contains(hour) : CivilDay.weekday(daysSince1970: moment.daysSince1970) < 6
      return
        "\(spell(moment.year, moment.month, moment.day, hour)),\(Self.fixed((isBusy ? 30 : 5) + numbers.normal(), 2))"
    }
    let (model, said) = try trained(Self.csv("day,y", Array(rows.prefix(960))), "y")
    #expect(model.schema.columns.first?.kind == .date)
    #expect(try score(model, Self.csv("day,y", Array(rows.suffix(240))), "r2") > 0.95, "\(said)")
  }

  // MARK: rows that are no rows

  struct Furniture: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let said: String
    let change: @Sendable ([String]) -> String
  }

  static let furniture = [
    Furniture(testDescription: "header again", said: "train.csv: line 302 repeats the header; left out") {
      (["x,z,y"] + $0[..<300] + ["x,z,y"] + $0[300...]).joined(separator: "\n")
    },
    Furniture(
      testDescription: "units",
      said:
        "train.csv line 2: a row of words over columns of numbers ('mm', 'kg', 'EUR'), units or kinds; left out"
    ) { (["x,z,y", "mm,kg,EUR"] + $0).joined(separator: "\n") },
    Furniture(
      testDescription: "totals",
      said: "train.csv line 602: 'Total' in the last row, in 'x': it sums the others; left out"
    ) { (["x,z,y"] + $0 + ["Total,,"]).joined(separator: "\n") },
    Furniture(testDescription: "sep=;", said: "") {
      (["sep=;", "x;z;y"] + $0.map { $0.replacing(",", with: ";") }).joined(separator: "\n")
    },
    Furniture(
      testDescription: "comments", said: "train.csv: 2 lines from line 1 on are comments (#) and left out"
    ) { (["# made by hand", "# on a Monday", "x,z,y"] + $0).joined(separator: "\n") },
    Furniture(
      testDescription: "a comment between",
      said: "train.csv: line 12, beginning with '#', read as comments; left out"
    ) { (["x,z,y"] + $0[..<10] + ["# half of it"] + $0[10...]).joined(separator: "\n") },
    Furniture(
      testDescription: "trailing delimiters",
      said: "train.csv: every row ends with a delimiter that the header lacks; read over"
    ) { (["x,z,y"] + $0.map { $0 + "," }).joined(separator: "\n") },
    Furniture(testDescription: "blank lines", said: "") {
      (["x,z,y"] + $0[..<10] + ["   "] + $0[10...]).joined(separator: "\n")
    },
  ]

  @Test(arguments: furniture) func rowsThatAreNoRows(_ furniture: Furniture) throws {
    var numbers = Numbers(6)
    let rows = (0..<600).map { _ in
      let x = 10 + 3 * numbers.normal(), z = numbers.normal()
      return "\(Self.fixed(x, 2)),\(Self.fixed(z, 2)),\(Self.fixed(3 * x + z, 3))"
    }
    let (model, said) = try trained(Array((furniture.change(rows) + "\n").utf8), "y")
    #expect(model.report.rows == 600)
    #expect(try score(model, Self.csv("x,z,y", rows), "r2") > 0.95)
    if !furniture.said.isEmpty { #expect(said.contains(furniture.said), "\(said)") }
  }

  @Test func blanksInFrontOfQuotes() throws {
    let table = try Table(
      contentsOf: Array("a, b, c\n1, \"x, y\", 2\n3, \"z\"\"w\", 4\n".utf8), name: "t.csv")
    #expect(table.columns.map(\.name) == ["a", "b", "c"])
    #expect((0..<2).map { table["b"]?.text($0) } == ["x, y", "z\"w"])
    #expect(table.remarks == ["t.csv: blanks in front of quotes are left out, and the quotes enclose cells"])
  }

  @Test func aLoneQuoteIsPointedOut() throws {
    let lines = (0..<200).map { row in
      "\(row == 20 ? "\"" : "")good item\(row)\(row == 150 ? " 12\"" : "")\t\(row % 2 == 0 ? "p" : "n")"
    }
    let file = Array((["text\ty"] + lines).joined(separator: "\n").utf8)
    let swallowed = try Table(contentsOf: file, name: "t.tsv")
    #expect(swallowed.rowCount == 70)
    #expect(
      swallowed.remarks == [
        "t.tsv line 22: a quote opens here and closes 130 lines later: one cell; if it is a letter of the text, read quotes as"
          + " letters with --quotes none"
      ])
    var options = ReadingOptions()
    options.quotes = false
    let whole = try Table(contentsOf: file, name: "t.tsv", options: options)
    #expect(whole.rowCount == 200 && whole["text"]?.text(20) == "\"good item20" && whole.remarks.isEmpty)
  }

  // MARK: counts and codes

  @Test func countsGoOn() throws {
    func file(_ seed: UInt64, _ rooms: ClosedRange<Int>) -> [UInt8] {
      var numbers = Numbers(seed)
      return Self.csv(
        "rooms,z,price",
        (0..<600).map { _ in
          let k = rooms.lowerBound + numbers.below(rooms.count), z = numbers.normal()
          return "\(k),\(Self.fixed(z, 2)),\(Self.fixed(50 * Double(k) + 5 * z + 2 * numbers.normal(), 2))"
        })
    }
    let (model, _) = try trained(file(7, 1...6), "price")
    #expect(model.schema.columns[0].kind == .number)
    #expect(try score(model, file(8, 7...8), "mae") < 60)
  }

  static let codes: [([String], ColumnKind?)] = [
    (["10e2", "1000", "ab12", "7f3a", "9c00", "dead"], .category),
    (["10e2", "1000", "ab12", "7f3a", "9c00", "dead"], nil),
    (["1.1", "1.10", "1.2", "1.20", "2.0", "2.00"], .category),
    (["+49", "49", "+1", "1", "+44", "44"], .category),
    (["1", "2", "3", "4", "5", "6"], nil), (["07", "7", "007", "08", "8", "9"], nil),
  ]

  @Test(arguments: codes.indices) func codesAreNamedAsWritten(_ index: Int) throws {
    let (values, kind) = Self.codes[index]
    func file(_ seed: UInt64, _ rows: Int) -> [UInt8] {
      var numbers = Numbers(seed)
      return Self.csv(
        "code,y",
        (0..<rows).map { _ in
          let k = numbers.below(values.count)
          return "\(values[k]),\(Self.fixed(Double(k % 2 * 8 + k) + 0.2 * numbers.normal(), 3))"
        })
    }
    let (model, said) = try trained(file(9, 900), "y") { if let kind { $0.columns["code"] = kind } }
    #expect(try score(model, file(10, 300), "r2") > 0.95, "\(said)")
    #expect(Set(try model.vectors(in: "code").values) == Set(values))
    let equal = values.compactMap(Double.init), areEqual = Set(equal).count < equal.count
    if areEqual, !values.contains("007") {
      #expect(
        said.contains { $0.contains("are equal as numbers; they are different values here") }, "\(said)")
    }
  }

  // MARK: lists and texts

  @Test(arguments: [",", "/", "|", ";", ", "]) func listsAddUp(mark: String) throws {
    func file(_ seed: UInt64, _ rows: Int) -> [UInt8] {
      var numbers = Numbers(seed), effects = Numbers(99)
      let effect = (0..<30).map { _ in 3 * effects.normal() }
      return Self.csv(
        "tags,y",
        (0..<rows).map { _ in
          var tags: [Int] = []
          for _ in 0...numbers.below(4) { tags.append(numbers.below(30)) }
          tags = Array(Set(tags)).sorted { $0 * 7 % 31 < $1 * 7 % 31 }
          let sum = tags.reduce(0) { $0 + effect[$1] }
          return
            "\"\(tags.map { "t\($0)" }.joined(separator: mark))\",\(Self.fixed(sum + 0.3 * numbers.normal(), 3))"
        })
    }
    let (model, _) = try trained(file(11, 1500), "y")
    #expect(model.schema.columns[0].kind == .list)
    #expect(try score(model, file(12, 400), "r2") > 0.93)
  }

  /// Commas and slashes in names are no lists.
  @Test func namesAreNoLists() throws {
    var numbers = Numbers(13)
    let first = (0..<30).map { "First\($0)" }, last = (0..<30).map { "Last\($0)" }
    let file = Self.csv(
      "who,where,y",
      (0..<600).map { row in
        "\"\(numbers.any(last)), \(numbers.any(first))\",\"\(["Paris, France", "Rome, Italy", "Bonn, Germany"][row % 3])\",\(row % 5)"
      })
    let table = try Table(contentsOf: file, name: "t.csv")
    let schema = try Schema.inferred(from: table, options: SchemaOptions(target: "y"))
    #expect(!schema.columns.contains { $0.kind == .list }, "\(schema.columns)")
  }

  @Test func textsWithoutSpaces() throws {
    let good = Array("好棒佳赞美"), bad = Array("坏差烂糟丑"), other = Array("这个东西我们今天买了很多次再看")
    func file(_ seed: UInt64, _ rows: Int) -> [UInt8] {
      var numbers = Numbers(seed)
      return Self.csv(
        "review,shop,y",
        (0..<rows).map { row in
          var letters = (0..<(8 + numbers.below(8))).map { _ in numbers.any(other) }
          letters[numbers.below(7)] = numbers.any(row % 2 == 0 ? good : bad)
          return "\(String(letters)),\(1 + numbers.below(5)),\(row % 2 == 0 ? "pos" : "neg")"
        })
    }
    let (model, _) = try trained(file(14, 800), "y")
    #expect(model.schema.columns[0].kind == .text)
    #expect(try score(model, file(15, 300), "accuracy") > 0.95)
  }

  @Test(arguments: [ColumnKind.text, nil]) func namesAreLearnedByTheirLetters(kind: ColumnKind?) throws {
    let ends = [["ski", "wicz", "czyk"], ["sson", "qvist", "lund"], ["ini", "elli", "ucci"]]
    func file(_ seed: UInt64, _ rows: Int) -> [UInt8] {
      var numbers = Numbers(seed)
      return Self.csv(
        "name,y",
        (0..<rows).map { _ in
          let k = numbers.below(3)
          let start = (0...(1 + numbers.below(2))).map { _ in
            "\(numbers.any(Array("bdfgklmnprstv")))\(numbers.any(Array("aeiou")))"
          }
          return "\(start.joined())\(numbers.any(ends[k])),\(["a", "b", "c"][k])"
        })
    }
    let (model, _) = try trained(file(16, 900), "y") { if let kind { $0.columns["name"] = kind } }
    #expect(model.schema.columns[0].kind == .text)
    #expect(try score(model, file(17, 300), "accuracy") > 0.95)
  }

  @Test func labelledLinesWithCommas() throws {
    var numbers = Numbers(18)
    let lines = (0..<400).map { row in
      "__label__\(row % 2 == 0 ? "pos great, fine" : "neg poor, bad"), said item\(numbers.below(50))"
    }
    let file = Array((lines.joined(separator: "\n") + "\n").utf8)
    let (model, _) = try trained(file, "label", name: "train.txt")
    #expect(try score(model, file, "accuracy") > 0.95)
  }

  @Test func longWholeNumbersInJSON() throws {
    var numbers = Numbers(19)
    let ids = (0..<12).map { 1_610_521_604_143_693_812 + $0 * 7 }
    let lines = (0..<700).map { _ in
      let k = numbers.below(12)
      return
        "{\"id\":\(ids[k]),\"x\":\(Self.fixed(numbers.normal(), 2)),\"y\":\(Self.fixed(Double(k * 5 % 12) + 0.1 * numbers.normal(), 3))}"
    }
    let file = Array((lines.joined(separator: "\n") + "\n").utf8)
    let (model, _) = try trained(file, "y", name: "t.jsonl")
    #expect(try score(model, file, "r2") > 0.95)
    #expect(Set(try model.vectors(in: "id").values) == Set(ids.map(String.init)))
    // A number is its shortest decimal, and a key may come late.
    let late = try Table(
      contentsOf: Array((String(repeating: "{\"a\":7.0}\n", count: 1500) + "{\"a\":1e2,\"b\":1}\n").utf8),
      name: "l.jsonl")
    #expect(late["a"]?.text(0) == "7" && late["a"]?.text(1500) == "100" && late["b"]?.missingCount == 1500)
  }

  // MARK: classes

  @Test func wordsReadAsMissingAreNamed() throws {
    var numbers = Numbers(20)
    let rows = (0..<400).map { _ in
      let x = numbers.normal()
      return "\(Self.fixed(x, 2)),\(x < 0 ? "None" : x < 1 ? "Apnea" : "Insomnia")"
    }
    let (_, said) = try trained(Self.csv("x,disorder", rows), "disorder")
    #expect(
      said.contains {
        $0.hasPrefix("'None' in line ") && $0.contains("of 'disorder' are read as missing; if it is a class")
          && $0.contains("--missing NA,N/A,#N/A,…")
      }, "\(said)")
    var reading = ReadingOptions()
    reading.missing = ["", "NA"]
    let kept = try trained(Self.csv("x,disorder", rows), "disorder", reading: reading)
    #expect(kept.model.classes.count == 3)
  }

  @Test(
    arguments: [
      ("spam", "spam\u{A0}", "by blanks or invisible characters only", "spam<U+00A0>"),
      ("spam", "sp\u{200B}am", "by blanks or invisible characters only", "sp<U+200B>am"),
      ("Spam", "spam", "in case only", "spam"),
    ])
  func classesThatLookAlike(one: String, other: String, how: String, shown: String) throws {
    let rows = (0..<300).map { "\($0 % 7),\($0 % 3 == 0 ? "ham" : $0 % 9 == 1 ? other : one)" }
    let (_, said) = try trained(Self.csv("x,y", rows), "y")
    let remark = try #require(said.first { $0.contains("two classes that look alike") }, "\(said)")
    #expect(remark.contains(how) && remark.contains("'\(shown)'"), "\(remark)")
  }

  /// é as one character and as e with an accent.
  @Test func composedAndDecomposedClassesAreOne() throws {
    let rows = (0..<300).map {
      "\($0 % 7),\($0 % 2 == 0 ? "caf\u{E9}" : $0 % 4 == 1 ? "cafe\u{301}" : "bar")"
    }
    let file = Self.csv("x,y", rows), (model, _) = try trained(file, "y")
    #expect(model.classes.count == 2)
    #expect(try model.evaluation(on: Table(contentsOf: file, name: "t.csv")).rows == 300)
  }

  // MARK: rows that repeat, rows that belong together

  @Test func copiesStayTogether() throws {
    var numbers = Numbers(21)
    var rows: [String] = []
    for _ in 0..<300 {
      rows.append(
        "\(Self.fixed(numbers.normal(), 3)),\(Self.fixed(numbers.normal(), 3)),c\(numbers.below(9)),\(numbers.any(["yes", "no"]))"
      )
    }
    let (model, said) = try trained(Self.csv("a,b,c,y", rows + rows.reversed() + rows + rows), "y")
    #expect(
      said.contains(
        "rows repeat: 1,200 rows are 300 different ones; all copies of a row are either learned from or held out"
      ),
      "\(said)")
    // Nothing can be learned: held-out rows say so.
    #expect(try #require(model.report.validation.metrics["accuracy"]) < 0.75)
  }

  /// Rows that are alike because there are few combinations are no copies.
  @Test func fewCombinationsAreNoCopies() throws {
    var numbers = Numbers(22)
    let rows = (0..<800).map { _ in
      let a = numbers.below(6), b = numbers.below(5)
      return "a\(a),b\(b),\(a + b > 4 ? "yes" : "no")"
    }
    let (_, said) = try trained(Self.csv("a,b,y", rows), "y")
    #expect(!said.contains { $0.hasPrefix("rows repeat") }, "\(said)")
  }

  @Test func groupsStayTogether() throws {
    var numbers = Numbers(23)
    var rows: [String] = []
    for patient in 0..<60 {
      let height = Self.fixed(170 + 10 * numbers.normal(), 2), label = numbers.any(["ill", "well"])
      for _ in 0..<10 { rows.append("p\(patient),\(height),\(Self.fixed(numbers.normal(), 2)),\(label)") }
    }
    let file = Self.csv("patient,height,pulse,y", rows)
    let (model, said) = try trained(file, "y") { $0.group = "patient" }
    #expect(
      said.contains("rows of one 'patient' stay together: 6 of 60 are held out, with 60 rows"), "\(said)")
    #expect(model.schema.columns[0].kind == .ignored)
    #expect(try #require(model.report.validation.metrics["accuracy"]) < 0.85)
    #expect(model.report.choices?.group == "patient")
    let (_, warned) = try trained(file, "y")
    #expect(warned.contains { $0.hasPrefix("'patient' looks like what rows belong to") }, "\(warned)")
    #expect(
      throws: CondenseError(.usage, "--group y: this is the column to predict")
    ) { try trained(file, "y") { $0.group = "y" } }
  }

  // MARK: evaluating

  @Test func weightsOfATestFileAreChecked() throws {
    var numbers = Numbers(24)
    func file(_ weight: (Int) -> String) -> [UInt8] {
      Self.csv("x,w,y", (0..<200).map { "\(numbers.below(50)),\(weight($0)),\($0 % 2 == 0 ? "a" : "b")" })
    }
    let (model, _) = try trained(file { "\(1 + $0 % 3)" }, "y") { $0.weight = "w" }
    for (bad, shown) in [("abc", "holds 'abc'"), ("-1", "holds '-1'"), ("", "is empty")] {
      let table = try Table(contentsOf: file { $0 == 7 ? bad : "2" }, name: "test.csv")
      #expect(
        throws: CondenseError(
          .content, "test.csv line 9: the weight column 'w' \(shown); a number not below zero was expected")
      ) { try model.evaluation(on: table) }
    }
  }

  @Test func sumsThatOverflowStayFigures() throws {
    let metrics = NumberMetrics.all(predictions: [1, 2], targets: [1e200, 2e200])
    #expect(metrics.allSatisfy(\.value.isFinite) && metrics.contains { $0.name == "rmse" })
    #expect(abs((metrics["rmse"] ?? 0) / 1e200 - 2.5.squareRoot()) < 1e-9)
  }
}
