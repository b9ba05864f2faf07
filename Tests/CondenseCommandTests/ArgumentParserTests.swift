import CondenseCommand
import Testing

@Suite struct ArgumentParserTests {
  private func parse(_ words: String...) throws -> Arguments {
    let parser = ArgumentParser(verbs: CommandTable.verbs)
    return try parser.parse(Array(words.dropFirst()), for: parser.verb(named: words[0]))
  }

  @Test func optionsAndOperandsMix() throws {
    let given = try parse("train", "--predict", "late", "a.csv", "-o=m.condense", "--json")
    #expect(given.operand("DATA") == "a.csv")
    #expect(given.text("predict") == "late")
    #expect(given.text("output") == "m.condense")
    #expect(given.flag("json"))
    #expect(!given.flag("quiet"))
  }

  @Test func valuesComeInTheirTypes() throws {
    let given = try parse(
      "train", "a.csv", "--epochs=7", "--learning-rate", "1e-3", "--time", "1.5m", "--require", "auc=.8",
      "--require=rmse=-2")
    #expect(given.whole("epochs") == 7)
    #expect(given.number("learning-rate") == 0.001)
    #expect(given.number("time") == 90)
    #expect(given.metrics("require") == [Pair("auc", 0.8), Pair("rmse", -2)])
    #expect(given.whole("seed") == nil)
    #expect(given.lists("ignore").isEmpty)
  }

  @Test func listsAddUp() throws {
    let given = try parse(
      "train", "a.csv", "--ignore", "a,b", "--ignore", #"c\,d,e\f"#, "--share", "x,y", "--share", "u,v,w",
      "--missing=,none", "--as", "a=b=number,c=text")
    #expect(given.list("ignore") == ["a", "b", "c,d", #"e\f"#])
    #expect(given.lists("share") == [["x", "y"], ["u", "v", "w"]])
    #expect(given.list("missing") == ["", "none"])
    #expect(given.kinds("as") == [Pair("a=b", "number"), Pair("c", "text")])
  }

  @Test func dashes() throws {
    #expect(try parse("train", "--", "--json").operand("DATA") == "--json")
    #expect(try parse("predict", "m", "-").operand("DATA") == "-")
    #expect(try parse("train", "-5").operand("DATA") == "-5")
    #expect(try parse("train", "a.csv", "--predict=--x").text("predict") == "--x")
    #expect(try parse("doctor").operand("MODEL") == nil)
  }

  @Test func requiredOptionsAndRepeatedOperands() throws {
    let verb = Verb(
      "compare", "compare", operands: [Operand("WORD", "words", repeated: true)],
      options: [Option("predict", .text, "COL", in: .task, required: true, "the target")])
    let parser = ArgumentParser(verbs: [verb])
    #expect(try parser.parse(["a", "b", "--predict", "x"], for: verb).operands("WORD") == ["a", "b"])
    let error = #expect(throws: (any Error).self) { try parser.parse(["a"], for: verb) }
    #expect(
      "\(try #require(error))"
        == "compare needs --predict COL; usage: condense compare WORD… [OPTION…]")
  }

  @Test func tableIsConsistent() {
    for verb in CommandTable.verbs {
      let names = verb.options.map(\.name)
      #expect(Set(names).count == names.count)
      #expect(Set(verb.operands.map(\.name)).count == verb.operands.count)
      #expect(verb.operands.dropLast().allSatisfy { !$0.isRepeated })
      for option in verb.options {
        #expect(option.takesValue == !option.placeholder.isEmpty)
        for other in option.excludes {
          #expect(verb.option(other)?.excludes.contains(option.name) == true)
        }
      }
    }
  }

  /// Every example of the help pages is itself a right command line.
  @Test func examplesParse() throws {
    let parser = ArgumentParser(verbs: CommandTable.verbs)
    for example in CommandTable.verbs.flatMap(\.examples) {
      let words = example.line.drop { $0 != "c" }.split(separator: " ").map(String.init)
      guard let start = words.firstIndex(of: "condense"), words.count > start + 1 else {
        #expect(example.line.contains("condense completions"))
        continue
      }
      let verb = try parser.verb(named: words[start + 1])
      _ = try parser.parse(Array(words[(start + 2)...]), for: verb)
    }
  }

  @Test(arguments: [
    ("trian", "train"), ("predcit", "predict"), ("evaluation", "evaluate"), ("sum", "summary"),
    ("DOCTOR", "doctor"), ("x", nil), ("", nil), ("zzzzzz", nil),
  ])
  func nearest(word: String, expected: String?) {
    #expect(Nearest.word(to: word, among: CommandTable.verbs.map(\.name)) == expected)
  }
}
