import CondenseCommand
import Foundation
import Testing

/// `condense tune`: what it prints and writes, and what it refuses.
@Suite struct TuneTests {
  private func json(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func textForPeople() throws {
    let box = try Sandbox(["data.csv": .text(try PromiseTests.flights(1500))])
    let run = try box.run("tune data.csv --predict late --time 12s --epochs 3", tick: 0.02)
    #expect(run.code == 0, "\(run.errors)")
    #expect(run.errors.contains("\ntrial defaults: learning rate 0.0020, dropout –, hidden –, pooling –, "))
    let lines = run.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    #expect(lines.first?.hasPrefix("the best of ") == true)
    #expect(lines.contains { $0.hasPrefix("trial") && $0.hasSuffix("log_loss     auc") }, "\(run.output)")
    #expect(lines.contains { $0.hasPrefix("defaults ") })
    #expect(lines.contains { $0.hasPrefix("log_loss 0.") && $0.contains(" by the defaults, ") })
    #expect(run.output.hasSuffix(" in all; trials: data.trials.jsonl\ndata.condense\n"))
    #expect(try box.contents().keys.sorted() == ["data.condense", "data.csv", "data.trials.jsonl"])
    #expect(try box.run("evaluate data.condense data.csv").code == 0)
    #expect(try box.run("summary data.condense").code == 0)
    let trials = try box.text("data.trials.jsonl").split(separator: "\n").map { try json(String($0)) }
    #expect(trials[0]["target"] as? String == "late" && trials[1]["candidate"] as? Int == 0)
    // Once more: nothing that was made is made again.
    let again = try json(
      box.run("tune data.csv --predict late --time 2s --epochs 3 --json --quiet", tick: 0.02).output)
    #expect(
      again.keys.sorted().filter { $0 != "small_loss" && $0 != "small_parameters" } == [
        "best", "best_parameters", "curves", "defaults", "is_small", "model", "parameters", "resumed",
        "seconds",
        "target", "trials", "trials_file", "validation",
      ])
    #expect((again["resumed"] as? Int ?? 0) >= 1)
  }

  static let mistakes: [Mistake] = {
    let header =
      "{\"data\":\"00000000\",\"options\":\"\",\"seed\":1,\"target\":\"y\",\"trials_written_by\":\"condense 0.1.0\"}\n"
    return [
      Mistake(
        "no time", ["data.csv": .text(Sample.table)], "tune data.csv --predict y", 64,
        "tune needs --time LIMIT; usage: condense tune DATA|- --predict COL --time LIMIT [-o FILE] [OPTION…]"),
      Mistake(
        "no target", ["data.csv": .text(Sample.table)], "tune data.csv --time 5s", 64,
        "tune needs the column to learn: --predict COL; 'condense train data.csv' lists the columns"),
      Mistake(
        "over the data", ["data.csv": .text(Sample.table)], "tune data.csv --predict y --time 5s -o data.csv",
        73,
        "data.csv is read here and would be overwritten; give another name with -o"),
      Mistake(
        "a foreign file of trials", ["data.csv": .text(Sample.table), "data.trials.jsonl": "mine\n"],
        "tune data.csv --predict y --time 5s", 73,
        "data.trials.jsonl exists and Condense did not write it; --force replaces it, -o FILE writes elsewhere"
      ),
      Mistake(
        "trials of other data", ["data.csv": .text(Sample.table), "data.trials.jsonl": .text(header)],
        "tune data.csv --predict y --time 5s --quiet", 65,
        "data.trials.jsonl holds trials of other data; move it away to start anew, or give another -o"),
    ]
  }()

  @Test(arguments: mistakes) func mistake(_ mistake: Mistake) throws { try mistake.check() }
}
