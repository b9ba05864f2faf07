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
  private static let places =
    "town,side,lon,lat\nt1,left,10,1\nt2,left,20,3\nt11,right,30,2\nt12,right,35,2\nt13,right,31,4\n"
  private static let model: [UInt8] = Sample.trained("y", on: table, "--as town=category --epochs 3")

  private static func sandbox(_ files: [String: Sandbox.Content] = [:]) throws -> Sandbox {
    try Sandbox(
      ["m.condense": .bytes(model), "about.csv": .text(about), "places.csv": .text(places)].merging(files) {
        $1
      })
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

  /// A page with all that a map of a column shows, and what was said of it.
  private static func fullPage() throws -> (box: Sandbox, run: Sandbox.Run) {
    let box = try sandbox(["rows.csv": .text(table)])
    let run = try box.run(
      "map m.condense town rows.csv --about places.csv --against lon,lat -o map.html")
    return (box, run)
  }

  @Test func aboutAndAgainst() throws {
    let run = try Self.fullPage().run
    #expect(run.code == 0 && run.errors.contains("places.csv knows 5 of 20 values\n"), "\(run.errors)")
    #expect(run.errors.contains("share of y = no: rank correlation of "))
    #expect(run.errors.contains("side: ") && run.errors.contains(" of the 10 nearest share it, "))
  }

  /// A browser opens the page, draws all points, finds what is searched, and lays points over positions.
  @Test(.enabled(if: Browser.isInstalled, "there is no Chromium to open a map in"))
  func inABrowser() throws {
    let browser = try Browser(in: Self.fullPage().box)
    func pick(_ name: String, _ value: String) -> String {
      """
      document.getElementById("\(name)").value="\(value)";
      document.getElementById("\(name)").dispatchEvent(new Event("change"));
      """
    }
    // Searches, and points until it hits a value.
    let acts = """
      document.getElementById("search").value="T1";
      document.getElementById("search").dispatchEvent(new Event("input"));
      const canvas=document.getElementById("map"),box=canvas.getBoundingClientRect();
      for(let x=0;x<box.width;x+=4)for(let y=0;y<box.height;y+=4){
      if(!document.getElementById("tip").hidden)break;
      canvas.dispatchEvent(new PointerEvent("pointermove",{clientX:box.left+x,clientY:box.top+y}));}
      \(pick("colour", "3"))
      """
    let dom = try browser.open("map.html", doing: acts)
    #expect(dom.contains("data-ready=\"20\"") && !dom.contains("data-error"), "\(dom.suffix(2000))")
    #expect(dom.contains(">11 found</output>"))
    #expect(dom.contains("<div id=\"tip\" style=") && dom.contains("nearest: t"))
    #expect(dom.contains("share of y = no: 0."))
    // The key of the table's column.
    #expect(dom.contains("</i>left</span>") && dom.contains("</i>right</span>"))
    for layout in ["tsne", "principal", "overlay"] {
      let turned = try browser.open("map.html", doing: pick("layout", layout))
      #expect(turned.contains("data-ready") && !turned.contains("data-error"))
      #expect(try browser.picture("map.html", doing: pick("layout", layout)) > 10_000)
    }
  }

  /// Pages of rows at one layer, `m.map.html`, and at each, `layers.html`, and what was said of them.
  private static func layerPages() throws -> (box: Sandbox, one: Sandbox.Run, all: Sandbox.Run) {
    let box = try sandbox(["rows.csv": .text(table), "new.csv": "town\nt1\nt5\nt9\n"])
    let one = try box.run("map m.condense dense1 rows.csv --perplexity 10")
    let all = try box.run("map m.condense rows.csv --every-layer --perplexity 10 -o layers.html")
    return (box, one, all)
  }

  /// Rows at one layer, and at each.
  @Test func layers() throws {
    let (box, run, all) = try Self.layerPages()
    #expect(run.code == 0 && run.output == "m.map.html\n", "\(run.errors)")
    #expect(
      run.errors.hasPrefix("600 rows of ") && run.errors.contains("\ny: 0.")
        && run.errors.contains("\npredicted y: "))
    #expect(
      run.errors.contains(
        "\ntown: 1.000 of the 10 nearest share it, 0.0485 by chance (p 0.001 by 1,000 shuffles)\n"))
    #expect(all.code == 0 && all.output == "layers.html\n", "\(all.errors)")
    #expect(all.errors.contains("dense1: 10 nearest agree "))
    let few = try box.run("map m.condense output1 new.csv -o new.svg")
    #expect(few.code == 0 && !few.errors.contains("\ny: "), "\(few.errors)")
  }

  @Test(.enabled(if: Browser.isInstalled, "there is no Chromium to open maps of layers in"))
  func layersInABrowser() throws {
    let browser = try Browser(in: Self.layerPages().box)
    let dom = try browser.open("m.map.html")
    #expect(dom.contains("data-ready=\"600\"") && !dom.contains("data-error"))
    #expect(try browser.picture("layers.html") > 10_000)
  }

  @Test func vectorsOfRows() throws {
    let box = try Self.sandbox(["new.csv": "town\nt1\nt5\nt1\n"])
    let run = try box.run("vectors m.condense town.embedding new.csv")
    let lines = run.output.split(separator: "\n")
    #expect(run.code == 0 && lines.count == 4 && lines[0].hasPrefix("value,count,d1,"))
    #expect(lines[1].hasPrefix("1,,") && lines[1].dropFirst(2) == lines[3].dropFirst(2))
    // A row at the embedding is the value's own vector.
    let own = try box.run("vectors m.condense town").output.split(separator: "\n")
    let t5 = try #require(own.first { $0.hasPrefix("t5,") }).split(separator: ",").dropFirst(2)
    #expect(lines[2].split(separator: ",").dropFirst() == t5)
  }

  @Test func projector() throws {
    let box = try Self.sandbox()
    let run = try box.run("map m.condense town --about about.csv -o town.tsv --quiet")
    #expect(run.code == 0 && run.output == "town.tsv\ntown.metadata.tsv\nprojector_config.pbtxt\n")
    #expect(try String(decoding: box.bytes("town.tsv"), as: UTF8.self).split(separator: "\n").count == 20)
    #expect(
      try String(decoding: box.bytes("town.metadata.tsv"), as: UTF8.self).hasPrefix(
        "name\tgroup\tcount\tside\theight\n"))
    // Ours are replaced, others are not.
    #expect(
      try box.run("map m.condense town -o town.tsv --quiet").output.contains("town.metadata.tsv (replaced)"))
    let other = try Self.sandbox(["town.metadata.tsv": "mine\n"])
    let refused = try other.run("map m.condense town -o town.tsv --quiet")
    #expect(
      refused.code == 73 && refused.errors.contains("town.metadata.tsv exists and Condense did not write it"))
  }

  /// Columns called like layers: the layers make way.
  @Test(arguments: ["dense1", "joined", "sum1", "mean", "output1", "town.embedding"])
  func columnsCalledLikeLayers(name: String) throws {
    var lines = ["y,town,\(name)"]
    for row in 0..<300 { lines.append("\(row % 3 == 0 ? "yes" : "no"),t\(row % 5),u\(row % 6)") }
    let table = lines.joined(separator: "\n") + "\n"
    let box = try Sandbox(["rows.csv": .text(table)])
    let trained = try box.run(
      "train rows.csv --predict y --as \(name)=category,town=category --epochs 1 -o m.condense --quiet")
    #expect(trained.code == 0, "\(trained.errors)")
    #expect(try box.run("map m.condense \(name) --quiet -o a.html").code == 0)
    #expect(try box.run("map m.condense column:\(name) --quiet -o a.html").code == 0)
    let layer = try box.run("map m.condense layer:\(name)_ rows.csv --quiet -o b.html")
    #expect(layer.code == 0, "\(layer.errors)")
  }

  private static let notAModel = "wrong.csv is not a model file of Condense"
  static let mistakes: [(String, Int32, String)] = [
    (
      "map m.condense town -o map.pdf", 64,
      "-o map.pdf: the ending says what is made; .html (a page), .svg (a drawing) or .tsv (files for the TensorBoard"
        + " projector) was expected"
    ),
    (
      "map m.condense y", 64, "'y' is what the model predicts and has no embedding; it has embeddings of town"
    ),
    (
      "map m.condense twon", 64,
      "the model has no column and no layer 'twon'; did you mean 'town'? its embeddings are of town, its layers on the"
        + " way to the answer joined, dense1, output1"
    ),
    (
      "map m.condense dense1", 64,
      "'dense1' is a layer, whose map shows how it answers to rows; name a file of them: condense map m.condense dense1"
        + " DATA"
    ),
    (
      "map m.condense dense1 wrong.csv --about wrong.csv", 64,
      "--about FILE says what is known of the values of a column; 'dense1' is a layer, and its points are rows of DATA"
    ),
    (
      "map m.condense dense1 wrong.csv", 65,
      "wrong.csv has no column 'town', which the model was trained with"
    ),
    (
      "map m.condense town wrong.csv", 65,
      "wrong.csv has no column 'y', which the model predicts; it cannot be measured on it"
    ),
    (
      "map m.condense town wrong.csv --every-layer", 64,
      "--every-layer shows all layers; leave the layer out: condense map MODEL DATA --every-layer"
    ),
    (
      "map m.condense wrong.csv --every-layer -o a.svg", 64,
      "--every-layer makes a page; give -o a name that ends with .html"
    ),
    (
      "map m.condense town --against lon,lat", 64,
      "--against names columns of the table of --about; give --about FILE too"
    ),
    (
      "map m.condense town --about wrong.csv --against a,b,c", 64,
      "--against takes two columns, of positions across and up, not 3"
    ),
    (
      "vectors m.condense dense1", 64,
      "'dense1' is a layer, which answers to rows; name a file of them: condense vectors m.condense dense1 DATA"
    ),
    (
      "vectors m.condense town wrong.csv", 64,
      "the values of the column 'town' have vectors of their own, without any DATA; leave it out"
    ),
    ("map wrong.csv town", 65, Self.notAModel),
    ("vectors wrong.csv town", 65, Self.notAModel),
    (
      "map wrong.csv dense1 m.condense", 65,
      "wrong.csv is not a model file; is the order of arguments MODEL DATA?"
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
