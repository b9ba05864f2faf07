import CondenseCore
import CondenseData
import Testing

@Suite struct ReadingTests {
  func table(_ text: String, _ options: ReadingOptions = .init()) throws -> Table {
    try Table(contentsOf: Array(text.utf8), name: "x.csv", options: options)
  }

  @Test func quotesEscapesAndEmbeddedNewlines() throws {
    let read = try table("id,text\r\n1,\"a \"\"b\"\", c\"\r\n2,\"two\nlines\"\r\n3,\"\"\n4,plain \"x\"")
    #expect(read.rowCount == 4)
    #expect((0..<4).map { read["text"]?.text($0) } == ["a \"b\", c", "two\nlines", nil, "plain \"x\""])
    #expect((0..<4).map { read["id"]?.number($0) } == [1, 2, 3, 4])
    #expect((0..<4).map(read.line(ofRow:)) == [2, 3, 5, 6])
    #expect(read.rows([3, 1]).line(ofRow: 0) == 6)
  }
}
