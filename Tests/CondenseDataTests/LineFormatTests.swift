import CondenseCore
import CondenseData
import Testing

/// JSON lines and fastText's labelled lines.
@Suite struct LineFormatTests {
  func table(
    _ text: String, name: String = "x.jsonl", _ change: (inout ReadingOptions) -> Void = { _ in }
  ) throws -> Table {
    var options = ReadingOptions()
    change(&options)
    return try Table(contentsOf: Array(text.utf8), name: name, options: options)
  }

  func texts(_ table: Table, _ name: String) -> [String?] {
    (0..<table.rowCount).map { table[name]?.text($0) }
  }

  @Test func objectsBecomeRows() throws {
    let read = try table(
      """
      {"text": "a \\"b\\"\\n\\u00e9\\ud83d\\udc4d\\/", "n": 1.5, "ok": true}

      {"n": -2e1, "late": null, "text": "", "ok": false, "more": "x"}\r
       { } 
      {"text":"\\ud83d","n":"3"}
      """)
    #expect(read.columns.map(\.name) == ["text", "n", "ok", "late", "more"])
    #expect(texts(read, "text") == ["a \"b\"\né👍/", nil, nil, "\u{FFFD}"])
    #expect(texts(read, "n") == ["1.5", "-20", nil, "3"] && read["n"]?.isNumeric == true)
    #expect(texts(read, "ok") == ["true", "false", nil, nil])
    #expect(read["late"]?.missingCount == 4)
    #expect((0..<4).map(read.line(ofRow:)) == [1, 3, 4, 5])
  }

  @Test func columnsThatTurnOutToBeTextAreReadAgain() throws {
    let lines = (0..<40_000).map { "{\"a\":\($0 == 39_999 ? "\"x\"" : String($0))}" }
    let read = try table(lines.joined(separator: "\n"))
    #expect(read.rowCount == 40_000 && read["a"]?.text(7) == "7" && read["a"]?.text(39_999) == "x")
  }

  @Test func theSameRowsHaveTheSameFingerprint() throws {
    let csv = "label,text,n\npos,\"a \"\"fine\"\" film, really\",1\nneg,bad,\n,\"two\nlines\",2.50\n"
    let json = """
      {"label":"pos","text":"a \\"fine\\" film, really","n":1}
      {"label":"neg","text":"bad","n":null}
      {"text":"two\\nlines","n":2.5}
      """
    let first = try table(csv, name: "x.csv")
    let second = try table(json)
    #expect(first.fingerprint == second.fingerprint)
    for bytes in [Array(csv.utf8), Array(json.utf8)] {
      let packed = try Table(contentsOf: ReadingTests.gzip(bytes), name: "x.gz")
      #expect(packed.fingerprint == first.fingerprint)
    }
    #expect(try table(csv.replacing("bad", with: "sad"), name: "x.csv").fingerprint != first.fingerprint)
    let labelled = try table("__label__pos good one\n__label__neg  bad one \n", name: "x.txt")
    let same = try table("label,text\npos,good one\nneg,bad one \n", name: "x.csv")
    #expect(labelled.fingerprint == same.fingerprint)
  }

  @Test func labelledLines() throws {
    let read = try table("__label__pos\tGood, one; two\n\nno label\n__label__neg\n", name: "x.txt")
    #expect(read.columns.map(\.name) == ["label", "text"])
    #expect(texts(read, "label") == ["pos", nil, "neg"])
    #expect(texts(read, "text") == ["Good, one; two", "no label", nil])
    #expect(read.line(ofRow: 1) == 3)
    let several = "__label__a x\n__label__a __label__b y\n"
    let skipped = try table(several, name: "x.txt") { $0.skipsBadRows = true }
    #expect(skipped.rowCount == 1 && skipped.skippedRows == 1)
    let plain = try table("text\n__label__ is a mark\n", name: "x.txt")
    #expect(plain.columns.map(\.name) == ["text"])
    // A first line without a label is one like any other, unless it is a header.
    let bare = try table("good or bad\n__label__a x\n__label__b y\n", name: "x.txt")
    #expect(texts(bare, "label") == [nil, "a", "b"])
    let headed = try table("label,text\n__label__a,x\n__label__b,y\n", name: "x.csv")
    #expect(texts(headed, "label") == ["__label__a", "__label__b"])
  }

  @Test func badRowsAreLeftOut() throws {
    let read = try table("{\"a\":1}\n{\"a\":[1]}\nnone\n{\"b\":}\n{\"a\":2}\n") { $0.skipsBadRows = true }
    #expect(read.columns.map(\.name) == ["a"] || read.columns.map(\.name) == ["a", "b"])
    #expect(read.rowCount == 2 && read.skippedRows == 3 && read.line(ofRow: 1) == 5)
  }

  static let faults: [(name: String, text: String, expected: String)] = [
    (
      "x.jsonl", "{\"a\":1}\n{\"a\":[1,2]}\n",
      "x.jsonl line 2, column 'a': a list is no cell; join its values into one text, as a|b|c"
    ),
    (
      "x.jsonl", "{\"a\":1}\n{\"a\":{\"b\":2}}\n",
      "x.jsonl line 2, column 'a': an object is no cell; give each of its values a key of its own"
    ),
    (
      "x.jsonl", "{\"caf\u{e9}\":1}\n{\"cafe\u{301}\":2}\n",
      "x.jsonl has the key 'caf\u{e9}' in two spellings that look the same, composed and decomposed; write it in "
        + "one: uconv -x nfc"
    ),
    (
      "x.jsonl", "{\"a\":1}\n{\"a\" 1}\n",
      "x.jsonl line 2, byte 6: ':' after the key was expected; is it one JSON object a line?"
    ),
    (
      "x.json", "{\n  \"a\": 1\n}\n",
      "x.json line 1, byte 2: a key in quotes was expected; is it one JSON object a line?"
    ),
    (
      "x.jsonl", "{\"a\":1} {\"a\":2}\n",
      "x.jsonl line 1, byte 9: nothing after the object was expected; is it one JSON object a line?"
    ),
    (
      "x.jsonl", "{\"a\":yes}\n",
      "x.jsonl line 1, byte 6: a value: text in quotes, a number, true, false or null was expected; is it one JSON "
        + "object a line?"
    ),
    (
      "x.jsonl", "{\"a\":\"b\n\"}\n",
      "x.jsonl line 1, byte 8: a closing quote on this line was expected; is it one JSON object a line?"
    ),
    (
      "x.jsonl", "{\"a\":\"\\q\"}\n",
      "x.jsonl line 1, byte 7: an escape of JSON, as \\n or \\\\ was expected; is it one JSON object a line?"
    ),
    ("x.jsonl", "{\"a\":1,\"a\":2}\n", "x.jsonl line 1: the key 'a' stands there twice"),
    ("x.jsonl", "{}\n{}\n", "x.jsonl has no object with a key; at least one column was expected"),
    ("x.jsonl", "{\"\":1}\n", "x.jsonl: key 1 is empty; every column needs a name"),
    (
      "x.jsonl", "a,b\n1,2\n",
      "x.jsonl line 1, byte 1: an object, {…} was expected; is it one JSON object a line?"
    ),
    (
      "x.json", "[{\"a\":1}]\n",
      "x.json is one JSON list where an object a line was expected; convert it: jq -c '.[]' x.json > lines.jsonl"
    ),
    (
      "x.txt", "__label__a x\n__label__a __label__b y\n",
      "x.txt line 2: 2 labels, 'a', 'b', where one is learned; keep one, or leave such rows out with "
        + "--skip-bad-rows"
    ),
  ]

  @Test(arguments: faults.indices) func faultsAreNamed(_ index: Int) throws {
    let (name, text, expected) = Self.faults[index]
    #expect(throws: CondenseError(.content, expected)) { try table(text, name: name) }
  }
}
