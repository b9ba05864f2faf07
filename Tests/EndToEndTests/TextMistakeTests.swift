import Testing

/// What a user gets for a mistake with texts, and what is none though it looks like one.
@Suite struct TextMistakeTests {
  static let train = "train data.csv --predict label --quiet"
  static let predict = "predict m.condense data.csv"

  /// The reviews under another text, made from the number of the row and its own.
  static func reviews(_ change: (Int, String) -> String) -> String {
    Sample.table(of: Sample.reviews.enumerated().map { (change($0, $1.text), $1.label) })
  }

  static func data(
    _ description: String, _ text: String, _ message: String, line: String = train
  ) -> Mistake {
    Mistake(description, ["data.csv": .text(text)], line, 65, message)
  }

  static let nothing = "no column of data.csv is left to learn 'label' from: 'text' "
  static let advice = "; add one that differs from row to row, or keep one with --as COLUMN=KIND"

  static let tables: [Mistake] = [
    data("every text is empty", reviews { _, _ in "" }, "\(nothing)(always empty)\(advice)"),
    data("every text is blank", reviews { _, _ in "\"  \"" }, "\(nothing)(always empty)\(advice)"),
    data(
      "all texts are equal", reviews { _, _ in "the same words in every row of a table" },
      "\(nothing)(always 'the same words in every row of a table')\(advice)"),
    data(
      "all texts are equal and long", reviews { _, _ in "the same words in every row of a large table" },
      "\(nothing)(always 'the same words in every row of a large …')\(advice)"),
    data(
      "each text is one word of its own", reviews { row, _ in "word\(row)" },
      "\(nothing)(another code in nearly every row: 120 different in 120 rows)\(advice)"),
    data(
      "5,000 labels", "text,label\n" + (0..<10_000).map { "some text \($0),l\($0 % 5000)\n" }.joined(),
      "data.csv: the target column 'label' holds 5,000 different values in 10,000 rows; at most 1,000 classes "
        + "can be told apart: give rare ones one name, or leave their cells empty"),
    data(
      "a text for the target",
      "text,label\n" + String(repeating: "x,\(String(repeating: "so ", count: 50))\n", count: 20),
      "data.csv: the target column 'label' always holds 'so so so so so so so so so so so so so …'; two different "
        + "values are the least that can be told apart"),
    data(
      "texts for numbers", Sample.texts,
      "data.csv line 2, column 'text': 'the fine film number 0 had a fine film' is no number, which "
        + "--as text=number needs; correct the cell or leave it empty", line: train + " --as text=number"),
    data(
      "a quote never closes", reviews { $0 == 7 ? "\"" + $1 : $1 },
      "data.csv line 9: a quote opens here and never closes; close it, double it (\"\") if it belongs "
        + "to the text, or read quotes as letters with --quotes none"
    ),
    data(
      "a comma without quotes", reviews { $0 == 7 ? "Well, " + $1 : $1 },
      "data.csv line 9: 3 cells where the header has 2; --skip-bad-rows leaves such rows out"),
    Mistake(
      "Latin-1 within a text",
      [
        "data.csv": .bytes(
          Array(reviews { $0 == 7 ? $1 + " in a caf#" : $1 }.utf8).map { $0 == 35 ? 0xe9 : $0 })
      ],
      train, 65,
      "data.csv line 9: byte 0xE9 is not UTF-8; the file looks like Windows-1252 or Latin-1. "
        + "Convert it: iconv -f WINDOWS-1252 -t UTF-8 data.csv > utf8.csv"),
    Mistake(
      "the target as text", ["data.csv": .text(Sample.texts)], train + " --as label=text", 64,
      "--as label: the target's kind follows from --task, not from --as"),
    Mistake(
      "sharing a text",
      ["data.csv": .text(Sample.texts.replacing("\n", with: ",x\n").replacing("label,x", with: "label,k"))],
      train + " --share text,k", 64,
      "--share text,k: 'text' is read as text, and only categories share an embedding; --as text=category makes it one"
    ),
  ]

  /// A file of lines instead of a table.
  static func lines(
    _ description: String, _ name: String, _ content: String, _ message: String, code: Int32 = 65
  ) -> Mistake {
    Mistake(
      description, [name: .text(content)], "train \(name) --predict label --quiet -o m.condense", code,
      message)
  }

  static func json(_ change: (Int, String) -> String) -> String {
    Sample.reviews.enumerated()
      .map { change($0, "{\"text\":\"\($1.text)\",\"label\":\"\($1.label)\"}") + "\n" }.joined()
  }

  static let forms: [Mistake] = [
    lines(
      "a broken line of JSON", "r.jsonl", json { $0 == 7 ? String($1.dropLast()) : $1 },
      "r.jsonl line 8, byte 63: ',' or '}' on this line was expected; is it one JSON object a line?"),
    lines(
      "an object in JSON", "r.jsonl", json { $0 == 7 ? $1.dropLast() + ",\"by\":{\"name\":\"Ann\"}}" : $1 },
      "r.jsonl line 8, column 'by': an object is no cell; give each of its values a key of its own"),
    lines(
      "a list in JSON", "r.jsonl", json { $1.dropLast() + ",\"tags\":[\"a\",\"b\"]}" },
      "r.jsonl line 1, column 'tags': a list is no cell; join its values into one text, as a|b|c"),
    lines(
      "one list of JSON", "r.json",
      "[" + json { $1 + ($0 < 119 ? "," : "") } + "]",
      "r.json is one JSON list where an object a line was expected; convert it: "
        + "jq -c '.[]' r.json > lines.jsonl"),
    lines(
      "a key in two spellings", "r.jsonl",
      json { $1.dropLast() + ($0 % 2 == 0 ? ",\"caf\u{e9}\":1}" : ",\"cafe\u{301}\":1}") },
      "r.jsonl has the key 'caf\u{e9}' in two spellings that look the same, composed and decomposed; write it in "
        + "one: uconv -x nfc"),
    Mistake(
      "bytes that are no UTF-8 in JSON",
      [
        "r.jsonl": .bytes(
          Array(json { $0 == 7 ? $1.replacing("the ", with: "##") : $1 }.utf8).map { $0 == 35 ? 0xff : $0 })
      ],
      "train r.jsonl --predict label --quiet", 65,
      "r.jsonl line 8: byte 0xFF is not UTF-8, which was expected; save the file as UTF-8, or convert it with "
        + "iconv -f ENCODING -t UTF-8"),
    lines(
      "two labels of fastText", "r.txt", "__label__a one text\n__label__a __label__b another\n",
      "r.txt line 2: 2 labels, 'a', 'b', where one is learned; keep one, or leave such rows out with "
        + "--skip-bad-rows"),
    lines(
      "labels of fastText without a name", "r.txt", String(repeating: "__label__ one text\n", count: 20),
      "r.txt: every cell of the target column 'label' is missing; nothing can be learned"),
    lines(
      "labels of fastText without a text", "r.txt", String(repeating: "__label__a\n__label__b\n", count: 20),
      "no column of r.txt is left to learn 'label' from: 'text' (always empty)\(advice)"),
    lines(
      "one label of fastText", "r.txt", (0..<20).map { "__label__a text \($0)\n" }.joined(),
      "r.txt: the target column 'label' always holds 'a'; two different values are the least that can be told apart"
    ),
    lines(
      "texts without labels", "r.txt", Sample.reviews.map { $0.text + "\n" }.joined(),
      "--predict label: r.txt has no column 'label'; its columns: the fine film number 0 had a fine film",
      code: 64
    ),
    lines(
      "long texts without labels", "r.txt", Sample.reviews.map { "\($0.text) \($0.text)\n" }.joined(),
      "--predict label: r.txt has no column 'label'; its columns: the fine film number 0 had a fine film …",
      code: 64
    ),
    Mistake(
      "texts without labels, and no target named",
      ["r.txt": .text(Sample.reviews.map { $0.text + "\n" }.joined())],
      "train r.txt", 65,
      "r.txt has one column only; give it another to learn from, or for texts write __label__NAME before each"
    ),
  ]

  static func fit(
    _ description: String, _ table: String, _ message: String, line: String = predict
  ) -> Mistake {
    Mistake(
      description, ["m.condense": .bytes(Sample.textModel), "data.csv": .text(table)], line, 65, message)
  }

  static let fits: [Mistake] = [
    fit(
      "lacks the text", "label,n\npos,1\n",
      "data.csv has no column 'text', which the model was trained with"),
    fit(
      "has the text by another name", "Review Text,label\nfine,pos\n",
      "data.csv has no column 'text', which the model was trained with; did you mean 'Review Text'?"),
    fit(
      "lacks the text to be measured on", "label,n\npos,1\n",
      "data.csv has no column 'text', which the model was trained with", line: "evaluate m.condense data.csv"),
    fit(
      "has a text in every line and no header", "a fine film\na dull film\n",
      "data.csv has no column 'text', which the model was trained with; if it has one in every line, add a first "
        + "line 'text'"),
    fit(
      "lacks the label to be measured on", "text\na fine film\n",
      "data.csv has no column 'label', which the model predicts; it cannot be measured on it",
      line: "evaluate m.condense data.csv"),
    fit(
      "holds other labels", "text,label\na fine film,good\n",
      "data.csv has no row whose 'label' is one of the model's classes (neg, pos)",
      line: "evaluate m.condense data.csv"),
  ]

  static let all = tables + forms + fits

  @Test(arguments: all.indices)
  func message(_ index: Int) throws {
    try Self.all[index].check()
  }

  // MARK: no mistakes

  /// What is said of each row of a table by a model of it: the label, and the probability of `pos`.
  private func answers(
    _ box: Sandbox, _ flags: String = "", rows: String
  ) throws -> [(label: String, pos: Double)] {
    let train = try box.run("train data.csv --predict label --quiet -o m.condense \(flags)")
    try #require(train.code == 0, "\(train.errors)")
    try box.write("rows.csv", .text(rows))
    return try answers(box, "rows.csv")
  }

  private func answers(_ box: Sandbox, _ file: String) throws -> [(label: String, pos: Double)] {
    let run = try box.run("predict m.condense \(file) --json")
    try #require(run.code == 0, "\(run.errors)")
    return try run.output.split(separator: "\n").map { line in
      let pos = try #require(line.firstMatch(of: /"pos":([-+.e0-9]+)/)?.1)
      let label = try #require(line.firstMatch(of: /"prediction":"(\w+)"/)?.1)
      return (String(label), try #require(Double(pos)))
    }
  }

  @Test(arguments: ["", "--as text=text"]) func textsOfOneWord(flags: String) throws {
    let box = try Sandbox([
      "data.csv": .text(Self.reviews { _, text in String(text.split(separator: " ")[1]) })
    ])
    let said = try answers(box, flags, rows: "text\nfine\ndull\nnever\n")
    #expect(said[0].label == "pos" && said[1].label == "neg")
    #expect(try box.run("doctor m.condense").code == 0)
  }

  /// Models without a word, or without an n-gram, are written and read like others.
  @Test(arguments: ["", "word"]) func textsThatTeachNothing(word: String) throws {
    let box = try Sandbox(["data.csv": .text(Self.reviews { row, _ in word.isEmpty ? "" : "\(word)\(row)" })])
    for answer in try answers(box, "--as text=text", rows: "text\n\na fine film\n\"\"\n") {
      #expect(answer.pos > 0.3 && answer.pos < 0.7)
    }
  }

  @Test func oneTextOfTenMegabytes() throws {
    let box = try Sandbox(["data.csv": .text(Sample.texts)])
    var words = 0
    var long = ""
    while long.utf8.count < 10_000_000 {
      words += 1
      long += words % 50 == 0 ? "dull " : "word\(words % 60_000) "
    }
    try box.write("data.csv", .text(Sample.texts + "\(long),neg\n"))
    // In 400 MB of memory that is its own, and 20 seconds of a processor.
    let train = try box.shell(
      "ulimit -d 400000 -t 20; $condense train data.csv --predict label --quiet -o m.condense")
    #expect(train.code == 0, "\(train.errors)")
    try box.write("rows.csv", .text("text\na fine film\na dull film\n\(long)\n"))
    let predict = try box.shell("ulimit -d 400000 -t 20; $condense predict m.condense rows.csv")
    #expect(predict.code == 0 && predict.output.split(separator: "\n").count == 4, "\(predict.errors)")
    let said = try answers(box, "rows.csv")
    #expect(said[0].label == "pos" && said[1].label == "neg")
  }

  /// Words of kindness and of the other sort, in scripts with and without spaces, and in pictures.
  static let scripts = [
    "Arabic": ["رائع", "جميل", "سيئ", "ممل"], "Thai": ["ดีมาก", "สนุก", "แย่มาก", "น่าเบื่อ"],
    "Chinese": ["很好", "精彩", "难看", "无聊"], "emoji": ["👍", "❤️", "👎🏽", "😡"],
    "families": ["👩‍👩‍👧", "🇫🇷", "👨‍👨‍👦", "🇩🇪"],
    "marks": ["be\u{301}le\u{300}", "cha\u{302}u", "gro\u{308}l", "fa\u{303}o"],
  ]

  @Test(arguments: scripts.keys.sorted()) func otherScripts(name: String) throws {
    let words = try #require(Self.scripts[name])
    func text(_ row: Int) -> String { "\(words[row % 2 * 2 + row / 2 % 2]) film number \(row) of the year" }
    let box = try Sandbox(["data.csv": .text(Self.reviews { row, _ in text(row) })])
    let said = try answers(
      box, rows: "text\n" + (0..<4).map { "\(words[$0]) film\n" }.joined())
    #expect(said.map(\.label) == ["pos", "pos", "neg", "neg"], "\(said)")
  }

  @Test func composedAndDecomposedAreOneWord() throws {
    let composed = "Un caf\u{e9} cr\u{e8}me tr\u{e8}s \u{c5}ngstr\u{f6}m"
    let decomposed = "Un cafe\u{301} cre\u{300}me tre\u{300}s A\u{30a}ngstro\u{308}m"
    #expect(Array(composed.utf8) != Array(decomposed.utf8))
    let box = try Sandbox([
      "data.csv": .text(Self.reviews { $0 % 4 < 2 ? "\($1) \($0 % 2 == 0 ? composed : decomposed)" : $1 })
    ])
    let said = try answers(box, rows: "text\n\(composed)\n\(decomposed)\n\(composed.uppercased())\nnone\n")
    #expect(said[0] == said[1] && said[0] == said[2] && said[0] != said[3])
  }

  @Test func aLabelWithOneRow() throws {
    let box = try Sandbox(["data.csv": .text(Sample.texts + "the only text of its kind,rare\n")])
    let run = try box.run("train data.csv --predict label")
    #expect(run.code == 0)
    #expect(
      run.errors.contains("\n1 class has fewer than five rows; expect little of the predictions for it\n"))
    #expect(
      try box.run("predict data.condense data.csv").output.hasPrefix(
        "prediction,probability,probability_neg,probability_pos,probability_rare,unknown\n"))
  }

  @Test func theSameModelFromEveryForm() throws {
    let table = "label,text\n" + Sample.reviews.map { "\($0.label),\($0.text)\n" }.joined()
    let box = try Sandbox([
      "t.csv": .text(table), "t.tsv": .text(table.replacing(",", with: "\t")),
      "f.txt": .text(Sample.reviews.map { "__label__\($0.label) \($0.text)\n" }.joined()),
      "j.jsonl": .text(
        Sample.reviews.map { "{\"label\":\"\($0.label)\",\"text\":\"\($0.text)\"}\n" }.joined()),
    ])
    let files = ["t.csv", "t.tsv", "f.txt", "j.jsonl"]
    let models = try files.map { file in
      let run = try box.run("train \(file) --predict label --quiet -o m.condense")
      #expect(run.code == 0, "\(file): \(run.errors)")
      return try box.bytes("m.condense")
    }
    #expect(Set(models).count == 1)
    for file in files {
      let list = try box.run("train \(file)")
      #expect(
        list.code == 0 && list.output.contains("\nlabel   classes  a likely target\n"), "\(list.output)")
      #expect(list.output.contains("\ntext    text     text: 9 words a cell, 100 % of the cells differ\n"))
      #expect(list.output.hasSuffix("\n  condense train \(file) --predict label\n"))
      let evaluate = try box.run("evaluate m.condense \(file)")
      #expect(evaluate.code == 0 && evaluate.errors.hasSuffix(": these figures flatter it\n"))
    }
  }

  @Test(arguments: [0, 7]) func aLineOfFastTextWithoutALabel(row: Int) throws {
    let lines = Sample.reviews.enumerated().map {
      ($0 == row ? "" : "__label__\($1.label) ") + $1.text + "\n"
    }
    let box = try Sandbox(["f.txt": .text(lines.joined())])
    let train = try box.run("train f.txt --predict label")
    #expect(
      train.code == 0 && train.errors.contains("\n1 of 120 rows has no 'label': left out\n"),
      "\(train.errors)")
    let evaluate = try box.run("evaluate f.condense f.txt")
    #expect(
      evaluate.errors.contains("1 row was left out: no 'label' that the model knows, or unreadable\n"),
      "\(evaluate.errors)")
    #expect(try box.run("predict f.condense f.txt").output.split(separator: "\n").count == 121)
  }

  @Test func keysThatDoNotAgree() throws {
    let lines = Self.json {
      $0 == 7 ? $1.replacing("\"text\"", with: "\"Text\"") : $0 == 8 ? "{\"n\":1,\"label\":\"pos\"}" : $1
    }
    let box = try Sandbox(["r.jsonl": .text(lines + Self.json { $1 })])
    let train = try box.run("train r.jsonl --predict label")
    #expect(train.code == 0)
    #expect(
      train.errors.contains(
        "\n'text' and 'Text' are two columns whose names differ in case only; give them one name if they are the same\n"
      ), "\(train.errors)")
    #expect(train.errors.contains("; over 99 % missing\n"))
    // An object without a key misses the cell.
    let bare = try box.run(
      "predict r.condense -", input: "{\"text\":\"a fine film\",\"Text\":null,\"n\":null}\n")
    #expect(bare.code == 0 && bare.output.split(separator: "\n").count == 2, "\(bare.errors)")
  }

  @Test func straySeparatorsInLists() throws {
    func tags(_ row: Int, _ label: String) -> [String] {
      [label == "pos" ? "fine\(row % 3)" : "dull\(row % 3)", "x\(row % 4)"]
    }
    func cell(_ row: Int, _ label: String) -> String {
      let tags = tags(row, label)
      return [
        tags.joined(separator: "|"), "|" + tags.joined(separator: "|"), tags.joined(separator: "||"),
        tags.joined(separator: " | ") + "|", "|||" + tags.joined(separator: "| |"),
      ][row % 5]
    }
    let stray = Sample.reviews.enumerated().map { "\(cell($0, $1.label)),\($1.label)\n" }
    let clean = Sample.reviews.enumerated().map {
      "\(tags($0, $1.label).joined(separator: "|")),\($1.label)\n"
    }
    let box = try Sandbox(["data.csv": .text("tags,label\n" + stray.joined())])
    let list = try box.run("train data.csv").output
    #expect(list.contains("\ntags    list     several values in a cell, 10 different ones\n"), "\(list)")
    let said = try answers(box, rows: "tags,label\n" + stray.joined())
    try box.write("clean.csv", .text("tags,label\n" + clean.joined()))
    #expect(try answers(box, "clean.csv").elementsEqual(said) { $0 == $1 })
    #expect(zip(said, Sample.reviews).count { $0.label == $1.label } >= 114)
    // Nothing but separators is an empty list.
    let empty = try box.run("predict m.condense -", input: "tags\n|\n||  |\n")
    #expect(empty.code == 0)
    let rows = empty.output.split(separator: "\n")
    #expect(rows.count == 3 && rows[1] == rows[2] && rows[1].hasSuffix(","))
  }

  @Test func missingTexts() throws {
    let box = try Sandbox(["m.condense": .bytes(Sample.textModel)])
    try box.write("rows.csv", .text("text,label\n,pos\nNA,pos\n\"  \",pos\na fine film,pos\n"))
    let said = try answers(box, "rows.csv")
    #expect(said[0] == said[1] && said[0] == said[2] && said[3].label == "pos")
    #expect(said[0].pos > 0.3 && said[0].pos < 0.7)
    let run = try box.run("predict m.condense rows.csv")
    #expect(run.errors.isEmpty && run.output.split(separator: "\n")[1].hasSuffix(","))
    #expect(try box.run("evaluate m.condense rows.csv").code == 0)
  }
}
