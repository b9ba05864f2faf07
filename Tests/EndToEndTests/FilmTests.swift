import Foundation
import Testing

/// `condense train --film`, and its page in a browser.
@Suite struct FilmTests {
  private static let table: String = {
    var lines = ["y,town,street"]
    for row in 0..<600 {
      lines.append(
        "\((row % 20 < 10) == (row % 13 > 0) ? "yes" : "no"),t\(row % 20),\"<script>alert(\(row % 23))</script>\""
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static let train =
    "train rows.csv --predict y --as town=category,street=category --epochs 3 -o m.condense"

  /// The data of a page, out of what a browser holds.
  static func data(_ page: String) throws -> [String: Any] {
    let start = try #require(page.range(of: "id=\"data\">"))
    let rest = page[start.upperBound...]
    let end = try #require(rest.range(of: "</script>"))
    return try #require(
      try JSONSerialization.jsonObject(with: Data(rest[..<end.lowerBound].utf8)) as? [String: Any])
  }

  @Test func pageBesideTheModel() throws {
    let box = try Sandbox(["rows.csv": .text(Self.table)])
    let plain = try box.run(Self.train)
    let model = try box.bytes("m.condense")
    let run = try box.run("\(Self.train) --film film.html --film-column town")
    #expect(run.code == 0 && run.output.hasSuffix("\nm.condense (replaced)\nfilm.html\n"), "\(run.errors)")
    #expect(run.errors.contains("filming 20 values of 'town'\n"))
    #expect(try box.bytes("m.condense") == model && plain.code == 0)
    let again = try box.run("\(Self.train) --film film.html --threads 2 --quiet")
    #expect(again.code == 0 && again.output.hasSuffix("film.html (replaced)\n"))
    let data = try Self.data(box.text("film.html"))
    #expect((data["names"] as? [String])?.count == 23, "the column of the most values")
    let one = try box.bytes("film.html")
    _ = try box.run("\(Self.train) --film film.html --threads 1 --quiet")
    #expect(try box.bytes("film.html") == one)
  }

  @Test func itemsOfARecommender() throws {
    let box = try Sandbox(["ratings.csv": .text(Sample.ratings)])
    let run = try box.run(
      "train ratings.csv --recommend --user user --item film --epochs 4 --film film.html -o r.condense")
    #expect(run.code == 0 && run.output.hasSuffix("\nr.condense\nfilm.html\n"), "\(run.errors)")
    #expect(run.errors.contains("filming 30 values of 'film'\n"))
    #expect((try Self.data(box.text("film.html"))["names"] as? [String])?.count == 30)
  }

  /// A browser shows a frame that is asked for, and moves the points as the slider moves and as it plays.
  @Test(.enabled(if: Browser.isInstalled, "there is no Chromium to open a film in"))
  func inABrowser() throws {
    let box = try Sandbox(["rows.csv": .text(Self.table)])
    let run = try box.run("\(Self.train) --film film.html --quiet")
    #expect(run.code == 0, "\(run.errors)")
    let browser = try Browser(in: box)
    let opened = try browser.open("film.html")
    let frames = try #require(try Self.data(opened)["frames"] as? [[String: Any]])
    #expect(opened.contains("data-ready=\"23\"") && !opened.contains("data-error"), "\(opened.suffix(2000))")
    #expect(opened.contains("data-frame=\"\(frames.count - 1)\"") && frames.count > 29)
    let asked = try browser.open("film.html", at: "frame=3")
    #expect(asked.contains("data-frame=\"3\"") && asked.contains("<output id=\"now\">step "))
    // Slides to the first frame, compares what is drawn, and points until a value is hit.
    let slide = """
      const film=document.getElementById("film"),curve=document.getElementById("curve");
      const before=[film.toDataURL(),curve.toDataURL()],time=document.getElementById("time");
      time.value=0;time.dispatchEvent(new Event("input"));
      document.body.dataset.moved=before[0]!==film.toDataURL();
      document.body.dataset.marked=before[1]!==curve.toDataURL();
      const box=film.getBoundingClientRect();
      for(let x=0;x<box.width;x+=4)for(let y=0;y<box.height;y+=4){
      if(!document.getElementById("tip").hidden)break;
      film.dispatchEvent(new PointerEvent("pointermove",{clientX:box.left+x,clientY:box.top+y}));}
      """
    let slid = try browser.open("film.html", doing: slide)
    #expect(slid.contains("data-moved=\"true\"") && slid.contains("data-marked=\"true\""))
    #expect(slid.contains("data-frame=\"0\"") && slid.contains(">step 0 of ") && !slid.contains("data-error"))
    #expect(slid.contains(/<b dir="auto">&lt;script&gt;alert\(\d+\)&lt;\/script&gt;<\/b>/))
    // Frames by the clock of the page, whether or not the machine has time to show them.
    let play = """
      window.requestAnimationFrame=act=>setTimeout(()=>act(performance.now()),16);
      document.getElementById("play").click();
      """
    let played = try browser.open("film.html", doing: play, at: "frame=5")
    let frame = try #require(played.firstMatch(of: /data-frame="(\d+)"/)?.1)
    #expect(try #require(Int(frame)) > 5, "it plays on")
    for (fragment, width) in [("frame=0", 800), ("", 800), ("", 400)] {
      #expect(try browser.picture("film.html", at: fragment, width: width) > 10_000)
    }
  }

  static let mistakes: [(String, Int32, String)] = [
    ("--film film.pdf", 64, "--film film.pdf: a film is a page; give a name that ends with .html"),
    (
      "--film notes.html", 73,
      "notes.html exists and Condense did not write it; --force replaces it, --film FILE writes elsewhere"
    ),
    ("--film no/film.html", 73, "no/film.html cannot be created: there is no folder no"),
    ("--film d.html", 73, "d.html is a folder; give a file name with --film"),
    ("--film rows.html", 64, "--film rows.html: the model is written there; give another name"),
    ("--film-column town", 64, "--film-column town says what --film FILE.html shows; give that flag too"),
    (
      "--film film.html --film-column towm", 64,
      "the model has no column 'towm'; did you mean 'town'? it has embeddings of town, street"
    ),
    ("--film film.html --film film.html", 64, "--film is given twice; it takes one value"),
  ]

  @Test(arguments: mistakes.indices) func message(_ index: Int) throws {
    let (flags, code, message) = Self.mistakes[index]
    let model = flags.contains("rows.html") ? "rows.html" : "m.condense"
    try Mistake(
      flags,
      ["rows.csv": .text(Self.table), "notes.html": "<p>mine</p>\n", "d.html": .folder],
      "train rows.csv --predict y --as town=category,street=category --quiet -o \(model) \(flags)", code,
      message
    ).check()
  }

  @Test func itemsNeedNoColumn() throws {
    try Mistake(
      "column of a recommender", ["r.csv": .text(Sample.ratings)],
      "train r.csv --recommend --user user --item film --film film.html --film-column film", 64,
      "--recommend and --film-column exclude each other; give one of them"
    ).check()
  }
}
