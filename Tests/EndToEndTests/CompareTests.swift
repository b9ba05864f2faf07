import Foundation
import Testing

/// `condense compare`, as a user meets it.
@Suite struct CompareTests {
  private static let table: String = {
    var lines = ["y,n,town,flag"]
    for row in 0..<240 {
      lines.append(
        "\(row * 7 % 12 < 5 ? "yes" : "no"),\(row * 37 % 101),t\(row * 7 % 12),\(row % 2 == 0 ? "on" : "off")"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static let fast = "--epochs 2 --quiet"

  @Test func pageTableAndSheet() throws {
    let box = try Sandbox(["data.csv": .text(Self.table)])
    let run = try box.run("compare data.csv --predict y --infographic sheet.svg \(Self.fast)")
    #expect(run.code == 0 && run.errors.isEmpty)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines[0]
        == "y from town, flag; data.csv: 173 rows to learn from, 19 that chose rate and epoch, 48 that judge")
    #expect(
      lines[1...2].joined(separator: " ")
        == "AUC, higher is better; without a model (the most frequent class, 'no'): 0.5000; p: how often chance gives"
        + " as large a difference to the first")
    #expect(
      lines[4].split(separator: " ").joined(separator: " ")
        == "contender AUC 95 % interval p parameters seconds a pass memory a row")
    #expect(lines[5].hasPrefix("as train does "))
    #expect(run.output.hasSuffix("\ndata.compare.html\nsheet.svg\n"))
    #expect(lines.allSatisfy { $0.count <= 110 })
    #expect(try box.contents().keys.sorted() == ["data.compare.html", "data.csv", "sheet.svg"])
    // Its own page is replaced, and nobody else's.
    let again = try box.run("compare data.csv --predict y --column town \(Self.fast)")
    #expect(again.output.hasSuffix("\ndata.compare.html (replaced)\n"))
  }

  @Test func json() throws {
    let box = try Sandbox(["data.csv": .text(Self.table)])
    let run = try box.run("compare data.csv --predict y --column town --json -o page.html \(Self.fast)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "source", "target", "task", "columns", "metric", "training_rows", "validation_rows", "test_rows",
        "seed",
        "threads", "baseline", "baseline_name", "contenders", "omitted", "embedding", "dense",
        "vocabulary_costs", "row", "verdict",
      ])
    let contenders = try #require(object["contenders"] as? [[String: Any]])
    #expect(
      contenders.compactMap { $0["form"] as? String } == [
        "as-train", "embedding", "one-hot", "one-hot-sparse", "code", "no-hidden-layer", "without",
      ])
    #expect(
      Set(contenders[1].keys) == [
        "form", "name", "what", "metric", "difference", "trials", "rate", "parameters", "bytes", "seconds",
        "seconds_per_epoch", "memory_bytes", "microseconds_per_prediction",
      ])
    let memory = try #require(contenders[0]["memory_bytes"] as? Int)
    #expect(memory > 100_000 && memory < 1_000_000_000)
  }

  @Test func practice() throws {
    let box = try Sandbox(["data.csv": .text(Self.table), "test.csv": .text(Self.table)])
    let run = try box.run("compare data.csv --predict y --practice --test test.csv --quiet --epochs 2")
    #expect(run.code == 0)
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(
      lines[0]
        == "y: 216 rows to learn from, 24 that chose the epoch, 240 that judge; means of 3 seeds")
    for name in [
      "without normalisation", "without dropout", "embeddings of 64", "without the embedding step",
    ] {
      #expect(lines.contains { $0.hasPrefix(name) }, "\(name)")
    }
    let json = try box.run("compare data.csv --predict y --practice --json --quiet --epochs 1")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((object["practices"] as? [[String: Any]])?.count == 7)
  }

  // MARK: mistakes

  private static func mistake(
    _ description: String, _ flags: String, _ code: Int32, _ message: String,
    files: [String: Sandbox.Content] = [:]
  ) -> Mistake {
    Mistake(
      description, ["data.csv": .text(table)].merging(files) { $1 }, "compare data.csv \(flags)", code,
      message)
  }

  static let mistakes: [Mistake] = [
    mistake(
      "no target", "--quiet", 64,
      "compare needs the column to learn: --predict COL; 'condense train data.csv' lists the columns"),
    mistake(
      "a column that is not there", "--predict y --column twon --quiet", 64,
      "--column twon: data.csv has no such column; did you mean 'town'?"),
    mistake(
      "the target", "--predict y --column y --quiet", 64,
      "--column y: it is what is to be predicted; name another"),
    mistake(
      "a column left out", "--predict y --ignore town --column town --quiet", 64,
      "--column town: it is left out (ignored, as asked); --as town=category takes it in"),
    mistake(
      "numbers alone", "--predict y --ignore town,flag --quiet", 64,
      "data.csv has no categories, lists or texts to compare layers on; name a column of numbers with --column, one of"
        + " 'n'"),
    mistake(
      "a practice of one column", "--predict y --practice --column town", 64,
      "--column and --practice exclude each other; give one of them"),
    mistake(
      "a page that is not ours", "--predict y --quiet", 73,
      "data.compare.html exists and Condense did not write it; --force replaces it, -o FILE writes elsewhere",
      files: ["data.compare.html": "<p>mine</p>"]),
    mistake(
      "the sheet over the page", "--predict y --quiet -o a.html --infographic a.html", 64,
      "--infographic a.html: the page is written there; give another name"),
    mistake(
      "a test file of one class", "--predict y --test t.csv --quiet", 65,
      "t.csv: every row that judges has the 'y' 'no'; both classes are needed to compare",
      files: ["t.csv": "y,n,town,flag\nno,1,t1,on\nno,2,t2,off\n"]),
    mistake(
      "a test file without targets", "--predict y --test t.csv --quiet", 65,
      "t.csv has no row with a 'y' to judge on", files: ["t.csv": "y,n,town,flag\n,1,t1,on\n"]),
  ]

  @Test(arguments: mistakes.indices)
  func message(_ index: Int) throws { try Self.mistakes[index].check() }
}
