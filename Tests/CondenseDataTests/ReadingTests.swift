import CZlib
import CondenseCore
import Testing

import CondenseData

@Suite struct ReadingTests {
  func table(_ text: String, _ change: (inout ReadingOptions) -> Void = { _ in }) throws -> Table {
    var options = ReadingOptions()
    change(&options)
    return try Table(contentsOf: Array(text.utf8), name: "x.csv", options: options)
  }

  func texts(_ table: Table, _ name: String) -> [String?] {
    (0..<table.rowCount).map { table[name]?.text($0) }
  }

  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(&stream, 6, Z_DEFLATED, 31, 8, 0, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + 1000)
    let room = output.count
    input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(room)
        _ = deflate(&stream, Z_FINISH)
      }
    }
    return Array(output.prefix(room - Int(stream.avail_out)))
  }

  @Test func quotesEscapesAndEmbeddedNewlines() throws {
    let read = try table("id,text\r\n1,\"a \"\"b\"\", c\"\r\n2,\"two\nlines\"\r\n3,\"\"\n4,plain \"x\"")
    #expect(read.rowCount == 4)
    #expect(texts(read, "text") == ["a \"b\", c", "two\nlines", nil, "plain \"x\""])
    #expect(texts(read, "id") == ["1", "2", "3", "4"])
    #expect((0..<4).map(read.line(ofRow:)) == [2, 3, 5, 6])
    #expect(read.rows([3, 1]).line(ofRow: 0) == 6)
    #expect(read.rows([3, 1]).line(ofRow: 1) == 3)
  }

  @Test func endsOfLines() throws {
    for text in [
      "a,b\n1,x\n2,y\n", "a,b\r\n1,x\r\n2,y\r\n", "a,b\r1,x\r2,y\r", "a,b\n1,x\n2,y",
      "\u{feff}a,b\n1,x\n2,y\n\n\r\n",
    ] {
      let read = try table(text)
      #expect(read.columns.map(\.name) == ["a", "b"])
      #expect(texts(read, "a") == ["1", "2"] && texts(read, "b") == ["x", "y"])
    }
    let quoted = try table("a,b\r\"1\",\"x\"\r\"2\",\"y\"\r")
    #expect(texts(quoted, "b") == ["x", "y"])
    let blank = try table("a,b\n1,x\n\n2,y\n")
    #expect(blank.rowCount == 2 && blank.line(ofRow: 1) == 4)
    let single = try table("a\n1\n\n3\n")
    #expect(texts(single, "a") == ["1", nil, "3"])
  }

  @Test func delimiters() throws {
    for delimiter in [",", ";", "\t", "|"] {
      let read = try table(
        ["a", "b b", "c"].joined(separator: delimiter) + "\n" + ["1", "x", "2"].joined(separator: delimiter))
      #expect(read.columns.map(\.name) == ["a", "b b", "c"])
    }
    let sentences = try table("text\nHello, world\nOne, two, three\n")
    #expect(texts(sentences, "text") == ["Hello, world", "One, two, three"])
    #expect(try table("a b\n1,2\n", { $0.hasHeader = false }).columns.count == 1)
    let asked = try table("a,b;c\nx,y;3\n") { $0.delimiter = UInt8(ascii: ";") }
    #expect(asked.columns.map(\.name) == ["a,b", "c"])
    let comma = try table("a;b\n1.234,5;x\n2,25;y\n") { $0.decimalComma = true }
    #expect(comma["a"]?.number(0) == 1234.5 && comma["a"]?.number(1) == 2.25)
  }

  @Test func headers() throws {
    #expect(try table("1,2\n3,4\n", { $0.hasHeader = false }).columns.map(\.name) == ["c1", "c2"])
    #expect(try table("1,2\n3,4\n", { $0.hasHeader = false }).line(ofRow: 0) == 1)
    #expect(try table(",\"x \"\"y\"\"\",c1\n1,2,3\n").columns.map(\.name) == ["c1_", "x \"y\"", "c1"])
  }

  @Test func gzipMembers() throws {
    let whole = Array("a,b\n1,x\n2,y\n".utf8)
    let parts = Self.gzip(Array(whole[..<7])) + Self.gzip(Array(whole[7...])) + [0, 0, 0]
    let read = try Table(contentsOf: parts, name: "x.csv.gz")
    #expect(texts(read, "b") == ["x", "y"])
    let plain = try Table(contentsOf: whole, name: "x.csv")
    let tabs = try table("a\tb\r\n1.0\t\"x\"\r\n+2\ty")
    #expect(read.fingerprint == plain.fingerprint && plain.fingerprint == tabs.fingerprint)
    #expect(try table("a,b\n1,x\n2,z\n").fingerprint != plain.fingerprint)
    #expect(plain.rows([0, 1]).fingerprint == plain.fingerprint)
  }

  @Test func kindsOfCells() throws {
    let read = try table(
      "n,m,code,price,late,id\n1,NA,07,\"$1,200\",yes,9007199254740993\n 2.5 ,3,8,$5,?,2\n,nan,9,,no,3\n")
    #expect(read["n"]?.isNumeric == true && read["m"]?.isNumeric == true && read["price"]?.isNumeric == true)
    #expect(read["code"]?.isNumeric == false && read["id"]?.isNumeric == false)
    #expect(texts(read, "n") == ["1", "2.5", nil] && texts(read, "m") == [nil, "3", nil])
    #expect(
      texts(read, "price") == ["$1,200", "$5", nil] && read["price"]?.number(0) == 1200
        && texts(read, "late") == ["yes", nil, "no"])
    let sentinel = try table("a\n-999\n3\n") { $0.missing = ["-999"] }
    #expect(sentinel["a"]?.isMissing(0) == true)
  }

  /// A column is read again when it turns out to be no number far into the file.
  @Test func lateStrings() throws {
    var text = "a,b,c\n"
    for i in 0..<30_000 {
      text += "\(i),\(i >= 20_000 && i % 2 == 0 ? "x" : "1"),\(i < 20_000 ? "5" : "\"1,000\"")\n"
    }
    let read = try table(text)
    #expect(read["a"]?.isNumeric == true && read["b"]?.isNumeric == false && read["c"]?.isNumeric == true)
    #expect(
      read["b"]?.text(29_000) == "x" && read["b"]?.text(28_001) == "1" && read["c"]?.number(29_999) == 1000)
    #expect(read.rowCount == 30_000)
  }

  /// Texts beside numbers that hardly repeat are not all kept; units and odd cells are told all the same.
  @Test func textsBesideNumbers() throws {
    var text = "price,share\n"
    for i in 0..<20_000 {
      text += "\(i == 15_000 ? "€7" : i == 16_000 ? "sold out" : "$\(i).50"),0.\(i)0\n"
    }
    let read = try table(text)
    guard case .numbers(let prices) = read["price"]?.cells, case .numbers(let shares) = read["share"]?.cells,
      let written = prices.written
    else {
      Issue.record("no numbers")
      return
    }
    #expect(prices.values[3] == 3.5 && prices.values[19_999] == 19_999.5 && shares.values[19_999] == 0.199990)
    #expect(prices.values[15_000].isNaN && prices.values[16_000].isNaN)
    #expect(written.oddCount == 2 && written.unit == "$" && written.unitCount == 19_998)
    #expect(read["price"]?.text(15_000) == "€7" && read["price"]?.text(16_000) == "sold out")
    #expect(written.texts.count < 8200 && written.rows.count < 8200)
    #expect((shares.written?.texts.count ?? 0) < 8200)
  }

  /// Found by changed inputs: a file of Excel's own line alone, read without a header.
  @Test(arguments: ["sep=;\n", "sep=;\n\n\n"]) func noRowsAtAll(text: String) throws {
    for hasHeader in [true, false] {
      let error = #expect(throws: CondenseError.self) { try table(text) { $0.hasHeader = hasHeader } }
      #expect(
        error?.message.hasSuffix(" holds comments and blank lines only; a header and rows were expected")
          == true)
    }
  }

  @Test func longTexts() throws {
    var text = "t\n"
    for i in 0..<5000 { text += "\"a long sentence, the \"\"\(i)\"\"th of many like it\"\n" }
    let read = try table(text)
    #expect(read["t"]?.text(4999) == "a long sentence, the \"4999\"th of many like it")
    guard case .strings(let cells) = read["t"]?.cells else {
      Issue.record("no strings")
      return
    }
    #expect(!cells.isDistinct)
  }

  @Test func skippedRows() throws {
    let read = try table("a,b\n1,2\n3\n4,5,6\n7,8\n") { $0.skipsBadRows = true }
    #expect(read.rowCount == 2 && read.skippedRows == 2 && read.line(ofRow: 1) == 5)
  }

  @Test func randomSplit() throws {
    let read = try table("a\n" + (0..<1000).map { "\($0)\n" }.joined())
    let (first, second) = read.randomSplit(by: 0.8, seed: 5)
    #expect(first.rowCount == 800 && second.rowCount == 200)
    let all = (texts(first, "a") + texts(second, "a")).compactMap { $0.flatMap { Int($0) } }
    #expect(Set(all).count == 1000)
    #expect(texts(read.randomSplit(by: 0.8, seed: 5).0, "a") == texts(first, "a"))
    #expect(texts(read.randomSplit(by: 0.8, seed: 6).0, "a") != texts(first, "a"))
    #expect(texts(second, "a").prefix(5).compactMap(\.self) == Self.golden)
  }

  static let golden = ["0", "3", "14", "16", "27"]
}
