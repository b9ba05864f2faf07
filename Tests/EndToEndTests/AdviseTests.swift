import CondenseCommand
import Foundation
import Testing

/// `condense advise`: what it prints, the schema it writes, and what it refuses.
@Suite struct AdviseTests {
  /// Ninety rows of everything: a class, a number, towns, a flag, rows' names, a constant.
  private static let table: String = {
    var lines = ["y,n,town,flag,id,k"]
    for i in 0..<90 {
      lines.append(
        "\(i * 7 % 5 < 2 ? "yes" : "no"),\(i * 37 % 23),t\(i * 11 % 9),\(i * 5 % 7 < 3 ? "on" : "off"),u\(i * 13),7"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private func json(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func textForPeople() throws {
    let box = try Sandbox(["data.csv": .text(Self.table)])
    let run = try box.run("advise data.csv --predict y")
    #expect(run.code == 0)
    #expect(run.errors.hasPrefix("read data.csv: 90 rows, 6 columns, "))
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.first == "y: 2 classes (no, yes); 81 rows to learn from, 9 held out")
    #expect(
      lines.dropFirst().prefix(3) == [
        "parameters of each column as an embedding, one-hot, hashed or dense stand in the last columns", "",
        "column  kind      distinct  missing  rare  layer        embedding  one-hot  dense",
      ])
    #expect(
      lines.contains("id      ignored         90        0     –  dropped          2,264   23,296      –"))
    #expect(lines.contains("  n     whole numbers from 0 to 22, 23 different"))
    #expect(lines.contains("embeddings for 'town'; numbers straight into dense layers"))
    #expect(
      lines.contains("- 'k' is the same in every row and tells nothing: it is left out"))
    #expect(run.output.contains("\n- 'id' names its row (90 different values in 90 rows): "))
    #expect(run.output.contains("\nat most 100 epochs, 32 rows a step, then as many on all rows at 0.0"))
    #expect(lines.contains { $0.hasPrefix("about 0.0") && $0.contains(" s an epoch, ") })
    #expect(run.output.hasSuffix("\nto learn it: condense train data.csv --predict y\n"))
    #expect(lines.allSatisfy { $0.count <= 110 })
    #expect(try box.contents().count == 1)
  }

  @Test func jsonForPrograms() throws {
    let box = try Sandbox(["data.csv": .text(Self.table)])
    let run = try box.run("advise data.csv --predict y --json --quiet")
    #expect(run.code == 0 && run.errors.isEmpty && run.output.split(separator: "\n").count == 1)
    let all = try json(run.output)
    #expect(
      all.keys.sorted() == [
        "columns", "remarks", "sharing", "target", "task", "totals", "training_rows", "validation_rows",
        "verdict",
        "warnings",
      ])
    let columns = try #require(all["columns"] as? [[String: Any]])
    #expect(columns.map { $0["name"] as? String } == ["n", "town", "flag", "id", "k"])
    let town = try #require(columns.first { $0["name"] as? String == "town" })
    #expect(town["kind"] as? String == "category" && town["layer"] as? String == "embedding")
    #expect(town["distinct"] as? Int == 9 && town["missing"] as? Int == 0 && town["rare"] as? Int == 0)
    let cost = try #require(town["parameters"] as? [String: Any])
    #expect(cost.keys.sorted() == ["chosen", "embedding", "one_hot"])
    let warnings = try #require(all["warnings"] as? [[String: Any]])
    #expect(warnings.map { $0["kind"] as? String } == ["identifier", "constant"])
    #expect(warnings.map { $0["names"] as? [String] } == [["id"], ["k"]])
    let totals = try #require(all["totals"] as? [String: Any])
    #expect((totals["seconds_per_epoch"] as? Double ?? 0) > 0)
    let train = try json(box.run("train data.csv --predict y --json --quiet --epochs 1").output)
    #expect(totals["parameters"] as? Int == train["parameters"] as? Int)
    #expect(totals["bytes"] as? Int == train["bytes"] as? Int)
  }

  @Test(
    arguments: [
      "--predict y", "--predict n --task regression --ignore k",
      "--predict y --order-by n --as flag=category",
      "--predict y --weight n --missing t3", "--predict flag", "--predict n --task classes",
    ])
  func theWrittenSchemaTrainsTheSameModel(flags: String) throws {
    let box = try Sandbox(["data.csv": .text(Self.table)])
    let advise = try box.run("advise data.csv \(flags) -o schema.json --quiet")
    #expect(advise.code == 0, "\(advise.errors)")
    // The last line says how; the flags that a schema does not hold stand there too.
    let line = try #require(advise.output.split(separator: "\n").last)
    #expect(line.hasPrefix("to learn it: condense train data.csv --schema schema.json"))
    let words = line.dropFirst("to learn it: condense ".count).replacing(
      "data.csv ", with: "data.csv -o a.condense ")
    let rest = " --epochs 2 --seed 5 --quiet"
    #expect(try box.run(String(words) + rest).code == 0)
    #expect(try box.run("train data.csv \(flags) -o b.condense" + rest).code == 0)
    #expect(try box.bytes("a.condense") == box.bytes("b.condense"))
  }

  @Test func anEditedSchemaIsFollowed() throws {
    let box = try Sandbox(["data.csv": .text(Self.table)])
    #expect(try box.run("advise data.csv --predict y -o schema.json --quiet").code == 0)
    let written = try box.text("schema.json")
    #expect(
      written.hasPrefix("{\n\"written_by\": \"condense \(CommandTable.version)\",\n\"target\": \"y\",\n"))
    let column =
      #"  {"kind":"category","layer":"embedding","name":"flag","reason":"2 different values","sources":[]},"#
    #expect(written.contains(column))
    // Shorter still: what is not given is as usual.
    try box.write(
      "schema.json",
      .text(written.replacing(column, with: #"{"kind":"category","layer":"one-hot","name":"flag"},"#)))
    let advise = try json(box.run("advise data.csv --schema schema.json --json --quiet").output)
    let train = try json(box.run("train data.csv --schema schema.json --json --quiet --epochs 1").output)
    let totals = try #require(advise["totals"] as? [String: Any])
    #expect(totals["parameters"] as? Int == train["parameters"] as? Int)
    let columns = try #require(train["columns"] as? [[String: Any]])
    let flag = try #require(columns.first { $0["name"] as? String == "flag" })
    #expect(flag["layer"] as? String == "one-hot" && flag["dimension"] as? Int == 3)
    let summary = try box.run("summary data.condense").output
    #expect(summary.contains("flag.oneHot") && summary.contains("\nflag"))
    #expect(try box.run("predict data.condense data.csv").code == 0)
    let vectors = try box.run("vectors data.condense flag")
    #expect(
      vectors.errors
        == "condense: the model reads 'flag' as category and has no embedding of it; it has embeddings of town\n"
    )
  }

  @Test func aSchemaOfOursIsReplaced() throws {
    let box = try Sandbox(["data.csv": .text(Self.table)])
    #expect(try box.run("advise data.csv --predict y -o s.json --quiet").output.contains("\ns.json\n"))
    #expect(
      try box.run("advise data.csv --predict y -o s.json --quiet").output.contains("\ns.json (replaced)\n"))
    try box.write("s.json", #"{"columns":[]}"#)
    let foreign = try box.run("advise data.csv --predict y -o s.json")
    #expect(
      foreign.errors
        == "condense: s.json exists and Condense did not write it; --force replaces it, -o FILE writes elsewhere\n"
    )
    #expect(foreign.code == 73 && foreign.output.isEmpty)
    #expect(try box.run("advise data.csv --predict y -o s.json --force --quiet").code == 0)
  }

  @Test func theTestFileIsLookedAt() throws {
    let box = try Sandbox(["data.csv": .text(Self.table), "test.csv": .text(Self.table)])
    let run = try box.run("advise data.csv --predict y --ignore id --test test.csv --quiet")
    #expect(
      run.output.contains(
        "\n- 90 of 90 rows of test.csv stand in data.csv as well (100 %): what is measured there will look too good;"
      ))
  }

  @Test func standardInput() throws {
    let box = try Sandbox()
    let run = try box.run(["advise", "-", "--predict", "y", "--quiet"], input: Self.table)
    #expect(
      run.code == 0 && run.output.hasSuffix("\nto learn it: condense train - --predict y -o y.condense\n"))
  }

  // MARK: mistakes

  private static func mistake(
    _ description: String, _ flags: String, _ code: Int32, _ message: String,
    files: [String: Sandbox.Content] = [:]
  ) -> Mistake {
    Mistake(
      description, ["data.csv": .text(table)].merging(files) { $1 }, "advise data.csv \(flags)", code, message
    )
  }

  private static func schema(_ column: String) -> [String: Sandbox.Content] {
    [
      "s.json": .text(
        #"{"target":"y","task":"classes","classes":["no","yes"],"remarks":[],"sharing":[],"columns":[\#(column)]}"#
      )
    ]
  }

  static let mistakes: [Mistake] = [
    mistake(
      "no target", "--quiet", 64,
      "advise needs the column to learn: --predict COL; 'condense train data.csv' lists the columns"),
    mistake(
      "unknown target", "--predict z --quiet", 64,
      "--predict z: data.csv has no column 'z'; its columns: y, n, town, flag, id, k"),
    mistake(
      "unknown flag", "--predict y --time 5s", 64,
      "advise has no flag --time; that is a flag of train and tune"),
    mistake(
      "over the data", "--predict y -o data.csv", 73,
      "data.csv is read here and would be overwritten; give another name with -o"),
    mistake(
      "over the test file", "--predict y --test t.csv -o t.csv", 73,
      "t.csv is read here and would be overwritten; give another name with -o",
      files: ["t.csv": "y,n\nno,1\n"]),
    Mistake(
      "images", ImageTests.exampleFiles.filter { $0.key == "digits-images.idx.gz" },
      "advise digits-images.idx.gz --predict label --quiet", 64,
      "digits-images.idx.gz holds images, whose pixels all go straight to dense layers; advise is for tables"),
    mistake(
      "over the schema that is read", "--schema s.json -o s.json --quiet", 73,
      "s.json is read here and would be overwritten; give another name with -o",
      files: schema(#"{"name":"town","kind":"category"}"#)),
    mistake("no test file", "--predict y --test t.csv --quiet", 66, "no file 't.csv'"),
    mistake(
      "a test file of other columns", "--predict y --test t.csv --quiet", 65,
      "t.csv has none of the columns 'town', 'flag', which the model was trained with; is this the right file?",
      files: ["t.csv": "y,n\nno,1\n"]),
    mistake(
      "unknown layer", "--schema s.json --quiet", 65,
      "s.json is not a schema: the 'layer' of column 1 is none of embedding, embedding-then-dense, hashed,"
        + " one-hot, sparse-one-hot, tf-idf, code",
      files: schema(#"{"name":"town","kind":"category","layer":"onehot"}"#)),
    mistake(
      "unknown kind", "--schema s.json --quiet", 65,
      "s.json is not a schema: the 'kind' of column 1 is none of number, category, date, text, list, image, ignored",
      files: schema(#"{"name":"town","kind":"word"}"#)),
    mistake(
      "a column without a name", "--schema s.json --quiet", 65,
      "s.json is not a schema: column 1 has no 'name'",
      files: schema(#"{"kind":"category"}"#)),
    mistake(
      "a reason that is no text", "--schema s.json --quiet", 65,
      "s.json is not a schema: the 'reason' of column 1 makes no sense",
      files: schema(#"{"name":"town","kind":"category","reason":7}"#)),
    mistake(
      "a number with a layer", "--schema s.json --quiet", 65,
      "the schema gives 'n' the layer 'one-hot' and reads it as number, which has no choice of layer: change one"
        + " of the two, or leave the layer out",
      files: schema(#"{"name":"n","kind":"number","layer":"one-hot"}"#)),
    mistake(
      "a text with the layer of categories", "--schema s.json --quiet", 65,
      "the schema gives 'n' the layer 'code' and reads it as text, which has 'embedding-then-dense', 'hashed', 'one-hot',"
        + " 'sparse-one-hot', 'tf-idf': change one of the two, or leave the layer out",
      files: schema(#"{"name":"n","kind":"text","layer":"code"}"#)),
    mistake(
      "a schema for another column", "--predict n --schema s.json --quiet", 64,
      "--predict n: the schema s.json is for 'y'", files: schema(#"{"name":"town","kind":"category"}"#)),
  ]

  @Test(arguments: mistakes.indices)
  func message(_ index: Int) throws { try Self.mistakes[index].check() }
}
