import CondenseCommand
import Foundation
import Testing

/// `condense neighbors`, as a user meets it.
@Suite struct NeighborTests {
  private static let table: String = {
    var lines = ["y,town"]
    for row in 0..<400 { lines.append("\((row % 8 < 4) == (row % 13 > 0) ? "yes" : "no"),t\(row % 8)") }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static let model: [UInt8]? = Sample.trained("y", on: table, "--as town=category")

  @Test func csvAndJSON() throws {
    let box = try Sandbox(["m.condense": .bytes(try #require(Self.model))])
    let run = try box.run("neighbors m.condense town t1 t6 -k 3")
    let lines = run.output.split(separator: "\n")
    #expect(run.code == 0 && lines.count == 7 && lines[0] == "value,rank,neighbor,similarity,count")
    // Towns of one class are alike.
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",").map(String.init)
      let isLow = ["t0", "t1", "t2", "t3"].contains(cells[2])
      #expect(isLow == (cells[0] == "t1"), "\(line)")
      #expect((Int(cells[4]) ?? 0) > 30)
    }
    let json = try box.run(
      ["neighbors", "m.condense", "town", "-", "--json", "-k", "1"], input: "t1\nt6\nt9\n")
    let objects = json.output.split(separator: "\n")
    #expect(objects.count == 2 && objects[0].hasPrefix(#"{"neighbors":[{"count":"#))
    #expect(objects[1].hasSuffix(#""value":"t6"}"#))
    #expect(json.errors == "'t9' has no vector; did you mean 't4'?\n")
  }

  static let mistakes: [(String, Int32, String)] = [
    ("neighbors m.condense town t9", 64, "the column 'town' has no vector of 't9'; did you mean 't4'?"),
    (
      "neighbors m.condense twon t1", 64,
      "the model has no column 'twon'; did you mean 'town'? it has embeddings of town"
    ),
    (
      "neighbors m.condense town t1 --by angle", 64, "--by expects cosine or dot, not 'angle'"
    ),
    ("neighbors none.condense town t1", 66, "no file 'none.condense'; did you mean 'm.condense'?"),
  ]

  @Test(arguments: mistakes.indices) func message(_ index: Int) throws {
    let (line, code, message) = Self.mistakes[index]
    try Mistake(line, ["m.condense": .bytes(try #require(Self.model))], line, code, message).check()
  }
}
