import CondenseCore
import CondenseData
import CondenseInsight
import CondenseModels
import Foundation
import Testing

/// What a report gathers of a model, and how pages and cards show it.
@Suite struct ReportTests {
  /// A word decides a class in nine rows of ten; `n` says nothing.
  private static func table(_ rows: Int, from first: Int = 0, words: [String], classes: [String]) throws
    -> Table
  {
    try Table(
      name: "folder/rows.csv",
      columns: [
        Column(
          name: "kind",
          strings: (first..<first + rows).map { row in
            let word = MadeUp.any(row, words.count, salt: 2)
            return classes[(MadeUp.any(row, 10, salt: 3) == 0 ? word + 1 : word) % classes.count]
          }),
        Column(
          name: "word", strings: (first..<first + rows).map { words[MadeUp.any($0, words.count, salt: 2)] }),
        Column(name: "n", numbers: (first..<first + rows).map { Double(MadeUp.any($0, 1000, salt: 5)) / 7 }),
      ])
  }

  private static let words = (0..<12).map { "w\($0)" }

  private static func report(
    classes: [String], words: [String] = words, _ change: (inout Reporter) -> Void = { _ in }
  ) throws -> (report: ModelReport, model: Predictor, test: Table) {
    let model = try MadeUp.model(
      on: table(900, words: words, classes: classes), predicting: "kind"
    ) { $0.epochs = 8 }
    let test = try table(300, from: 5000, words: words, classes: classes)
    var reporter = Reporter()
    reporter.threads = 2
    change(&reporter)
    return (try reporter.report(on: model, called: "m.condense", measuredOn: test), model, test)
  }

  @Test func gathersWhatOtherVerbsSay() throws {
    let (report, model, test) = try Self.report(classes: ["a", "b", "c"])
    let measured = try #require(report.measured)
    #expect(measured.evaluation == (try model.evaluation(on: test)) && measured.source == "rows.csv")
    #expect(!report.isFlattered)
    #expect(measured.importance?.columns.first?.column == "word")
    #expect(measured.layerMaps?.stages.map(\.map.name) == model.stages)
    #expect(report.maps.map(\.map.name) == ["word"])
    let agreement = try #require(report.maps[0].agreement)
    #expect(agreement.value > 0)
    #expect(report.embeddings == (try EmbeddingHealth.all(of: model)))
    // The worst rows are those whose class was given the least probability.
    let predictions = try model.predictions(for: test)
    let truth = (0..<300).map { test["kind"]?.text($0) ?? "" }
    let least = truth.indices.map { Double(predictions[$0].probability(of: truth[$0]) ?? 1) }
    let worst = least.indices.sorted { (least[$0], $0) < (least[$1], $1) }.prefix(5)
    #expect(measured.mistakes.map(\.explanation.row) == Array(worst))
    #expect(measured.mistakes.map(\.truth) == worst.map { "'\(truth[$0])'" })
  }

  @Test func withoutRowsToJudgeByAndFlattered() throws {
    let model = try MadeUp.model(
      on: Self.table(900, words: Self.words, classes: ["a", "b"]), predicting: "kind"
    ) { $0.epochs = 2 }
    let alone = try Reporter().report(on: model, called: "m.condense")
    #expect(alone.measured == nil && alone.maps.count == 1 && alone.maps[0].target == nil)
    let page = ModelReportPage.html(alone)
    #expect(page.contains("rows held out in training") && !page.contains("What matters</h2>"))
    #expect(page.contains("measured here only on rows held out"))
    let same = try Reporter().report(
      on: model, called: "m.condense",
      measuredOn: Self.table(900, words: Self.words, classes: ["a", "b"]))
    #expect(same.isFlattered)
    #expect(
      ModelReportPage.html(same).contains("rows.csv holds the rows it learned from: its figures flatter it"))
  }

  /// A row alone can be measured, though nothing can be held against it.
  @Test func oneRow() throws {
    let (_, model, test) = try Self.report(classes: ["a", "b"])
    let report = try Reporter().report(on: model, called: "m", measuredOn: test.rows([3]))
    let measured = try #require(report.measured)
    #expect(measured.importance == nil && measured.mistakes.isEmpty && measured.reliability == nil)
    _ = try Drawn(ModelReportPage.html(report))
  }

  // MARK: reliability

  @Test func binsOfReliability() throws {
    // 40 rows said to be 0.1 to 0.49: two bins of twenty, of which 2 and 10 come true.
    let said = (0..<40).map { 0.1 + 0.01 * Double($0) }
    let truth: [Double] = (0..<40).map { row -> Double in
      let isTrue = row < 20 ? row % 10 == 0 : row % 2 == 1
      return isTrue ? 1 : 0
    }
    let shares = try #require(Reliability(.confidence, said: said, truth: truth))
    #expect(shares.bins.map(\.rows) == [20, 20])
    let first = shares.bins[0]
    #expect(abs(first.predicted - 0.195) < 1e-12 && abs(first.actual.value - 0.1) < 1e-12)
    // Wilson's interval of 2 of 20.
    #expect(abs(first.actual.low - 0.027_866) < 1e-5 && abs(first.actual.high - 0.301_034) < 1e-5)
    let means = try #require(Reliability(.number, said: said, truth: said.reversed()))
    // Twenty numbers 0.01 apart: their standard error is 0.01 · √35 / √20.
    let reach = 1.959_963_984_540_054 * 0.01 * (35.0 / 20).squareRoot()
    #expect(abs(means.bins[0].actual.value - 0.395) < 1e-12)
    #expect(abs(means.bins[0].actual.high - 0.395 - reach) < 1e-9)
    #expect(Reliability(.confidence, said: Array(said.prefix(39)), truth: truth) == nil)
  }

  // MARK: the sheets

  /// Classes, words and columns with names that would be marks, or more than a page holds.
  @Test func hostileNames() throws {
    let evil =
      MapTests.hostile.filter { !$0.isEmpty && $0 != "\u{2028}" } + ["| a | b |", "*x* [y](z) `q` @w", "# h"]
    let words = evil + (0..<6).map { "w\($0)" }
    let (report, _, _) = try Self.report(classes: Array(evil.prefix(4)), words: words) {
      $0.command = "condense train DATA --predict '\(evil[0])\n\u{202E}'"
    }
    let page = ModelReportPage.html(report)
    let drawn = try Drawn(page)
    #expect(!drawn.elements.contains("script") && page.utf8.count < 1_500_000)
    #expect(drawn.words.contains("</script><script>alert(1)</script>") && drawn.words.contains("שלום"))
    #expect(!page.contains("\u{202E}") && !page.contains("\u{0}"))
    #expect(!page.contains(String(repeating: "long ", count: 500)))
    let card = ModelCard.markdown(report)
    #expect(!card.contains("<script") || card.contains("    condense train DATA"))
    for line in card.split(separator: "\n") where !line.hasPrefix("    ") && !line.hasPrefix("<!--") {
      #expect(!line.contains("<") && !line.contains("\u{202E}"), "\(line)")
    }
    #expect(!card.contains(String(repeating: "long ", count: 500)))
    // A table has as many cells in each row as in its head.
    func cells(_ line: Substring) -> Int {
      line.replacing("\\\\", with: "").replacing("\\|", with: "").count { $0 == "|" }
    }
    var head: Int?
    for line in card.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|") else {
        head = nil
        continue
      }
      head = head ?? cells(line)
      #expect(cells(line) == head, "\(line)")
    }
  }

  @Test func markdownEscapes() {
    #expect(
      Markdown.escaped("a|b *c* <d> @e\n$f$ \u{202E}g\u{1}")
        == "a\\|b \\*c\\* &lt;d&gt; &#64;e \\$f\\$ g\u{FFFD}")
    var sheet = MarkdownSheet(title: "T")
    sheet.verdict("v")
    var table = FigureTable(["x", "y"], numeric: [1])
    table.add(["a", "1"])
    sheet.table(table)
    sheet.command("condense train DATA\n--predict x")
    #expect(
      sheet.text
        == "<!-- condense -->\n\n# T\n\n**v**\n\n| x | y |\n| --- | ---: |\n| a | 1 |\n\n    condense train DATA --predict x\n"
    )
  }

  /// All classes of many, or the pairs mistaken most often.
  @Test func manyClasses() throws {
    let (report, _, _) = try Self.report(classes: (0..<14).map { "c\($0)" }, words: (0..<14).map { "w\($0)" })
    let card = ModelCard.markdown(report)
    #expect(card.contains("| really | predicted | rows | of that class |"))
    #expect(!card.contains("really ╲ predicted"))
    #expect(card.contains("… 14 in all"))
  }

  @Test func sameBytesAtAnyNumberOfThreads() throws {
    let (_, model, test) = try Self.report(classes: ["a", "b", "c"])
    let pages = try [1, 3].map { threads in
      var reporter = Reporter()
      reporter.threads = threads
      return ModelReportPage.html(try reporter.report(on: model, called: "m", measuredOn: test))
    }
    #expect(pages[0] == pages[1])
  }
}
