import CondenseCommand
import Foundation
import Testing

/// `condense shrink`: what it prints and writes, and what it refuses.
@Suite struct ShrinkTests {
  /// Towns of which every third says yes, and a column of noise.
  private static func table(_ rows: Range<Int>) -> String {
    var lines = ["y,town,noise,n"]
    for i in rows {
      let town = i * 7919 % 12, chance = i * 104_729 % 97
      lines.append(
        "\(chance < (town % 3 == 0 ? 80 : 15) ? "yes" : "no"),t\(town),x\(i * 31 % 17),\(i * 37 % 23).5")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let model = Sample.trained("y", on: table(0..<2000), "--epochs 3")

  private static func files() -> [String: Sandbox.Content] {
    ["m.condense": .bytes(model), "held.csv": .text(table(2000..<4000))]
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func textForPeople() throws {
    let box = try Sandbox(Self.files())
    let run = try box.run("shrink m.condense held.csv")
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.first?.hasPrefix("embedding  rows  numbers before  after  bytes before  ") == true)
    #expect(lines.contains { $0.hasPrefix("noise        18") })
    #expect(
      lines.contains(
        "y on 2,000 rows of held.csv, which chose the dimensions: the figures flatter a little"))
    #expect(lines.contains { $0.hasPrefix("metric     before   after  without a model") })
    #expect(lines.contains { $0.hasPrefix("auc ") })
    #expect(lines.contains { $0.contains(" of the skill is kept; ") && $0.contains(" parameters became ") })
    #expect(run.output.hasSuffix("\nm.small.condense\n"))
    #expect(lines.allSatisfy { $0.count <= 110 })
    #expect(try box.bytes("m.small.condense").count < Self.model.count)
    #expect(try box.bytes("m.condense") == Self.model)
    // The smaller model serves as any other.
    let summary = try box.run("summary m.small.condense")
    #expect(summary.code == 0)
    #expect(
      summary.output.contains(
        "\nshrunk to keep 99.0 % of the skill on 2,000 rows; the figures above are those from before\n"))
    #expect(
      summary.output.contains(
        "\nembedding  rows  numbers  effective rank  never read  under 5 times  length ~ count  unknown\n"))
    #expect(try box.run("predict m.small.condense held.csv").code == 0)
    #expect(try box.run("doctor m.small.condense").code == 0)
    let again = try box.run("shrink m.condense held.csv")
    #expect(again.output.hasSuffix("\nm.small.condense (replaced)\n"))
    let flattered = try box.run("evaluate m.small.condense held.csv")
    #expect(
      flattered.errors
        == "held.csv holds the rows that chose how small the model is: these figures flatter it a little\n")
  }

  @Test func jsonForPrograms() throws {
    let box = try Sandbox(Self.files())
    let run = try box.run("shrink m.condense held.csv --keep 0.5 -o s.condense --json --quiet")
    #expect(run.code == 0 && run.errors.isEmpty && run.output.split(separator: "\n").count == 1)
    let all = try json(run.output)
    #expect(
      all.keys.sorted() == [
        "baseline", "bytes", "embeddings", "keep", "kept", "metric", "metrics", "model", "parameters", "rows",
        "target",
      ])
    #expect(all["metric"] as? String == "auc" && all["model"] as? String == "s.condense")
    #expect(all["keep"] as? Double == 0.5 && all["rows"] as? Int == 2000)
    let bytes = try #require(all["bytes"] as? [String: Int])
    #expect(bytes == ["before": Self.model.count, "after": try box.bytes("s.condense").count])
    let metrics = try #require(all["metrics"] as? [String: [String: Double]])
    let evaluated = try json(box.run("evaluate s.condense held.csv --json --quiet").output)
    #expect(metrics["after"] == evaluated["metrics"] as? [String: Double])
    let embeddings = try #require(all["embeddings"] as? [[String: Any]])
    #expect(embeddings.map { $0["name"] as? String } == ["town", "noise"])
    #expect(embeddings[0].keys.sorted() == ["dimension", "dimension_before", "inputs", "name", "rows"])
    let parameters = try #require(all["parameters"] as? [String: Int])
    let summary = try json(box.run("summary s.condense --json").output)
    #expect(parameters["after"] == summary["parameters"] as? Int)
    let layers = try #require(summary["layers"] as? [[String: Any]])
    #expect(layers.reduce(0) { $0 + ($1["parameters"] as? Int ?? 0) } == parameters["after"])
    #expect(layers.allSatisfy { $0["flops"] is Int && $0["bytes_moved"] is Int })
  }

  @Test func rowsThatWereLearnedAreNamed() throws {
    let box = try Sandbox(["m.condense": .bytes(Self.model), "data.csv": .text(Self.table(0..<2000))])
    let run = try box.run("shrink m.condense data.csv")
    #expect(
      run.errors
        == "data.csv holds the rows the model learned from: it knows them by heart, and rows held out judge better\n"
    )
  }

  static let mistakes: [Mistake] = {
    func mistake(_ description: String, _ line: String, _ code: Int32, _ message: String) -> Mistake {
      Mistake(description, files(), line, code, message)
    }
    return [
      mistake(
        "nothing kept", "shrink m.condense held.csv --keep 0", 64,
        "--keep expects a number over 0, at most 1, not '0'"),
      mistake(
        "over the model", "shrink m.condense held.csv -o m.condense", 73,
        "m.condense is read here and would be overwritten; give another name with -o"),
      mistake(
        "over the data", "shrink m.condense held.csv -o held.csv --force", 73,
        "held.csv is read here and would be overwritten; give another name with -o"),
      mistake(
        "swapped", "shrink held.csv m.condense", 65,
        "held.csv is not a model file; is the order of arguments MODEL DATA?"),
      Mistake(
        "without the target", ["m.condense": .bytes(model), "new.csv": "town,noise,n\nt1,x2,3.5\n"],
        "shrink m.condense new.csv", 65,
        "new.csv has no column 'y', which the model predicts; it cannot be measured on it"),
      Mistake(
        "a recommender", ["r.condense": .bytes(Sample.recommender), "ratings.csv": .text(Sample.ratings)],
        "shrink r.condense ratings.csv", 65,
        "r.condense is a recommender: no dense layer follows the vectors of its users and items that could take"
          + " over what they lose; shrink is for models that predict a column"),
      Mistake(
        "texts alone", ["t.condense": .bytes(Sample.textModel), "texts.csv": .text(Sample.texts)],
        "shrink t.condense texts.csv", 65,
        "there is nothing to shrink in the model of 'label': its words speak to the outputs directly, one number for"
          + " each"),
      Mistake(
        "images", ImageTests.exampleFiles, "shrink digits.condense images.idx", 65,
        "there is nothing to shrink in the model of 'label': it reads images, whose pixels all go straight to dense"
          + " layers"),
    ]
  }()

  @Test(arguments: mistakes) func mistake(_ mistake: Mistake) throws { try mistake.check() }
}
