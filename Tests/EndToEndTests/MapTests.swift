import Foundation
import Testing

/// `condense map`, and its page in a browser.
@Suite struct MapTests {
  private static let table: String = {
    var lines = ["y,town"]
    for row in 0..<600 { lines.append("\((row % 20 < 10) == (row % 13 > 0) ? "yes" : "no"),t\(row % 20)") }
    return lines.joined(separator: "\n") + "\n"
  }()

  private static let about = "town,side,height\nt1,left,10\nt2,left,20\nt11,right,30\n"
  private static let model: [UInt8] = Sample.trained("y", on: table, "--as town=category --epochs 3")

  private static func sandbox(_ files: [String: Sandbox.Content] = [:]) throws -> Sandbox {
    try Sandbox(["m.condense": .bytes(model), "about.csv": .text(about)].merging(files) { $1 })
  }

  @Test func pageAndDrawing() throws {
    let box = try Self.sandbox()
    let run = try box.run("map m.condense town --about about.csv")
    #expect(run.code == 0 && run.output == "m.map.html\n")
    #expect(
      run.errors.hasPrefix("about.csv knows 3 of 20 values\n20 values of 4 numbers each. The two principal"))
    let again = try box.run("map m.condense town --quiet --perplexity 3 --groups 2")
    #expect(again.output == "m.map.html (replaced)\n" && again.errors.isEmpty)
    let drawn = try box.run("map m.condense town -o town.svg --quiet")
    #expect(drawn.output == "town.svg\n")
    #expect(try String(decoding: box.bytes("town.svg"), as: UTF8.self).contains(">t0</text>"))
    // Equal runs, equal files.
    let before = try box.bytes("town.svg")
    _ = try box.run("map m.condense town -o town.svg --quiet --threads 2")
    #expect(try box.bytes("town.svg") == before)
  }

  /// A browser opens the page, draws all points, and finds what is searched.
  @Test func inABrowser() throws {
    let box = try Self.sandbox()
    _ = try box.run("map m.condense town --about about.csv --quiet -o map.html")
    let page = box.folder.appending(path: "map.html")
    // The same page, which searches and points by itself.
    let text = try String(contentsOf: page, encoding: .utf8)
    let acts = """
      <script>
      document.getElementById("search").value="T1";
      document.getElementById("search").dispatchEvent(new Event("input"));
      const canvas=document.getElementById("map"),box=canvas.getBoundingClientRect();
      for(let x=0;x<box.width;x+=4)for(let y=0;y<box.height;y+=4){
      if(!document.getElementById("tip").hidden)break;
      canvas.dispatchEvent(new PointerEvent("pointermove",{clientX:box.left+x,clientY:box.top+y}));}
      document.getElementById("colour").value="2";
      document.getElementById("colour").dispatchEvent(new Event("change"));
      document.getElementById("layout").value="principal";
      document.getElementById("layout").dispatchEvent(new Event("change"));
      </script></body>
      """
    try text.replacing("</body>", with: acts).write(to: page, atomically: true, encoding: .utf8)
    guard
      let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
        .first(where: { FileManager.default.isExecutableFile(atPath: $0) })
    else {
      print("skipped: there is no Chromium to open a map in")
      return
    }
    let picture = box.folder.appending(path: "map.png")
    func open(_ flags: [String]) throws -> String {
      let process = Process(), output = Pipe()
      process.executableURL = URL(filePath: browser)
      process.arguments =
        [
          "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=2000",
          "--window-size=800,600",
          "--user-data-dir=\(box.folder.appending(path: "profile").path)",
        ] + flags + [page.absoluteString]
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      let data = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      return String(decoding: data, as: UTF8.self)
    }
    let dom = try open(["--dump-dom"])
    #expect(dom.contains("data-ready=\"20\"") && !dom.contains("data-error"), "\(dom.suffix(2000))")
    #expect(dom.contains(">11 found</output>"))
    #expect(dom.contains("<div id=\"tip\" style=") && dom.contains("nearest: t"))
    // The key of the table's column.
    #expect(dom.contains("</i>left</span>") && dom.contains("</i>right</span>"))
    _ = try open(["--screenshot=\(picture.path)"])
    // A blank picture of this size takes some 3,000 bytes.
    #expect(try Data(contentsOf: picture).count > 10_000)
  }

  static let mistakes: [(String, Int32, String)] = [
    (
      "map m.condense town -o map.pdf", 64,
      "-o map.pdf: the ending says what is made; .html (a page) or .svg (a drawing) was expected"
    ),
    (
      "map m.condense y", 64, "'y' is what the model predicts and has no embedding; it has embeddings of town"
    ),
    ("map m.condense town --about none.csv", 66, "no file 'none.csv'"),
    (
      "map m.condense town --about wrong.csv", 65,
      "wrong.csv: the first column, 'city', holds none of the values, such as 't19'"
    ),
    ("map m.condense town --groups 0", 64, "--groups expects a whole number from 1 to 50, not '0'"),
  ]

  @Test(arguments: mistakes.indices) func message(_ index: Int) throws {
    let (line, code, message) = Self.mistakes[index]
    try Mistake(
      line, ["m.condense": .bytes(Self.model), "wrong.csv": "city,n\nx,1\n"], line, code, message
    ).check()
  }
}
