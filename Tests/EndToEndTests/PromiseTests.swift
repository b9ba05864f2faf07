import Foundation
import Testing

/// What the command promises, seen from outside.
@Suite struct PromiseTests {
  /// The first rows of the flights in Examples, under their header.
  static func flights(_ rows: Int) throws -> String {
    let file = Sandbox.package.appending(path: "Examples/flights/train.csv")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
    return lines.prefix(rows + 1).joined(separator: "\n") + "\n"
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  private func cells(_ output: String, row: Int) -> [String] {
    output.split(separator: "\n", omittingEmptySubsequences: false)[row]
      .split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  // MARK: bits

  @Test(arguments: ["late", "distance"]) func sameFileOnAnyThreads(target: String) throws {
    let box = try Sandbox(["f.csv": .text(try Self.flights(3000))])
    var files: [[UInt8]] = []
    for threads in [1, 2, 3, 2] {
      let run = try box.run(
        "train f.csv --predict \(target) --epochs 2 --quiet --threads \(threads) -o m.condense")
      #expect(run.code == 0, "\(run.errors)")
      files.append(try box.bytes("m.condense"))
    }
    #expect(Set(files).count == 1)
    let other = try box.run("train f.csv --predict \(target) --epochs 2 --quiet --seed 2 -o n.condense")
    #expect(try other.code == 0 && box.bytes("n.condense") != files[0])
  }

  /// Wider vectors, where the processor has them, change nothing but the time.
  @Test func sameFileInVectorsOfAnyWidth() throws {
    let box = try Sandbox(["f.csv": .text(try Self.flights(3000))])
    let line = "$condense train f.csv --predict late --epochs 2 --quiet -o"
    #expect(
      try box.shell("\(line) wide.condense; CONDENSE_CODE_LEVEL=x86-64-v3 \(line) narrow.condense").code == 0)
    #expect(try box.bytes("wide.condense") == box.bytes("narrow.condense"))
  }

  @Test(arguments: ["late", "distance"]) func sameTextAloneAndAmongMany(target: String) throws {
    let table = try Self.flights(10_000)
    let box = try Sandbox(["f.csv": .text(table)])
    #expect(try box.run("train f.csv --predict \(target) --epochs 1 --quiet -o m.condense").code == 0)
    let lines = table.split(separator: "\n")
    let all = try box.run("predict m.condense f.csv --threads 3").output.split(separator: "\n")
    #expect(all.count == 10_001)
    try box.write("few.csv", .text(lines[0...200].joined(separator: "\n")))
    let few = try box.run("predict m.condense few.csv").output.split(separator: "\n")
    #expect(few.elementsEqual(all[0...200]))
    for row in stride(from: 1, to: 10_000, by: 1_111) {
      let one = try box.run("predict m.condense -", input: "\(lines[0])\n\(lines[row])\n")
      #expect(one.output == "\(all[0])\n\(all[row])\n", "row \(row)")
    }
  }

  @Test func timeLimitIsKeptAndRepeated() throws {
    let box = try Sandbox(["f.csv": .text(try Self.flights(43_647))])
    let line = "train f.csv --predict late --time 3s --learning-rate 0.00005 --epochs 5000 -o t.condense"
    let run = try box.run(line, tick: 0.02)
    #expect(run.code == 0, "\(run.errors)")
    // By the clock of the run most of the limit is used, and it is kept but for the looks at the clock themselves, which
    // the time of a step does not hold.
    let seconds = try #require(
      try json(box.run(line + " --json --quiet", tick: 0.02).output)["seconds"] as? Double)
    #expect(seconds > 1.5 && seconds <= 3.3, "\(seconds) s")
    let steps = try #require(
      try json(box.run("summary t.condense --json").output)["steps"] as? Int)
    #expect(run.output.contains("; --steps \(steps) instead of --time repeats the run\n"))
    let again = try box.run(
      "train f.csv --predict late --steps \(steps) --learning-rate 0.00005 --epochs 5000 -o s.condense --quiet"
    )
    #expect(again.code == 0)
    #expect(try box.bytes("t.condense") == box.bytes("s.condense"))
  }

  /// A run that stops early has followed the rate of a longer plan; its number of steps is the plan's.
  @Test func earlyStopIsRepeated() throws {
    let box = try Sandbox(["f.csv": .text(try Self.flights(2500))])
    let run = try box.run("train f.csv --predict late --time 30s -o t.condense --json --quiet", tick: 1e-4)
    let record = try json(run.output)
    let (steps, epochs) = (
      try #require(record["steps"] as? Int), try #require(record["epochs"] as? Int)
    )
    try #require(epochs < 60, "it did not stop early")
    #expect(try box.run("train f.csv --predict late --steps \(steps) -o s.condense --quiet").code == 0)
    #expect(try box.bytes("t.condense") == box.bytes("s.condense"))
  }

  // MARK: signals

  static let signals: [(signal: Int32, code: Int32)] = [(SIGINT, 130), (SIGTERM, 143)]

  @Test(arguments: signals) func stopping(signal: Int32, code: Int32) throws {
    let box = try Sandbox(["f.csv": .text(try Self.flights(43_647))])
    let started = try box.start(
      "train f.csv --predict late --epochs 100000 --learning-rate 0.00001 --threads 1")
    started.waits(for: "epoch 1/")
    kill(started.process.processIdentifier, signal)
    let run = try started.finished()
    #expect(run.code == code, "\(run.errors)")
    #expect(run.errors.hasSuffix("stopped after the current step; the best model so far is kept\n"))
    #expect(try box.run("doctor f.condense").code == 0)
    #expect(try box.run("predict f.condense f.csv").code == 0)
    #expect(try box.contents().keys.sorted() == ["f.condense", "f.csv"])
  }

  // MARK: what nobody has seen

  @Test func unknownAndMissingValues() throws {
    let box = try Sandbox(["f.csv": .text(try Self.flights(8000))])
    #expect(try box.run("train f.csv --predict late --quiet").code == 0)
    try box.write(
      "new.csv",
      .text(
        """
        month,day,sched_dep_time,sched_arr_time,carrier,flight,tailnum,origin,dest,distance
        1,1,900,1100,UA,1,N39463,EWR,ORD,719
        1,1,900,1100,ZZ,1,NEVER,XXX,YYY,719
        1,1,,,UA,,N39463,EWR,ORD,
        ,,,,,,,,,
        99,99,,,ZZ,,NEVER,XXX,YYY,

        """))
    let run = try box.run("predict f.condense new.csv")
    #expect(run.code == 0)
    for row in 1...5 {
      let line = cells(run.output, row: row)
      let late = try #require(Double(line[3]))
      #expect(late > 0 && late < 1)
      if row > 1 { #expect(late > 0.05 && late < 0.6, "row \(row): \(late)") }
    }
    #expect(cells(run.output, row: 3).last == "" && cells(run.output, row: 4).last == "")
    #expect(cells(run.output, row: 2).last?.contains("carrier|tailnum|origin|dest") == true)
    #expect(
      run.errors.contains(
        "origin: 40.0 % of the rows hold a value the model has never seen; they are predicted as an unknown one\n"
      ))
  }

  // MARK: JSON and CSV

  @Test func keysOfJSON() throws {
    let box = try Sandbox(["data.csv": .text(Sample.table)])
    let train = try json(box.run("train data.csv --predict y --epochs 2 --json --quiet").output)
    #expect(
      train.keys.sorted() == [
        "bytes", "columns", "epochs", "model", "parameters", "rows", "seconds", "steps", "target", "task",
        "train", "validation",
      ])
    let column = try #require((train["columns"] as? [[String: Any]])?.first)
    #expect(column.keys.sorted() == ["dimension", "kind", "layer", "name", "reason"])
    #expect((train["train"] as? [String: Any])?.keys.contains("metrics") == true)
    #expect(
      (train["validation"] as? [String: Any])?.keys.sorted() == ["baseline", "metrics", "rows"])
    let evaluate = try json(box.run("evaluate data.condense data.csv --json --quiet").output)
    #expect(
      evaluate.keys.sorted() == [
        "baseline", "classes", "confusion", "metrics", "rows", "skipped", "unknown",
      ])
    let lines = try box.run("predict data.condense data.csv --json --keep n").output
      .split(separator: "\n")
    #expect(lines.count == 60)
    let row = try json(String(lines[0]))
    #expect(row.keys.sorted() == ["n", "prediction", "probabilities", "unknown"])
    #expect((row["probabilities"] as? [String: Double])?.values.reduce(0, +).rounded() == 1)
  }

  @Test func predictionsAsCSV() throws {
    var lines = ["kind,\"a \"\"b\"\", c\",n"]
    for i in 0..<200 { lines.append("\"\(["x, y", "z"][i % 2])\",\"v\(i % 3)\nw\",\(i % 7).5") }
    let box = try Sandbox(["q.csv": .text(lines.joined(separator: "\n") + "\n")])
    #expect(try box.run("train q.csv --predict kind --epochs 1 --quiet").code == 0)
    let run = try box.run("predict q.condense q.csv --keep all")
    #expect(
      run.output.hasPrefix(
        "kind,\"a \"\"b\"\", c\",n,prediction,probability,\"probability_x, y\",probability_z,unknown\n"
          + "\"x, y\",\"v0\nw\",0.5,"))
    // What it wrote, it replaces; and it reads it.
    #expect(try box.run("predict q.condense q.csv -o p.csv").errors == "200 predictions in p.csv\n")
    #expect(
      try box.run("predict q.condense q.csv -o p.csv --keep kind").errors
        == "200 predictions in p.csv (replaced)\n")
    #expect(try box.run("train p.csv").code == 0)
  }

  @Test func manyClasses() throws {
    var lines = ["who,n"]
    for i in 0..<500 { lines.append("w\(i % 25),\(i % 7)") }
    let box = try Sandbox(["w.csv": .text(lines.joined(separator: "\n") + "\n")])
    try #require(try box.run("train w.csv --predict who --epochs 1 --quiet").code == 0)
    let header = "prediction,probability"
    let some = try box.run("predict w.condense w.csv").output
    #expect(
      some.hasPrefix(
        header + (2...5).map { ",prediction_\($0),probability_\($0)" }.joined() + ",unknown\n"))
    let two = try box.run("predict w.condense w.csv --top 2").output
    #expect(two.hasPrefix(header + ",prediction_2,probability_2,unknown\n"))
    let row = cells(two, row: 1)
    #expect(try #require(Double(row[1])) >= (try #require(Double(row[3]))))
    #expect(try box.run("predict w.condense w.csv --top 1").output.hasPrefix(header + ",unknown\n"))
    #expect(
      try box.run("predict w.condense w.csv --top 99").output.split(separator: "\n")[0].split(separator: ",")
        .count == 51)
  }

  // MARK: options

  /// A run of training as JSON, and its columns by name.
  private func trained(
    _ table: String, _ flags: String, schema: String? = nil
  ) throws -> (all: [String: Any], columns: [String: [String: Any]], file: [UInt8], errors: String) {
    let box = try Sandbox(["d.csv": .text(table)])
    if let schema { try box.write("s.json", .text(schema)) }
    let run = try box.run("train d.csv --json --epochs 2 \(flags)")
    #expect(run.code == 0, "\(flags): \(run.errors)")
    let all = try json(run.output)
    var columns: [String: [String: Any]] = [:]
    for column in all["columns"] as? [[String: Any]] ?? [] {
      columns[column["name"] as? String ?? ""] = column
    }
    return (all, columns, try box.bytes("d.condense"), run.errors)
  }

  @Test func optionsHaveAnEffect() throws {
    let table = Sample.table
    let plain = try trained(table, "--predict y")
    #expect(plain.columns["n"]?["kind"] as? String == "number")
    #expect(try trained(table, "--predict y --class-weights balanced").file != plain.file)
    #expect(try trained(table, "--predict y --weight score").columns["score"]?["layer"] == nil)
    #expect(try trained(table, "--predict y --ignore n,town").columns["town"]?["layer"] == nil)
    let category = try trained(table, "--predict y --as n=category")
    #expect(category.columns["n"]?["layer"] as? String == "embedding")
    let missing = try trained(table, "--predict y --missing Ulm")
    #expect(
      (missing.columns["town"]?["reason"] as? String)?.contains("2 different values; 33 % missing") == true)
    let half = try trained(table, "--predict y --validation 0.5")
    #expect((half.all["validation"] as? [String: Any])?["rows"] as? Int == 30)
    let ordered = try trained(table, "--predict y --order-by score")
    #expect(ordered.file != plain.file)
    #expect(try trained(table, "--predict y --learning-rate 0.5").file != plain.file)
    #expect(try trained(table, "--predict y --batch-size 7").all["steps"] as? Int == 16)
    #expect(try trained(table, "--predict n --task classes").all["task"] as? String == "classes")
  }

  @Test func sharedEmbeddings() throws {
    let flights = try Self.flights(3000)
    let apart = try trained(flights, "--predict late"),
      shared = try trained(flights, "--predict late --share origin,dest")
    let fewer = try #require(shared.all["parameters"] as? Int),
      more = try #require(apart.all["parameters"] as? Int)
    #expect(fewer != more)
    let header = String(decoding: shared.file.prefix(100_000), as: UTF8.self)
    #expect(header.contains("\"embedding.origin\":") && !header.contains("\"embedding.dest\":"))
  }

  @Test func waysOfReading() throws {
    var comma = "y;n\n", bare = "", ragged = "y,n\n"
    for i in 0..<60 {
      let label = i % 3 == 0 ? "a" : "b"
      comma += "\(label);\(i),5\n"
      bare += "\(label),\(i).5\n"
      ragged += i % 10 == 0 ? "\(label)\n" : "\(label),\(i).5\n"
    }
    let box = try Sandbox(["c.csv": .text(comma), "b.csv": .text(bare), "r.csv": .text(ragged)])
    #expect(try box.run("train c.csv --predict y --decimal-comma --epochs 1 --quiet").code == 0)
    #expect(try box.run("train b.csv --no-header --predict c1 --epochs 1 --quiet").code == 0)
    let skipped = try box.run("train r.csv --predict y --skip-bad-rows --epochs 1")
    #expect(skipped.code == 0 && skipped.errors.hasPrefix("6 bad rows of r.csv left out\n"))
    // The model remembers how its file was read.
    let commas = try box.run("predict c.condense c.csv")
    #expect(commas.code == 0 && commas.output.split(separator: "\n").count == 61, "\(commas.errors)")
    let headless = try box.run("predict b.condense b.csv")
    #expect(headless.code == 0 && headless.output.split(separator: "\n").count == 61, "\(headless.errors)")
  }

  @Test func linesOfJSONAreReadAlikeLater() throws {
    var lines = ""
    for i in 0..<60 {
      lines +=
        "{\"y\":\"\(i % 3 == 0 ? "a" : "b")\",\"town\":\"\(["Ulm", "Bonn", "Kiel"][i % 3 == 0 ? 0 : i % 2 + 1])\"}\n"
    }
    let box = try Sandbox(["j.jsonl": .text(lines)])
    #expect(try box.run("train j.jsonl --predict y --missing Ulm --epochs 1 --quiet").code == 0)
    let run = try box.run("predict j.condense j.jsonl")
    // Not new to the model: missing, as in the training file.
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    #expect(run.output.split(separator: "\n").dropFirst().allSatisfy { $0.hasSuffix(",") })
  }

  @Test func schemaDecides() throws {
    let schema = MistakeTests.schema("y", ["yes", "no"], "n")
    let run = try trained(Sample.table, "--schema s.json", schema: schema)
    #expect(run.columns.keys.sorted() == ["n"] && run.all["target"] as? String == "y")
  }

  @Test func summariesTellOfCollisions() throws {
    let box = try Sandbox(["m.condense": .bytes(Sample.textModel)])
    let line = try #require(
      box.run("summary m.condense").output.split(separator: "\n").first { $0.hasPrefix("text: ") })
    #expect(
      line.contains(
        /^text: \d+ words and \d+ rows of n-grams; of those that come again about [0-9.]+ % share a bucket of [0-9,]+ with another$/
      ),
      "\(line)")
  }

  @Test func withoutATarget() throws {
    let box = try Sandbox(["f.csv": .text(try Self.flights(500))])
    let run = try box.run("train f.csv")
    #expect(run.code == 0 && run.errors.isEmpty)
    #expect(run.output.contains("a likely target"))
    #expect(run.output.hasSuffix("  condense train f.csv --predict late\n"))
    for name in ["month", "tailnum", "dest", "distance"] { #expect(run.output.contains("\n\(name) ")) }
    #expect(try box.contents().keys.sorted() == ["f.csv"])
  }
}
