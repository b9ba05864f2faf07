import Foundation
import Testing

/// `condense explain`: which columns matter, and one row taken apart.
@Suite struct ExplainTests {
  private static func sandbox(_ files: [String: Sandbox.Content] = [:]) throws -> Sandbox {
    try Sandbox(
      [
        "texts.condense": .bytes(Sample.textModel), "texts.csv": .text(Sample.texts),
        "m.condense": .bytes(Sample.classes), "n.condense": .bytes(Sample.numbers),
        "data.csv": .text(Sample.table), "r.condense": .bytes(Sample.recommender),
      ].merging(files) { $1 })
  }

  private struct Explanation: Decodable {
    struct Piece: Decodable {
      let text: String
      let contribution: Double
    }
    struct Column: Decodable {
      let column: String
      let contribution: Double
      let value: String?
      let pieces: [Piece]
    }
    let row: Int
    let prediction: String?
    let number: Double?
    let value: Double
    let average: Double
    let gap: Double
    let columns: [Column]
  }

  private struct Importance: Decodable {
    struct Figure: Decodable { let value: Double, low: Double, high: Double }
    struct Column: Decodable {
      let column: String
      let shuffled: Figure?
      let contribution: Figure
    }
    struct Metric: Decodable { let name: String, value: Double }
    let rows: Int
    let metric: Metric?
    let columns: [Column]
  }

  private func decoded<Value: Decodable>(_ run: Sandbox.Run) throws -> Value {
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.output.split(separator: "\n").count == 1)
    return try JSONDecoder().decode(Value.self, from: Data(run.output.utf8))
  }

  @Test func aRowOfText() throws {
    let box = try Self.sandbox()
    let run = try box.run("explain texts.condense texts.csv --row 2")
    #expect(run.code == 0 && run.errors.isEmpty)
    #expect(
      run.output.hasPrefix("row 2 of texts.csv: label is predicted as 'neg' with probability 0."))
    #expect(run.output.contains("\n'text' piece by piece\npiece "))
    #expect(run.output.contains("the log-odds of 'neg' is ") && run.output.contains(" is left over: "))
    // Nobody looks on, so nothing is coloured.
    #expect(!run.output.contains("\u{1B}"))
    let json: Explanation = try decoded(box.run("explain texts.condense texts.csv --row 2 --json"))
    #expect(json.row == 2 && json.prediction == "neg" && json.number == nil)
    #expect(abs(json.value - json.average - json.columns[0].contribution) < 1e-4)
    #expect(json.columns[0].pieces.contains { $0.text == "dull" && $0.contribution > 0.01 })
    let other: Explanation = try decoded(
      box.run("explain texts.condense texts.csv --row 2 --class pos --json"))
    #expect(abs(other.value + json.value) < 1e-9)
  }

  @Test func aRowOfNumbersAndWhatMatters() throws {
    let box = try Self.sandbox()
    let row: Explanation = try decoded(box.run("explain n.condense data.csv --row 60 --json"))
    let number = try #require(row.number)
    #expect(abs(row.value - number) < 1e-9)
    #expect(
      abs(row.columns.reduce(row.gap) { $0 + $1.contribution } - (row.value - row.average)) < 1e-9)
    #expect(Set(row.columns.map(\.column)) == ["y", "n", "town"])
    let all: Importance = try decoded(box.run("explain n.condense data.csv --json"))
    #expect(all.rows == 60 && all.metric?.name == "rmse")
    #expect(all.columns.allSatisfy { ($0.shuffled?.low ?? 1) <= ($0.shuffled?.high ?? 0) })
    let text = try box.run("explain n.condense data.csv")
    #expect(
      text.output.hasPrefix("score: what matters to the model in data.csv\n60 rows, each column shuffled 5"))
    #expect(text.output.contains("RMSE more") && text.output.contains("mean contribution"))
    // Equal runs, equal answers, whatever the number of threads; another seed, other shuffles.
    #expect(try box.run("explain n.condense data.csv --threads 1").output == text.output)
    #expect(try box.run("explain n.condense data.csv --seed 8").output != text.output)
  }

  @Test func withoutTheTarget() throws {
    let lines = Sample.table.split(separator: "\n").map {
      $0.split(separator: ",").dropLast().joined(separator: ",")
    }
    let box = try Self.sandbox(["new.csv": .text(lines.joined(separator: "\n") + "\n")])
    let run = try box.run("explain n.condense new.csv")
    #expect(run.code == 0)
    #expect(
      run.errors
        == "no column is shuffled: new.csv has no 'score' that would tell how much worse the predictions get\n"
    )
    #expect(!run.output.contains("RMSE") && run.output.contains("mean contribution"))
    #expect(try box.run("explain n.condense new.csv --quiet").errors.isEmpty)
  }

  /// Of two classes one alone tells nothing of the other.
  @Test func oneClassAlone() throws {
    let lines = Sample.table.split(separator: "\n").filter { !$0.hasPrefix("no,") }
    let box = try Self.sandbox(["yes.csv": .text(lines.joined(separator: "\n") + "\n")])
    let run = try box.run("explain m.condense yes.csv --json")
    #expect(run.errors.hasPrefix("no column is shuffled: yes.csv has no 'y' that would tell"))
    let all: Importance = try decoded(run)
    #expect(all.metric == nil && all.columns.count == 3)
  }

  @Test func itsOwnTrainingRows() throws {
    let run = try Self.sandbox().run("explain m.condense data.csv")
    #expect(
      run.errors
        == "data.csv holds the rows the model learned from: what it knows by heart seems to matter, too\n")
  }

  @Test func backgroundOfItsOwn() throws {
    let lines = Sample.table.split(separator: "\n")
    let box = try Self.sandbox(["one.csv": .text("\(lines[0])\n\(lines[7])\n")])
    let run = try box.run("explain n.condense one.csv --row 1")
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(
      run.errors
        == "condense: one.csv has 1 row; explaining holds rows against others, so give a background of two or more\n"
    )
    let one: Explanation = try decoded(
      box.run("explain n.condense one.csv --row 1 --background data.csv --json"))
    let whole: Explanation = try decoded(box.run("explain n.condense data.csv --row 7 --json"))
    #expect(one.value == whole.value && one.average == whole.average)
    #expect(one.columns.map(\.contribution) == whole.columns.map(\.contribution))
  }

  static let mistakes: [(line: String, message: String)] = [
    ("explain m.condense data.csv --row 61", "--row 61: data.csv has 60 rows, counted from 1"),
    ("explain m.condense data.csv --row 0", "--row expects a whole number, 1 or more, not '0'"),
    (
      "explain m.condense data.csv --class yess",
      "the model has no class 'yess'; did you mean 'yes'?"
    ),
    ("explain n.condense data.csv --class yes", "the model predicts numbers and has no class 'yes'"),
    (
      "explain r.condense data.csv",
      "r.condense is a recommender: what it ranks follows from the user alone, and no row has columns to divide it"
        + " among; neighbors shows what lies near an item, and explain is for models that predict a column"
    ),
  ]

  @Test(arguments: mistakes) func mistake(line: String, message: String) throws {
    let box = try Self.sandbox(), before = try box.contents().keys.sorted()
    let run = try box.run(line)
    #expect(run.code == 64 && run.output.isEmpty)
    #expect(run.errors == "condense: \(message)\n")
    #expect(try box.contents().keys.sorted() == before)
  }

  @Test func pagesAreWrittenWhereWanted() throws {
    let box = try Self.sandbox(["mine.html": "<p>mine</p>"])
    let run = try box.run("explain texts.condense texts.csv --row 2 -o why.html")
    #expect(run.code == 0 && run.output.hasSuffix("\nwhy.html\n"))
    let page = try box.text("why.html")
    #expect(page.contains("The model predicts &#39;neg&#39;") && page.contains("<span class=\"for"))
    #expect(
      try box.run("explain texts.condense texts.csv -o why.html").output.hasSuffix("why.html (replaced)\n"))
    #expect(try box.text("why.html").contains("What matters: label"))
    let refused = try box.run("explain texts.condense texts.csv -o mine.html")
    #expect(refused.code == 73 && refused.output.isEmpty)
    #expect(try box.text("mine.html") == "<p>mine</p>")
    // Without -o there is no page.
    let before = try box.contents().keys.sorted()
    _ = try box.run("explain texts.condense texts.csv --row 1")
    #expect(try box.contents().keys.sorted() == before)
  }

  /// A browser shows both pages, at the width of a desk and of a phone.
  @Test(.enabled(if: Browser.isInstalled, "there is no Chromium to open explanations in"))
  func inABrowser() throws {
    let box = try Self.sandbox()
    _ = try box.run("explain texts.condense texts.csv --row 2 -o row.html")
    _ = try box.run("explain m.condense data.csv -o all.html")
    let browser = try Browser(in: box)
    for page in ["row.html", "all.html"] {
      for width in [800, 380] {
        #expect(try browser.picture(page, width: width) > 10_000, "\(page) \(width)")
      }
    }
  }

  /// On a terminal the words of a text are coloured, unless that is not wanted.
  @Test(
    .enabled(
      if: Sandbox.isProgram("/usr/bin/script"), "there is no 'script' to give the command a terminal"))
  func coloursOnATerminal() throws {
    let box = try Self.sandbox()
    let line = "$condense explain texts.condense texts.csv --row 2"
    let seen = try box.shell("NO_COLOR= TERM=xterm script -qec \"\(line)\" /dev/null </dev/null").output
    #expect(seen.contains("\u{1B}[38;5;16;48;5;") && seen.contains("mdull\u{1B}[0m"))
    for setting in ["NO_COLOR=1 TERM=xterm", "TERM=dumb"] {
      let plain = try box.shell("\(setting) script -qec \"\(line)\" /dev/null </dev/null").output
      #expect(plain.contains("'text' piece by piece") && !plain.contains("\u{1B}["))
    }
  }

  /// A cell that would steer a terminal or a page does neither.
  @Test func hostileCells() throws {
    let evil = "\u{1B}[31m<script>alert(1)</script> \u{202E}x"
    let box = try Self.sandbox(["evil.csv": .text("text,label\n\(evil),pos\nthe fine film,neg\n")])
    let run = try box.run("explain texts.condense evil.csv --row 1 -o evil.html")
    #expect(run.code == 0 && !run.output.contains("\u{1B}") && !run.output.contains("\u{202E}"))
    let page = try box.text("evil.html")
    #expect(!page.contains("<script") && !page.contains("\u{1B}") && page.contains("&lt;"))
  }
}
