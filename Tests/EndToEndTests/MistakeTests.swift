import Foundation
import Testing

/// What a user gets for a mistake: exact words, exit code, nothing on standard output, nothing left behind.
@Suite struct MistakeTests {
  static let train = "train data.csv --predict y --quiet"
  static let predict = "predict m.condense data.csv"

  /// A table given as data.csv.
  static func data(
    _ description: String, _ content: Sandbox.Content, _ message: String, line: String = train
  ) -> Mistake {
    Mistake(description, ["data.csv": content], line, 65, message)
  }

  static let content: [Mistake] = [
    data("empty", "", "data.csv is empty; a header and rows were expected"),
    data("header only", "y,n\n", "data.csv has a header and no rows; at least one row of cells was expected"),
    data(
      "one row", "y,n\nyes,1\n",
      "data.csv: the target column 'y' always holds 'yes'; two different values are the least that can be told apart"
    ),
    data(
      "few rows", "y,n\nyes,1\nno,2\nyes,3\n",
      "data.csv has 3 rows with a 'y'; at least 10 are needed to learn and to check what was learned"),
    data(
      "ragged", "y,n\nyes,1\nno\n",
      "data.csv line 3: 1 cell where the header has 2; --skip-bad-rows leaves such rows out"),
    data(
      "unclosed quote", "y,n\nyes,1\n\"no,2\nyes,3\n",
      "data.csv line 3: a quote opens here and never closes; close it, double it (\"\") if it belongs "
        + "to the text, or read quotes as letters with --quotes none"
    ),
    data(
      "Latin-1", .bytes(Array("y,n\nyes,K".utf8) + [0xf6] + Array("ln\n".utf8)),
      "data.csv line 2: byte 0xF6 is not UTF-8; the file looks like Windows-1252 or Latin-1. "
        + "Convert it: iconv -f WINDOWS-1252 -t UTF-8 data.csv > utf8.csv"),
    data(
      "UTF-16", .bytes([0xff, 0xfe] + Sample.table.utf8.flatMap { [$0, 0] }),
      "data.csv is UTF-16 text where UTF-8 was expected; convert it: iconv -f UTF-16 -t UTF-8 data.csv > utf8.csv"
    ),
    Mistake(
      "Latin-1 with a space in its name", ["my'data.csv": .bytes(Array("y\nK".utf8) + [0xf6, 0x0a])],
      "train my'data.csv --predict y", 65,
      "my'data.csv line 2: byte 0xF6 is not UTF-8; the file looks like Windows-1252 or Latin-1. "
        + "Convert it: iconv -f WINDOWS-1252 -t UTF-8 'my'\\''data.csv' > utf8.csv"),
    data(
      "NUL", "y,n\nyes,\0\n",
      "data.csv line 2: a NUL byte, which text does not hold; is this a CSV file, and is it whole?"),
    data(
      "spreadsheet", "PK\u{3}\u{4}rest",
      "data.csv is a zip archive or a spreadsheet (.xlsx); export the sheet as CSV and give that"),
    data("Parquet", "PAR1....PAR1", "data.csv is a Parquet file; write it out as CSV and give that"),
    data(
      "decimal commas", "y;n\nyes;3,5\nno;4,25\n",
      "data.csv line 2, column 'n': '3,5' looks like a number with a decimal comma; say so with --decimal-comma"
    ),
    data(
      "equal names", "y,n,y\n1,2,3\n",
      "data.csv has two columns called 'y', the 1st and the 3rd; rename one of them"),
    data(
      "constant target", .text("y,n\n" + String(repeating: "yes,1\n", count: 20)),
      "data.csv: the target column 'y' always holds 'yes'; two different values are the least that can be told apart"
    ),
    data(
      "constant number", .text("y,n\n" + String(repeating: "0.5,1\n", count: 20)),
      "data.csv: the target column 'y' always holds 0.5; there is nothing to predict"),
    data(
      "target always missing", .text("y,n\n" + String(repeating: ",1\n", count: 20)),
      "data.csv: every cell of the target column 'y' is missing; nothing can be learned"),
    data(
      "nothing to learn from", .text(Sample.table),
      "no column of data.csv is left to learn 'y' from: 'n' (ignored, as asked), 'town' (ignored, as asked), "
        + "'score' (ignored, as asked); add one that differs from row to row, or keep one with --as COLUMN=KIND",
      line: train + " --ignore n,town,score"),
    data(
      "negative weight", .text(Sample.table.replacing(",0.25\n", with: ",-1\n")),
      "data.csv line 2: the weight column 'score' holds '-1'; a number not below zero was expected",
      line: train + " --weight score"),
    data(
      "weights of zero", .text("y,n,w\n" + String(repeating: "yes,1,0\nno,2,0\n", count: 10)),
      "data.csv: every cell of the weight column 'w' is 0; no row would count", line: train + " --weight w"),
    data(
      "a hole in the order", .text(Sample.table.replacing(",0.25\n", with: ",\n")),
      "data.csv line 2: the column 'score' is empty, so the row has no place in the order",
      line: train + " --order-by score"),
    data(
      "one column", "y\na\nb\n",
      "data.csv has one column only; give it another to learn from, or for texts write __label__NAME before each",
      line: "train data.csv"),
    data(
      "all rows bad", "y,n\n1\n2\n",
      "data.csv has 2 rows, none with the 2 cells of the header; is the delimiter right?",
      line: train + " --skip-bad-rows"),
  ]

  static let inputs: [Mistake] = [
    Mistake(
      "missing file", ["flights.csv": "y\n1\n"], "train flight.csv --predict y", 66,
      "no file 'flight.csv'; did you mean 'flights.csv'?"),
    Mistake("missing file, none near", [:], train, 66, "no file 'data.csv'"),
    Mistake(
      "missing folder", [:], "train no/data.csv --predict y", 66,
      "no file 'no/data.csv': there is no folder 'no'"),
    Mistake(
      "folder", ["d": .folder], "train d --predict y -o m.condense", 66,
      "'d' is a folder; a file was expected"),
    Mistake(
      "missing model", ["flights.condense": .bytes(Sample.classes)], "predict flight.condense data.csv", 66,
      "no file 'flight.condense'; did you mean 'flights.condense'?"),
    Mistake("folder as model", ["m": .folder], "summary m", 66, "'m' is a folder; a file was expected"),
    Mistake(
      "missing schema", ["data.csv": .text(Sample.table)], "train data.csv --schema s.json", 66,
      "no file 's.json'"),
    Mistake("doctor of a missing model", [:], "doctor m.condense", 66, "no file 'm.condense'"),
    Mistake(
      "empty standard input", [:], "train - --predict y -o m.condense", 65,
      "standard input is empty; a header and rows were expected"),
    Mistake(
      "empty standard input for a model", ["m.condense": .bytes(Sample.classes)], "predict m.condense -", 65,
      "standard input is empty; a header and rows were expected"),
    Mistake(
      "standard input without -o", [:], "train - --predict y", 64,
      "reading standard input, train needs -o FILE to know where to write"),
  ]

  static func named(_ description: String, _ flags: String, _ message: String) -> Mistake {
    Mistake(
      description, ["data.csv": .text(Sample.table)], "train data.csv --quiet " + flags, 64, message)
  }

  static let names: [Mistake] = [
    named(
      "unknown column", "--predict twn",
      "--predict twn: data.csv has no column 'twn'; did you mean 'town'? Its columns: y, n, town, score"),
    named(
      "column in another case", "--predict Town",
      "--predict Town: data.csv has no column 'Town'; did you mean 'town'? Its columns: y, n, town, score"),
    named(
      "column, none near", "--predict zebra",
      "--predict zebra: data.csv has no column 'zebra'; its columns: y, n, town, score"),
    named("unknown flag", "--treads 2", "train has no flag --treads; did you mean --threads?"),
    named("bad value", "--epochs many", "--epochs expects a whole number from 1 to 1000000, not 'many'"),
    named("exclusive", "--time 5s --steps 3", "--time and --steps exclude each other; give one of them"),
    named(
      "metric of another kind", "--predict y --require rmse=1",
      "--require: there is no rmse for the target 'y'; it has accuracy, log_loss, auc, precision, recall, "
        + "f1_macro, ece"),
    named("weight is the target", "--predict n --weight n", "--weight n: this is the column to predict"),
    named("order is the target", "--predict n --order-by n", "--order-by n: this is the column to predict"),
    named(
      "sharing a number", "--predict y --share n,town",
      "--share n,town: 'n' is read as number, and only categories share an embedding; --as n=category makes it one"
    ),
    named(
      "sharing the target", "--predict y --share town,y", "--share town,y: 'y' is the column to predict"),
    Mistake(
      "top classes of a number", ["m.condense": .bytes(Sample.numbers), "data.csv": .text(Sample.table)],
      predict + " --top 2", 64, "--top 2: 'score' is a number and has no classes"),
    Mistake(
      "keeping an unknown column",
      ["m.condense": .bytes(Sample.classes), "data.csv": .text(Sample.table)], predict + " --keep Town", 64,
      "--keep Town: data.csv has no column 'Town'; did you mean 'town'? Its columns: y, n, town, score"),
    Mistake(
      "metric the model lacks", ["m.condense": .bytes(Sample.classes), "data.csv": .text(Sample.table)],
      "evaluate m.condense data.csv --require rmse=1", 64,
      "--require: there is no rmse for the target 'y'; it has accuracy, log_loss, auc, precision, recall, "
        + "f1_macro, ece"),
    Mistake(
      "schema of another target",
      ["s.json": .text(schema("y", ["no", "yes"], "n")), "data.csv": .text(Sample.table)],
      "train data.csv --schema s.json --predict town", 64, "--predict town: the schema s.json is for 'y'"),
  ]

  static func schema(_ target: String, _ classes: [String], _ column: String) -> String {
    let list = classes.map { "\"\($0)\"" }.joined(separator: ",")
    return """
      {"target":"\(target)","task":"classes","classes":[\(list)],"remarks":[],"sharing":[],
       "columns":[{"name":"\(column)","kind":"number","reason":"","sources":[]}]}
      """
  }

  static func schemaMistake(_ description: String, _ schema: String, _ message: String) -> Mistake {
    Mistake(
      description, ["s.json": .text(schema), "data.csv": .text(Sample.table)],
      "train data.csv --schema s.json --quiet", 65, message)
  }

  static let schemas: [Mistake] = [
    schemaMistake(
      "no schema", "{}", "s.json is not a schema: JSON with target, task, classes and columns was expected"),
    schemaMistake(
      "schema names a column", schema("y", ["no", "yes"], "nn"),
      "data.csv has no column 'nn', which the schema names; did you mean 'n'?"),
    schemaMistake(
      "schema names a target", schema("late", ["no", "yes"], "n"),
      "data.csv has no column 'late', which the schema names"),
    schemaMistake(
      "schema with one class", schema("y", ["no", "no"], "n"),
      "the schema lists 1 different class of 'y' among 2; at least two, each once, were expected"),
  ]

  static func output(_ description: String, _ flags: String, _ message: String) -> Mistake {
    Mistake(
      description,
      [
        "data.csv": .text(Sample.table), "notes.txt": "mine", "w.safetensors": .bytes(Sample.foreign),
        "d": .folder, "m.condense": .bytes(Sample.classes),
      ], flags, 73, message)
  }

  static let outputs: [Mistake] = [
    output(
      "no folder", train + " -o no/such/m.condense",
      "no/such/m.condense cannot be created: there is no folder no/such"),
    output(
      "file as folder", train + " -o notes.txt/m.condense",
      "notes.txt/m.condense cannot be created: there is no folder notes.txt"),
    output("folder as output", train + " -o d", "d is a folder; give a file name with -o"),
    output(
      "over the data", train + " -o data.csv",
      "data.csv is read here and would be overwritten; give another name with -o"),
    output(
      "over the data with force", train + " -o ./data.csv --force",
      "./data.csv is read here and would be overwritten; give another name with -o"),
    output(
      "over a foreign file", train + " -o notes.txt",
      "notes.txt exists and Condense did not write it; --force replaces it, -o FILE writes elsewhere"),
    output(
      "over a foreign safetensors file", train + " -o w.safetensors",
      "w.safetensors exists and Condense did not write it; --force replaces it, -o FILE writes elsewhere"),
    output(
      "predictions over the data", predict + " -o data.csv --force",
      "data.csv is read here and would be overwritten; give another name with -o"),
    output(
      "predictions over the model", predict + " -o m.condense --force",
      "m.condense is read here and would be overwritten; give another name with -o"),
  ]

  static func model(_ description: String, _ bytes: [UInt8], _ message: String) -> Mistake {
    Mistake(
      description, ["m.condense": .bytes(bytes), "data.csv": .text(Sample.table)], predict, 65, message)
  }

  static func damaged(_ description: String, _ bytes: [UInt8], _ message: String) -> Mistake {
    model(description, bytes, "m.condense is damaged: \(message); copy or train it again")
  }

  static let models: [Mistake] = {
    let good = Sample.classes, header = Sample.headerLength(good), start = 8 + header
    return [
      model(
        "cut in the length", Array(good[..<4]), "m.condense is not a model file of Condense: it holds 4 bytes"
      ),
      damaged(
        "cut in the header", Array(good[..<100]), "it ends after 100 bytes, within its header of \(header)"),
      damaged(
        "cut after the header", Array(good[..<start]), "it ends after \(start) bytes, within 'dense1.bias'"),
      damaged(
        "cut in a tensor", Array(good[..<(start + 200)]),
        "it ends after \(start + 200) bytes, within 'dense1.weight'"),
      damaged(
        "cut by a byte", Array(good.dropLast()),
        "it ends after \(good.count - 1) bytes, within 'vocabulary.town.offsets'"),
      damaged("bytes too many", good + [0, 0], "2 bytes stand after its last tensor"),
      damaged(
        "header flipped", Sample.flipped(good, 100), "its header does not match its checksum"),
      damaged(
        "tensor flipped", Sample.flipped(good, start + 3), "'dense1.bias' does not match its checksum"),
      damaged("length flipped", Sample.flipped(good, 0), "its header does not match its checksum"),
      damaged(
        "length flipped higher up", Sample.flipped(good, 3),
        "it ends after \(good.count) bytes, within its header of \(header ^ 1 << 24)"),
      model(
        "length flipped at the top", Sample.flipped(good, 7, 0x80),
        "m.condense is not a model file of Condense"),
      damaged(
        "a size that does not match", Sample.rewritten(good, "\"shape\":[1,32]", "\"shape\":[9,32]"),
        "'dense1.bias' takes 128 bytes where its shape needs 1152"),
      model(
        "a newer format",
        Sample.rewritten(
          Sample.rewritten(good, "\"oldest_reader\":\"1\"", "\"oldest_reader\":\"2\""),
          "\"written_by\":\"condense 0.1.0\"", "\"written_by\":\"condense 7.2.0\""),
        "m.condense was written by condense 7.2.0 in a newer format; this is condense 0.1.0: install a later one"
      ),
      model(
        "somebody else's tensors", Sample.foreign,
        "m.condense is a safetensors file, but not one that Condense wrote"),
      Mistake(
        "model and data swapped", ["m.condense": .bytes(good), "data.csv": .text(Sample.table)],
        "predict data.csv m.condense", 65,
        "data.csv is not a model file; is the order of arguments MODEL DATA?"),
      Mistake(
        "swapped for evaluate", ["m.condense": .bytes(good), "data.csv": .text(Sample.table)],
        "evaluate data.csv m.condense", 65,
        "data.csv is not a model file; is the order of arguments MODEL DATA?"),
      Mistake(
        "a table as model", ["data.csv": .text(Sample.table)], "summary data.csv", 65,
        "data.csv is not a model file of Condense"),
      Mistake(
        "a model as data", ["m.condense": .bytes(good)], "predict m.condense m.condense", 65,
        "m.condense looks like a model file; a table, such as a CSV file, was expected"),
    ]
  }()

  static func fit(_ description: String, _ table: String, _ message: String, evaluate: Bool = false)
    -> Mistake
  {
    Mistake(
      description, ["m.condense": .bytes(Sample.classes), "data.csv": .text(table)],
      evaluate ? "evaluate m.condense data.csv" : predict, 65, message)
  }

  static let fits: [Mistake] = [
    fit(
      "lacks a column", "y,n,town\nyes,1,Ulm\n",
      "data.csv has no column 'score', which the model was trained with"),
    fit(
      "lacks all columns", "a,b\n1,2\n",
      "data.csv has none of the columns 'n', 'town', 'score', which the model was trained with; "
        + "is this the right file?"),
    fit(
      "lacks the target", "n,town,score\n1,Ulm,2\n",
      "data.csv has no column 'y', which the model predicts; it cannot be measured on it", evaluate: true),
    fit(
      "no class is known", "y,n,town,score\nmaybe,1,Ulm,2\n",
      "data.csv has no row whose 'y' is one of the model's classes (no, yes)", evaluate: true),
  ]

  static let all = content + inputs + names + schemas + outputs + models + fits

  @Test(arguments: all.indices)
  func message(_ index: Int) throws {
    try Self.all[index].check()
  }

  @Test(.enabled(if: geteuid() != 0, "root may read every file"))
  func unreadableFile() throws {
    let box = try Sandbox(["data.csv": .text(Sample.table)])
    _ = try box.shell("chmod 0 data.csv")
    let run = try box.run(Self.train)
    #expect(run.errors == "condense: 'data.csv' may not be read by this user; check its permissions\n")
    #expect(run.code == 66)
  }

  /// Runs a shell script in `$place`, a folder under /tmp with a table and a copy of the command;
  /// `$other ./condense` runs that as another user.
  private static func besideAnotherUser(_ script: String) throws -> Sandbox.Run {
    let place = "/tmp/condense-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: place) }
    return try Sandbox(["data.csv": .text(Sample.table)]).shell(
      """
      place=\(place); other='setpriv --reuid 65534 --clear-groups'
      mkdir $place && cp "$condense" data.csv $place && chmod 755 $place && cd $place || exit 1
      \(script)
      """)
  }

  /// Whether another user can be had, which takes root, and reaches the libraries of the command.
  private static let anotherUserRunsTheCommand =
    geteuid() == 0 && (try? besideAnotherUser("$other ./condense --version"))?.code == 0

  @Test(
    .enabled(
      if: anotherUserRunsTheCommand, "there is no other user to be, or none who can run the command here"))
  func unreadableAndUnwritableForAnotherUser() throws {
    let run = try Self.besideAnotherUser(
      """
      chmod 0 data.csv
      $other ./condense train data.csv --predict y -o m.condense; echo $?
      chmod 644 data.csv
      $other ./condense train data.csv --predict y -o /tmp/x/../${place#/tmp/}/m.condense; echo $?
      $other ./condense train data.csv --predict y; echo $?; ls
      """)
    let lines = run.errors.split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasPrefix("condense: ") }, "\(run.errors)")
    #expect(
      lines.last
        == "condense: data.condense cannot be created: the folder . cannot be written to")
    #expect(run.output.hasSuffix("73\ncondense\ndata.csv\n"))
  }

  @Test func fullDisk() throws {
    let box = try Sandbox(["data.csv": .text(Sample.table)])
    let before = try box.contents()
    let train = try box.shell("ulimit -f 4; $condense train data.csv --predict y --epochs 1 --quiet")
    #expect(
      train.errors
        == "condense: writing data.condense failed: File too large; nothing is left behind\n")
    #expect(train.code == 74 && train.output.isEmpty)
    #expect(try box.contents() == before)
  }

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full to write to"))
  func fullDevice() throws {
    let box = try Sandbox(["data.csv": .text(Sample.table), "m.condense": .bytes(Sample.classes)])
    let full = try box.shell("$condense predict m.condense data.csv > /dev/full")
    #expect(full.errors == "condense: standard output cannot be written: No space left on device\n")
    #expect(full.code == 74)
  }

  private static let mountSmall = "mount -t tmpfs -o size=8k condense-test small"
  private static let canMount =
    (try? Sandbox(["small": .folder]).shell("\(mountSmall) && umount small"))?.code == 0

  @Test(.enabled(if: canMount, "no small file system can be mounted here"))
  func fullFileSystem() throws {
    let box = try Sandbox(["data.csv": .text(Sample.table), "small": .folder])
    let mounted = try box.shell(Self.mountSmall)
    try #require(mounted.code == 0, "\(mounted.errors)")
    let run = try box.run("train data.csv --predict y --epochs 1 --quiet -o small/m.condense")
    let left = try box.shell("ls small; umount small").output
    #expect(
      run.errors
        == "condense: the disk is full; small/m.condense was not written and nothing is left behind\n")
    #expect(run.code == 74 && run.output.isEmpty && left.isEmpty)
  }

  @Test func missedRequirement() throws {
    let box = try Sandbox(["data.csv": .text(Sample.table), "m.condense": .bytes(Sample.classes)])
    let evaluate = try box.run("evaluate m.condense data.csv --require accuracy=1.01 --quiet")
    #expect(evaluate.errors.hasPrefix("condense: --require accuracy=1.01 is missed: accuracy is 0."))
    #expect(evaluate.code == 1 && !evaluate.output.isEmpty)
    let train = try box.run("train data.csv --predict score --epochs 1 --require rmse=0.001 --quiet")
    #expect(train.errors.hasPrefix("condense: --require rmse=0.001 is missed: rmse is "))
    #expect(train.code == 1 && !train.output.isEmpty)
    #expect(try box.run("evaluate m.condense data.csv --require accuracy=0.01").code == 0)
  }

  @Test func closedPipe() throws {
    let box = try Sandbox(["m.condense": .bytes(Sample.classes), "row": "Ulm"])
    var lines = ["n,town,score"]
    for i in 0..<20_000 { lines.append("\(i % 23),Ulm,0.5") }
    try box.write("data.csv", .text(lines.joined(separator: "\n")))
    let run = try box.shell("{ $condense predict m.condense data.csv; echo $? >&2; } | head -1")
    #expect(run.errors == "0\n")
    #expect(run.output == "prediction,probability,probability_no,probability_yes,unknown\n")
  }

  @Test func missingTargetsAreCounted() throws {
    let box = try Sandbox(["data.csv": .text(Sample.table.replacing("\nyes", with: "\n", maxReplacements: 3))]
    )
    let run = try box.run("train data.csv --predict y --epochs 1")
    #expect(run.code == 0)
    #expect(run.errors.contains("\n3 of 60 rows have no 'y': left out\n"))
    #expect(run.errors.contains("learning 'y' from 52 rows, 5 held out"))
  }

  @Test func notANumberIsMissing() throws {
    let box = try Sandbox(["data.csv": .text(Sample.table.replacing(",0.25\n", with: ",nan\n"))])
    #expect(try box.run("train data.csv --predict y --epochs 1 --quiet").code == 0)
  }
}
