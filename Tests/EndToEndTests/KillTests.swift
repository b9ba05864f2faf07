import Foundation
import Testing

/// Processes that are killed while they work and write: the file is the old one or the new one, whole, and nothing else is
/// left once somebody has written again.
///
/// `make test` kills a few; `CONDENSE_KILLS=500` as many as that.
@Suite(.serialized) struct KillTests {
  private static let count =
    ProcessInfo.processInfo.environment["CONDENSE_KILLS"].flatMap { Int($0) } ?? 16

  /// Each writes `out`.
  private static let commands = [
    "train table.csv --predict town --epochs 2 --force -o out",
    "predict model.condense table.csv -o out --force",
    "vectors model.condense town -o out.csv --force", "report model.condense -o out.html --force",
    "map model.condense town -o out.html --force", "advise table.csv --predict town -o out --force",
    "explain model.condense table.csv -o out.html --force",
    "shrink model.condense table.csv -o out --force",
  ]

  @Test func theFileIsWhole() throws {
    let models = Sandbox.package.appending(path: "Tests/Fixtures/models/0.1.0")
    let box = try Sandbox([
      "table.csv": .bytes(Array(try Data(contentsOf: models.appending(path: "table.csv")))),
      "model.condense": .bytes(Array(try Data(contentsOf: models.appending(path: "numbers.condense")))),
    ])
    var random = SystemRandomNumberGenerator()
    var killed = 0, replaced = 0
    for number in 0..<Self.count {
      let line = Self.commands[number % Self.commands.count]
      let name = line.contains("out.html") ? "out.html" : line.contains("out.csv") ? "out.csv" : "out"
      let place = box.folder.appending(path: name)
      // What would be written, and how long it takes.
      try? FileManager.default.removeItem(at: place)
      let clock = ContinuousClock.now
      let run = try box.run(line)
      let seconds = (ContinuousClock.now - clock) / .seconds(1)
      guard run.code == 0 else {
        Issue.record("\(line): \(run.errors)")
        continue
      }
      let new = try box.bytes(name), old = Array("the old file".utf8)
      try Data(old).write(to: place)
      let isTerminated = number % 2 == 1
      let started = try box.start(line)
      usleep(UInt32.random(in: 0...UInt32(max(1, seconds * 1.05 * 1e6)), using: &random))
      kill(started.process.processIdentifier, isTerminated ? SIGTERM : SIGKILL)
      _ = try started.finished()
      if started.process.terminationReason == .uncaughtSignal { killed += 1 }
      let found = try box.bytes(name)
      // A training that is told to stop keeps the best so far.
      let isKept = isTerminated && line.hasPrefix("train") && started.process.terminationReason == .exit
      if found != old, !isKept { #expect(found == new, "\(line)") }
      if found != old { replaced += 1 }
      let litter = try box.contents().keys.filter { $0.hasSuffix(".partial") }
      if isTerminated { #expect(litter.isEmpty, "\(line): \(litter)") }
      _ = try box.run(line)
      #expect(try !box.contents().keys.contains { $0.hasSuffix(".partial") }, "\(line)")
    }
    print("kills: \(Self.count) started, \(killed) ended by the signal, \(replaced) had replaced the file")
  }

  /// Each write that fails, at every size of the file, leaves the old file and no other.
  @Test(arguments: [1, 4, 8, 9]) func writingThatFails(blocks: Int) throws {
    let models = Sandbox.package.appending(path: "Tests/Fixtures/models/0.1.0")
    let box = try Sandbox([
      "table.csv": .bytes(Array(try Data(contentsOf: models.appending(path: "table.csv")))),
      "out": .text("the old file"),
    ])
    let before = try box.contents()
    let run = try box.shell(
      "ulimit -f \(blocks); exec \"$condense\" train table.csv --predict town --epochs 1 --force -o out --quiet"
    )
    #expect(run.code == 74 && run.errors.contains("nothing is left behind"), "\(run.code): \(run.errors)")
    #expect(try box.contents() == before)
  }

  /// A process without memory says so.
  @Test(arguments: [60_000, 100_000, 160_000]) func withoutMemory(kilobytes: Int) throws {
    let models = Sandbox.package.appending(path: "Tests/Fixtures/models/0.1.0")
    let box = try Sandbox([
      "table.csv": .bytes(Array(try Data(contentsOf: models.appending(path: "table.csv"))))
    ])
    let run = try box.shell(
      "ulimit -v \(kilobytes); exec \"$condense\" train table.csv --predict town --epochs 1 -o out --quiet")
    #expect([0, 69, 127].contains(run.code), "\(run.code): \(run.errors)")
  }
}
