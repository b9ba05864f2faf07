import Foundation
import Testing

/// `condense report`: a page or a card of all that is known of a model.
@Suite struct ReportTests {
  private static func sandbox(_ files: [String: Sandbox.Content] = [:]) throws -> Sandbox {
    try Sandbox(
      [
        "m.condense": .bytes(Sample.classes), "n.condense": .bytes(Sample.numbers),
        "r.condense": .bytes(Sample.recommender), "texts.condense": .bytes(Sample.textModel),
        "data.csv": .text(Sample.table), "texts.csv": .text(Sample.texts),
        "ratings.csv": .text(Sample.ratings),
      ].merging(files) { $1 })
  }

  @Test func pagesAndCards() throws {
    let box = try Self.sandbox(["mine.html": "<p>mine</p>"])
    let run = try box.run("report m.condense data.csv")
    #expect(run.code == 0 && run.output == "m.report.html\n")
    #expect(run.errors == "data.csv holds the rows the model learned from: these figures flatter it\n")
    let page = try box.text("m.report.html")
    for heading in [
      "Report on m.condense", "Model details", "What each column is, and why", "The layers", "How it learned",
      "How well it does", "Which classes are mistaken", "Whether it can be believed", "What matters",
      "Where it is most wrong", "What its embeddings know", "Rows, layer by layer",
      "How well its embeddings are used", "Limits",
    ] {
      // Sixty rows are three groups; the words of two towns are no map.
      #expect(page.contains(">\(heading)</h") || heading == "What its embeddings know", "\(heading)")
    }
    #expect(try box.run("report m.condense data.csv --quiet").output == "m.report.html (replaced)\n")
    #expect(try box.text("m.report.html") == page)
    let card = try box.run("report m.condense data.csv -o card.md --quiet")
    #expect(card.code == 0 && card.errors.isEmpty)
    let text = try box.text("card.md")
    #expect(text.hasPrefix("<!-- condense -->\n\n# Model card: m.condense\n\n## Intended use\n"))
    #expect(text.contains("\n| metric | learned from | held out | data.csv | without a model |\n"))
    let refused = try box.run("report m.condense -o mine.html")
    #expect(refused.code == 73 && refused.output.isEmpty)
    #expect(try box.text("mine.html") == "<p>mine</p>")
    // Rows may come from elsewhere.
    #expect(try box.run("report n.condense - -o n.html", input: Sample.table).code == 0)
    #expect(try box.text("n.html").contains("RMSE is "))
  }

  @Test func recommenders() throws {
    let box = try Self.sandbox()
    #expect(try box.run("report r.condense").output == "r.report.html\n")
    let page = try box.text("r.report.html")
    #expect(page.contains("NDCG@10 is ") && page.contains("--recommend --user "))
    // Every pair that it was trained on is known to it.
    let run = try box.run("report r.condense ratings.csv -o x.html")
    #expect(
      run.code == 65
        && run.errors.hasPrefix("condense: every pair of ratings.csv is known to the recommender"))
    #expect(try !box.contents().keys.contains("x.html"))
  }

  static let mistakes: [(line: String, code: Int32, message: String)] = [
    (
      "report m.condense data.csv -o r.pdf", 64,
      "-o r.pdf: the ending says what is made; .html (a page) or .md (a model card) was expected"
    ),
    (
      "report data.csv m.condense", 65, "data.csv is not a model file; is the order of arguments MODEL DATA?"
    ),
    (
      "report m.condense texts.csv", 65,
      "texts.csv has no column 'y', which the model predicts; it cannot be measured on it"
    ),
  ]

  @Test(arguments: mistakes) func mistake(line: String, code: Int32, message: String) throws {
    let box = try Self.sandbox(), before = try box.contents().keys.sorted()
    let run = try box.run(line)
    #expect(run.code == code && run.output.isEmpty)
    #expect(run.errors == "condense: \(message)\n")
    #expect(try box.contents().keys.sorted() == before)
  }

  // MARK: the command that repeats the run

  /// Runs the command that a report gives, its words for files replaced, and compares the models.
  private func repeats(_ flags: String, _ files: [String: Sandbox.Content]) throws -> String {
    let box = try Sandbox(files)
    let first = try box.shell("$condense train data.csv \(flags) -o m.condense --quiet")
    #expect(first.code == 0, "\(first.errors)")
    #expect(try box.run("report m.condense -o card.md --quiet").code == 0)
    let card = try box.text("card.md").split(separator: "\n")
    let command = try #require(card.first { $0.hasPrefix("    condense train DATA ") })
    let line = command.replacing("    condense train DATA", with: "$condense train data.csv")
    let again = try box.shell("\(line) -o again.condense --quiet")
    #expect(again.code == 0, "\(line): \(again.errors)")
    #expect(try box.bytes("m.condense") == box.bytes("again.condense"), "\(line)")
    return String(line)
  }

  private static let odd =
    Sample.table.split(separator: "\n").enumerated().map { place, line in
      place == 0
        ? "\(line),\"it's, this\",w" : "\(line),\(place % 9),\(place % 3 + 1)"
    }.joined(separator: "\n") + "\n"

  @Test(arguments: [
    ("--predict y", "--predict y --seed 1 --steps "),
    ("--predict y --epochs 3 --seed 7", "--predict y --seed 7 --epochs 3 --steps "),
    (
      "--predict y --class-weights balanced --batch-size 16 --learning-rate 0.01 --validation 0.2",
      "--predict y --class-weights balanced --seed 1 --batch-size 16 --learning-rate 0.01 --validation 0.2 --steps "
    ),
    ("--predict y --time 20s", "--predict y --seed 1 --steps "),
    ("--predict score --order-by n --require rmse=1e9", "--predict score --order-by n --seed 1 --steps "),
    ("--predict n --task regression --weight w", " --schema m.condense --seed 1 --steps "),
    (
      "--predict y --weight w --missing none,-", "--predict y --weight w --missing 'none,-' --seed 1 --steps "
    ),
    ("--predict y --ignore town --as n=category --weight w", " --schema m.condense --seed 1 --steps "),
    ("--predict y --share 'town,it'\\''s\\, this'", "--predict y --share 'town,it'\\''s\\, this' --seed 1"),
  ]) func repeatsARun(flags: String, expected: String) throws {
    let line = try repeats(flags, ["data.csv": .text(Self.odd)])
    #expect(line.contains(expected), "\(line)")
  }

  /// An unedited schema is what would have been inferred; an edited one is that of the model.
  @Test func repeatsARunWithASchema() throws {
    let box = try Sandbox(["data.csv": .text(Self.odd)])
    #expect(try box.run("advise data.csv --predict y -o schema.json --quiet").code == 0)
    let schema = try box.text("schema.json")
    let line = try repeats(
      "--schema schema.json", ["data.csv": .text(Self.odd), "schema.json": .text(schema)])
    #expect(line.contains(" --predict y --seed 1"))
    let edited = schema.replacing("\"kind\":\"number\"", with: "\"kind\":\"category\"")
    #expect(edited != schema)
    let other = try repeats(
      "--schema schema.json", ["data.csv": .text(Self.odd), "schema.json": .text(edited)])
    #expect(other.contains(" --schema m.condense --seed 1"))
  }

  @Test func repeatsARecommender() throws {
    let roles = "--recommend --user user --item film --rating stars"
    let files: [String: Sandbox.Content] = ["data.csv": .text(Sample.ratings)]
    #expect(try repeats("\(roles) --epochs 3", files).contains("\(roles) --seed 1 --epochs 3 --steps "))
    #expect(try repeats("\(roles) --no-history --validation 0", files).contains(" --no-history --seed 1"))
  }

  // MARK: pages in a browser

  private static let pages = ["m.html", "n.html", "texts.html", "r.html"]

  /// A folder with a page of every kind.
  private static func withPages() throws -> Sandbox {
    let box = try sandbox()
    for (model, data) in [("m", "data.csv"), ("n", "data.csv"), ("texts", "texts.csv"), ("r", "")] {
      let run = try box.run("report \(model).condense \(data) -o \(model).html --quiet")
      #expect(run.code == 0, "\(run.errors)")
    }
    return box
  }

  @Test func everyKindOfModelHasAPage() throws {
    let written = try Self.withPages().contents().keys
    for page in Self.pages { #expect(written.contains(page), "\(page)") }
  }

  /// A browser shows every kind of page, at the width of a desk and of a phone.
  @Test(.enabled(if: Browser.isInstalled, "there is no Chromium to open reports in"))
  func inABrowser() throws {
    let browser = try Browser(in: Self.withPages())
    for page in Self.pages {
      for width in [800, 380] {
        #expect(try browser.picture(page, width: width) > 10_000, "\(page) \(width)")
      }
      // Nothing is wider than the screen of a phone.
      let seen = try browser.open(
        page,
        doing: "const all = document.documentElement;"
          + " document.body.setAttribute('data-wide', all.scrollWidth - all.clientWidth)", width: 500)
      #expect(seen.contains("data-wide=\"0\""), "\(page)")
    }
  }
}
