import CondenseCore
import CondenseData
import CondenseModels
import Foundation
import Testing

/// Whatever bytes are read, the answer is a value or an error with a sentence.
@Suite struct ReadingFuzzTests {
  private static func lines(_ texts: [String]) -> [[UInt8]] { texts.map { Array($0.utf8) } }

  static let numbers = lines([
    "0", "-12", "3.5", "1e10", "(1.50)", "−3", "12-", "1 234,5", "12,34,567", "$1.1k", "70 kg", "12 %",
    "US$ 1,234.50",
    "1'234.5", "9007199254740993", "0.1", "123456789012345678901234567890", "1e-320", "4.9e-324", "EUR 5",
    "5 €", "+49",
  ])

  @Test func numbersAreFinite() {
    let mutator = Mutator(
      seeds: Self.numbers, words: ["k", "M", "bn", "kg", "€", "(", ")", "−", "\u{202F}", "'"])
    let parsers = [NumberParser(), NumberParser(decimalComma: true)]
    FuzzRun("numbers", usual: 20_000).run { number in
      let bytes = mutator.input(number)
      bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        for parser in parsers {
          var value = 0.0
          let outcome = parser.parse(base, buffer.count, &value)
          if outcome.isNumber { #expect(value.isFinite, "\(bytes)") }
          if let written = WrittenNumber(base, buffer.count, parser: parser) {
            #expect(written.value.isFinite, "\(bytes)")
          }
        }
      }
    }
  }

  static let dates = lines([
    "2024-02-29", "2024/2/9", "09.02.2024", "12/31/99", "31-12-1999", "2024-02-29T23:59:59.123Z",
    "2024-02-29 11:59 PM",
    "2024-02-29 23:59:60+05:30", "Feb 29, 2024", "29 February 2024", "2024-W09-4", "20240229", "1709164800",
    "1709164800000", "2024-02", "1.2.24", "29-Feb-24 12:00 am UTC",
  ])

  @Test func datesAreMoments() {
    let mutator = Mutator(
      seeds: Self.dates,
      words: ["T", "Z", "AM", "pm", "UTC", "+14:00", "-99:99", "W53", "Feb", "24:00:00", "/"])
    let formats = DateFormat.guessed + DateFormat.ofNumbers
    FuzzRun("dates", usual: 5_000).run { number in
      let bytes = mutator.input(number)
      bytes.withUnsafeBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        for format in formats {
          guard let moment = format.parse(base, buffer.count) else { continue }
          #expect(moment.second < 86_400, "\(bytes)")
        }
      }
    }
  }

  private static func corpus(_ endings: [String]) -> [[UInt8]] {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Corpus/tables")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().filter { name in endings.contains { name.hasSuffix($0) } }.compactMap {
      try? Array(Data(contentsOf: folder.appending(path: $0)).prefix(2000))
    }
  }

  /// Reads bytes as a file, and now and then sees what its columns are.
  private func read(_ bytes: [UInt8], _ name: String, _ number: Int) {
    do {
      var options = ReadingOptions()
      options.decimalComma = number % 11 == 0
      options.hasHeader = number % 7 != 0
      options.quotes = number % 13 != 0
      options.skipsBadRows = number % 5 == 0
      let table = try Table(contentsOf: bytes, name: name, options: options)
      #expect(table.columns.allSatisfy { $0.count == table.rowCount }, "\(bytes)")
      for column in table.columns {
        guard case .numbers(let cells) = column.cells else { continue }
        #expect(!cells.values.contains { $0.isInfinite }, "\(bytes)")
      }
      guard number % 8 == 0, let target = table.columns.last?.name else { return }
      let schema = try Schema.inferred(from: table, options: SchemaOptions(target: target))
      let rows = try TargetEncoder(schema).usableRows(of: table)
      guard !rows.isEmpty else { return }
      _ = try TableEncoder.fit(schema, to: table, rows: rows, threads: 1).encode(table, threads: 1)
    } catch {
      #expect(!error.message.isEmpty && error.kind != .internalFault, "\(error.message) \(bytes)")
    }
  }

  @Test func csv() {
    let mutator = Mutator(
      seeds: Self.corpus([".csv"])
        + Self.lines([
          "a,b,y\n1,x,1\n2,y,0\n3,x,1\n", "a;b\n1,5;2\n\"q;\"\"\";3\n",
          "date,v,y\n2024-01-01,$5,a\n2024-01-02,$6,b\n",
          "l,y\na|b,1\nb|c,0\na,1\n", "t,y\n\"some words, more words\",1\n\"other words\",0\n", "x\n\n1\n",
          "sep=;\na;b\n1;2\n",
          "# note\na,b\n1,2\n", "a,b\r\n1,2\r\n", "\u{FEFF}a,b\n1,2\n",
        ]), words: ["a,b,c\n", ",,", "\"\n", "sep=,\n", "#", "2024-01-01", "x;y", "a|b|c"])
    FuzzRun("csv", usual: 2_000).run { read(mutator.input($0), "in.csv", $0) }
  }

  @Test func tsv() {
    let mutator = Mutator(
      seeds: Self.corpus([".tsv"])
        + Self.lines(["a\tb\n1\t2\n3\t\n", "a\tt\n1\t\"quoted\tcell\"\n2\tit's\n"]),
      words: ["\t\t", "\"\t", "\t\n"])
    FuzzRun("tsv", usual: 500).run { read(mutator.input($0), "in.tsv", $0) }
  }

  @Test func jsonLines() {
    let mutator = Mutator(
      seeds: Self.corpus([".jsonl"])
        + Self.lines([
          "{\"a\":1,\"b\":\"x\",\"y\":true}\n{\"a\":2.5,\"b\":null,\"y\":false}\n",
          "{\"a\":[1,2],\"b\":{\"c\":1}}\n",
          "{\"text\":\"\\u00e9\\ud83d\\ude00\",\"y\":1}\n{\"text\":\"\\n\",\"y\":2}\n",
        ]), words: ["\"a\":", "\\ud83d", "\\ude00", "1E+5", "-", "[[[[[[", "{\"a\":", "false"])
    FuzzRun("json", usual: 2_000).run { read(mutator.input($0), "in.jsonl", $0) }
  }

  @Test func labelledLines() {
    let mutator = Mutator(
      seeds: Self.corpus([".txt"]) + Self.lines(["__label__a some words\n__label__b other words\n"]),
      words: ["__label__", "__label__a __label__b ", "__label__\n"])
    FuzzRun("lines", usual: 500).run { read(mutator.input($0), "in.txt", $0) }
  }

  @Test func idx() {
    func header(_ kind: UInt8, _ sizes: [UInt8], _ content: Int) -> [UInt8] {
      [0, 0, kind, UInt8(sizes.count)] + sizes.flatMap { [0, 0, 0, $0] }
        + [UInt8](repeating: 7, count: content)
    }
    let mutator = Mutator(
      seeds: [
        header(8, [3, 2, 2], 12), header(8, [4], 4), header(13, [2, 2], 16), header(8, [2, 3, 3, 3], 54),
      ],
      words: ["\u{0}\u{0}\u{8}\u{3}", "\u{FF}\u{FF}\u{FF}\u{FF}"])
    FuzzRun("idx", usual: 500).run { read(mutator.input($0), "in-idx3-ubyte", $0) }
  }

  @Test func gzip() {
    // `a,b\n1,2\n`, packed, once and twice.
    let member: [UInt8] = [
      31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 75, 212, 73, 226, 50, 212, 49, 226, 2, 0, 239, 96, 242, 166, 8, 0, 0,
      0,
    ]
    let mutator = Mutator(
      seeds: Self.corpus([".gz"]) + [member, member + member], words: ["\u{1F}\u{8B}\u{8}"])
    FuzzRun("gzip", usual: 500).run { read(mutator.input($0), "in.csv.gz", $0) }
  }
}
