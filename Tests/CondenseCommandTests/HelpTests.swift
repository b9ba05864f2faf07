import CondenseCommand
import Testing

@Suite struct HelpTests {
  @Test(arguments: CommandTable.verbs.map(\.name))
  func pageHoldsTheTable(name: String) throws {
    let verb = try #require(CommandTable.verbs.first { $0.name == name })
    let page = HelpPage.page(for: verb)
    for option in verb.options {
      #expect(page.contains("  \(option.heading)"))
      if let word = option.help.split(separator: " ").first { #expect(page.contains(word)) }
    }
    for operand in verb.operands { #expect(page.contains("  \(operand.name)  ")) }
    for example in verb.examples { #expect(page.contains(example.line)) }
    #expect(page.split(separator: "\n").allSatisfy { $0.count <= 80 && $0.last != " " })
    #expect(try CommandRun(["help", verb.name]).output == page)
    #expect(try CommandRun([verb.name, "--help"]).output == page)
    #expect(try CommandRun([verb.name, "extra", "words", "-h"]).output == page)
  }

  @Test func indexListsWhatIsNotHidden() throws {
    let index = try CommandRun(["help"])
    #expect(index.code == 0)
    #expect(try CommandRun(["--help"]).output == index.output)
    for verb in CommandTable.verbs { #expect(index.output.contains("  \(verb.name) ") != verb.isHidden) }
  }

  @Test func aloneIsTenLines() throws {
    let run = try CommandRun([])
    #expect(run.code == 0)
    #expect(run.errors.isEmpty)
    #expect(run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast().count == 10)
    #expect(run.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test func version() throws {
    #expect(try CommandRun(["--version"]).output == "condense \(CommandTable.version)\n")
  }
}
