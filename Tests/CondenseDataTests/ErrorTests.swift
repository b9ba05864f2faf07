import CondenseCore
import Foundation
import Testing

import CondenseData

/// Every message of reading, word for word.
@Suite struct ErrorTests {
  struct Case: Sendable, CustomStringConvertible {
    let description: String
    let bytes: [UInt8]
    let expected: String
    var options = ReadingOptions()

    init(
      _ description: String, _ bytes: [UInt8], _ expected: String,
      _ change: (inout ReadingOptions) -> Void = { _ in }
    ) {
      self.description = description
      self.bytes = bytes
      self.expected = expected
      change(&options)
    }

    init(
      _ description: String, _ text: String, _ expected: String,
      _ change: (inout ReadingOptions) -> Void = { _ in }
    ) {
      self.init(description, Array(text.utf8), expected, change)
    }
  }

  static let cases: [Case] = [
    Case("empty", "", "x.csv is empty; a header and rows were expected"),
    Case("blank", "\n\r\n", "x.csv holds blank lines only; a header and rows were expected"),
    Case("header only", "a,b\n", "x.csv has a header and no rows; at least one row of cells was expected"),
    Case(
      "ragged", "a,b\n1,2\n3\n",
      "x.csv line 3: 1 cell where the header has 2; --skip-bad-rows leaves such rows out"),
    Case(
      "ragged after an embedded newline", "a,b\n1,\"x\ny\"\n3,4,5\n",
      "x.csv line 4: 3 cells where the header has 2; --skip-bad-rows leaves such rows out"),
    Case(
      "all rows bad", "a,b\n1\n2\n",
      "x.csv has 2 rows, none with the 2 cells of the header; is the delimiter right?"
    ) { $0.skipsBadRows = true },
    Case(
      "unclosed quote", "a,b\n1,2\n3,\"4\n5,6\n",
      "x.csv line 3: a quote opens here and never closes; close it, double it (\"\") if it belongs "
        + "to the text, or read quotes as letters with --quotes none"
    ),
    Case(
      "stray text", "a,b\n1,\"2\"3\n",
      "x.csv line 2: text follows the closing quote of cell 2; a quote inside a quoted cell is written twice (\"\")"
    ),
    Case(
      "Latin-1", Array("name,town\n1,K".utf8) + [0xf6] + Array("ln\n".utf8),
      "x.csv line 2: byte 0xF6 is not UTF-8; the file looks like Windows-1252 or Latin-1. "
        + "Convert it: iconv -f WINDOWS-1252 -t UTF-8 x.csv > utf8.csv"),
    Case(
      "Windows-1252", Array("name,price\n1,".utf8) + [0x80] + Array("5\n".utf8),
      "x.csv line 2: byte 0x80 is not UTF-8; the file looks like Windows-1252. "
        + "Convert it: iconv -f WINDOWS-1252 -t UTF-8 x.csv > utf8.csv"),
    Case(
      "UTF-16 by its mark", [0xff, 0xfe] + "a,b\n1,2\n".utf8.flatMap { [$0, 0] },
      "x.csv is UTF-16 text where UTF-8 was expected; convert it: iconv -f UTF-16 -t UTF-8 x.csv > utf8.csv"),
    Case(
      "UTF-16 without a mark", "abc,bcd\n1,2\n3,4\n".utf8.flatMap { [$0, 0] },
      "x.csv is UTF-16LE text where UTF-8 was expected; convert it: iconv -f UTF-16LE -t UTF-8 x.csv > utf8.csv"
    ),
    Case(
      "UTF-32", [0xff, 0xfe, 0, 0] + "a\n1\n".utf8.flatMap { [$0, 0, 0, 0] },
      "x.csv is UTF-32 text where UTF-8 was expected; convert it: iconv -f UTF-32 -t UTF-8 x.csv > utf8.csv"),
    Case(
      "NUL", Array("a,b\n1,".utf8) + [0] + Array("\n".utf8),
      "x.csv line 2: a NUL byte, which text does not hold; is this a CSV file, and is it whole?"),
    Case(
      "zip", "PK\u{3}\u{4}rest",
      "x.csv is a zip archive or a spreadsheet (.xlsx); export the sheet as CSV and give that"
    ),
    Case("Parquet", "PAR1....", "x.csv is a Parquet file; write it out as CSV and give that"),
    Case("PDF", "%PDF-1.4", "x.csv is a PDF document; a CSV file was expected"),
    Case("PNG", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a], "x.csv is a PNG image; a CSV file was expected"),
    Case("JPEG", [0xff, 0xd8, 0xff, 0xe0], "x.csv is a JPEG image; a CSV file was expected"),
    Case(
      "model", [8, 0, 0, 0, 0, 0, 0, 0] + Array("{\"a\":1}  more".utf8),
      "x.csv looks like a model file; a table, such as a CSV file, was expected"),
    Case(
      "gzip cut short", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x4b],
      "x.csv is a gzip file that ends too early; copy or download it again"),
    Case(
      "gzip damaged", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      "x.csv is a gzip file damaged near byte 11; copy or download it again"),
    Case(
      "equal names", "a,b,a\n1,2,3\n",
      "x.csv has two columns called 'a', the 1st and the 3rd; rename one of them"),
    Case(
      "decimal commas", "a;b\n1;3,5\n2;4,25\n",
      "x.csv line 2, column 'b': '3,5' looks like a number with a decimal comma; say so with --decimal-comma"
    ),
  ]

  @Test(arguments: cases) func content(_ item: Case) {
    #expect(throws: CondenseError(.content, item.expected)) {
      try Table(contentsOf: item.bytes, name: "x.csv", options: item.options)
    }
  }

  @Test func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "condense-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path
    try Data("a\n1\n".utf8).write(to: folder.appendingPathComponent("flights.csv"))
    #expect(
      throws: CondenseError(.input, "no file '\(path)/flight.csv'; did you mean '\(path)/flights.csv'?")
    ) { try Table(contentsOfFile: path + "/flight.csv") }
    #expect(throws: CondenseError(.input, "no file '\(path)/quite-different'")) {
      try Table(contentsOfFile: path + "/quite-different")
    }
    #expect(throws: CondenseError(.input, "'\(path)' is a folder; a file was expected")) {
      try Table(contentsOfFile: path)
    }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file"))
  func unreadableFile() throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv")
    try Data("a\n1\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
    #expect(
      throws: CondenseError(.input, "'\(file.path)' may not be read by this user; check its permissions")
    ) { try Table(contentsOfFile: file.path) }
  }

  static let table = """
    late,month,dest,delay,weight
    yes,1,ORD,5,1
    no,2,ORD,7,1
    no,2,MIA,late,x

    """

  static let named: [(CondenseError.Kind, @Sendable (inout SchemaOptions) -> Void, String)] = [
    (
      .usage, { $0.target = "lat" },
      "--predict lat: x.csv has no column 'lat'; did you mean 'late'? Its columns: late, month, dest, delay, weight"
    ),
    (
      .usage, { $0.ignored = ["Dest"] },
      "--ignore Dest: x.csv has no column 'Dest'; did you mean 'dest'? Its columns: late, month, dest, delay, weight"
    ),
    (
      .usage, { $0.kinds = ["zzz": .number] },
      "--as zzz: x.csv has no column 'zzz'; its columns: late, month, dest, delay, weight"
    ),
    (
      .usage, { $0.orderBy = "mont" },
      "--order-by mont: x.csv has no column 'mont'; did you mean 'month'? Its columns: late, month, dest, delay, weight"
    ),
    (.usage, { $0.ignored = ["late"] }, "--ignore late: this is the column to predict"),
    (
      .usage, { $0.kinds = ["late": .text] },
      "--as late: the target's kind follows from --task, not from --as"
    ),
    (
      .content, { $0.weight = "weight" },
      "x.csv line 4: the weight column 'weight' holds 'x'; a number not below zero was expected"
    ),
    (
      .content, { $0.task = .regression },
      "x.csv line 2, column 'late': 'yes' is no number, which --task regression needs; "
        + "correct the cell or leave it empty"
    ),
    (
      .content, { $0.kinds = ["delay": .number] },
      "x.csv line 4, column 'delay': 'late' is no number, which --as delay=number needs; "
        + "correct the cell or leave it empty"
    ),
  ]

  @Test(arguments: named.indices) func schema(_ index: Int) throws {
    let (kind, change, expected) = Self.named[index]
    let table = try Table(contentsOf: Array(Self.table.utf8), name: "x.csv")
    var options = SchemaOptions(target: "late")
    change(&options)
    #expect(throws: CondenseError(kind, expected)) { try Schema.inferred(from: table, options: options) }
  }

  @Test func prediction() throws {
    let training = try Table(contentsOf: Array("y,n,c\na,1,u\nb,2,v\na,3,u\n".utf8), name: "train.csv")
    var options = SchemaOptions(target: "y")
    options.kinds = ["n": .number]
    let schema = try Schema.inferred(from: training, options: options)
    let encoder = try TableEncoder.fit(schema, to: training, rows: [0, 1, 2])
    let cases = [
      (
        "y,N,c\na,1,u\n",
        "x.csv has no column 'n', which the model was trained with; did you mean 'N'?"
      ),
      (
        "y,q\na,1\n",
        "x.csv has none of the columns 'n', 'c', which the model was trained with; is this the right file?"
      ),
      (
        "n,c\n1,u\nfar,u\nnear,u\n",
        "x.csv line 3, column 'n': 'far' is no number, as the model expects here; correct the cell or leave it empty"
      ),
    ]
    for (text, expected) in cases {
      let table = try Table(contentsOf: Array(text.utf8), name: "x.csv")
      #expect(throws: CondenseError(.content, expected)) { try encoder.encode(table) }
    }
  }
}
