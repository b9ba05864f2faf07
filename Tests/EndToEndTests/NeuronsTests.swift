import Foundation
import Testing

/// `condense neurons`.
@Suite struct NeuronsTests {
  private static let table: String = {
    var lines = ["y,town,size"]
    for row in 0..<900 {
      lines.append("\((row % 20 < 10) == (row % 13 > 3) ? "yes" : "no"),t\(row % 20),\(row % 13)")
    }
    return lines.joined(separator: "\n") + "\n"
  }()
  private static let model: [UInt8] = Sample.trained(
    "y", on: table, "--as town=category,size=number --epochs 3")

  private static func sandbox() throws -> Sandbox {
    try Sandbox(["m.condense": .bytes(model), "rows.csv": .text(table), "new.csv": "town,size\nt1,3\nt2,5\n"])
  }

  @Test func textPageAndJSON() throws {
    let box = try Self.sandbox()
    let run = try box.run("neurons m.condense dense1 rows.csv -o neurons.html")
    #expect(
      run.code == 0 && run.output.hasPrefix("dense1: 32 neurons on 900 rows; the mean loss is "),
      "\(run.errors)")
    #expect(run.output.contains("\nneuron ") && run.output.contains("loss without it"))
    #expect(run.output.hasSuffix("and 12 more; --json or -o gives all\nneurons.html\n"))
    let json = try box.run("neurons m.condense dense1 rows.csv --json")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    let neurons = try #require(object["neurons"] as? [[String: Any]])
    #expect(
      neurons.count == 32 && object["rows"] as? Int == 900
        && (neurons[0]["inputs"] as? [Any])?.isEmpty == false)
    let losses = neurons.compactMap { $0["loss_without"] as? Double }
    #expect(losses.count == 32 && losses == losses.sorted(by: >))
    let new = try box.run("neurons m.condense output1 new.csv")
    #expect(new.code == 0 && new.output.contains("they have no 'y'"), "\(new.errors)")
  }

  @Test(.enabled(if: Browser.isInstalled, "there is no Chromium to open neurons in"))
  func inABrowser() throws {
    let box = try Self.sandbox()
    let run = try box.run("neurons m.condense dense1 rows.csv -o neurons.html")
    #expect(run.code == 0, "\(run.errors)")
    let browser = try Browser(in: box)
    #expect(try browser.picture("neurons.html") > 10_000)
    #expect(try browser.picture("neurons.html", width: 380) > 10_000)
  }

  static let mistakes: [(String, Int32, String)] = [
    (
      "neurons m.condense dens1 rows.csv", 64,
      "the model has no layer 'dens1'; did you mean 'dense1'? its layers on the way to the answer are joined, dense1,"
        + " output1"
    ),
    (
      "neurons m.condense town rows.csv", 64,
      "the model has no layer 'town'; its layers on the way to the answer are joined, dense1, output1"
    ),
    ("neurons m.condense dense1 none.csv", 66, "no file 'none.csv'"),
    (
      "neurons m.condense dense1 m.condense", 65,
      "m.condense looks like a model file; a table, such as a CSV file, was expected"
    ),
    (
      "neurons m.condense dense1 rows.csv -o rows.csv", 73,
      "rows.csv is read here and would be overwritten; give another name with -o"
    ),
  ]

  @Test(arguments: mistakes.indices) func message(_ index: Int) throws {
    let (line, code, message) = Self.mistakes[index]
    try Mistake(line, ["m.condense": .bytes(Self.model), "rows.csv": .text(Self.table)], line, code, message)
      .check()
  }
}
