import CondenseCommand
import Foundation
import Testing

/// The lines that pages of help and the README tell people to type, typed as they stand.
@Suite struct HelpExampleTests {
  /// What the lines name: few flights to learn from, so that a run is short, and a model of many, so that it
  /// is as good as an example asks for.
  private static let files: [String: Sandbox.Content]? = {
    guard let flights = try? PromiseTests.flights(1500), let all = try? PromiseTests.flights(43_647)
    else { return nil }
    let lines = flights.split(separator: "\n")
    let some = all.split(separator: "\n").enumerated().filter { $0.offset % 40 == 0 }.map(\.element)
    // Without the last column: flights that have not left yet.
    let new = lines.map { $0[..<($0.lastIndex(of: ",") ?? $0.endIndex)] }
    var sales = ["date,zip,shop,sold"]
    for day in 0..<600 {
      let (month, zip) = (day / 50 + 1, 10_000 + day % 7 * 31)
      let date = "2024-\(month < 10 ? "0" : "")\(month)-\(day % 28 < 9 ? "0" : "")\(day % 28 + 1)"
      sales.append("\(date),\(zip),\(["A", "B"][day % 2]),\(20 + day % 7 * 3).5")
    }
    return [
      "flights.csv": .text(flights), "test.csv": .text(some.joined(separator: "\n") + "\n"),
      "held-out.csv": .text(([lines[0]] + lines.suffix(500)).joined(separator: "\n") + "\n"),
      "new.csv": .text(new.prefix(201).joined(separator: "\n") + "\n"),
      "sales.csv": .text(sales.joined(separator: "\n") + "\n"),
      "flights.condense": .bytes(Sample.trained("late", on: all, "")),
      "airports.csv": .text(Self.airports),
      "ratings.csv": .text(Sample.ratings), "ratings.condense": .bytes(Sample.recommender),
      "users.csv": "u1,28\nu2,35\n", "reviews.csv": .text(Self.reviews),
    ].merging(ImageTests.exampleFiles) { first, _ in first }
  }()

  private static let reviews =
    (try? String(
      contentsOf: Sandbox.package.appending(path: "Examples/reviews/invented.csv"), encoding: .utf8)) ?? ""

  private static let airports =
    (try? String(
      contentsOf: Sandbox.package.appending(path: "Examples/Lesson/airports.csv"), encoding: .utf8)) ?? ""

  static let lines = CommandTable.verbs.flatMap(\.examples).map(\.line)

  private static let hasBash = (try? Sandbox().bash(":"))?.code == 0

  private func run(_ line: String, in box: Sandbox) throws {
    let run = try #require(try box.bash(line))
    #expect(run.code == 0, "\(line): \(run.errors)")
    // Of a failure within a pipe only this is seen.
    #expect(!run.errors.contains("condense: ") && !run.errors.contains("bash: "), "\(line): \(run.errors)")
  }

  @Test func everyVerbHasAnExample() {
    for verb in CommandTable.verbs {
      #expect(!verb.examples.isEmpty, "\(verb.name)")
      for example in verb.examples { #expect(example.line.contains("condense \(verb.name)")) }
    }
  }

  @Test(.enabled(if: hasBash, "there is no bash to type examples in"), arguments: lines)
  func exampleRuns(line: String) throws {
    try run(line, in: Sandbox(try #require(Self.files)))
  }

  /// A folder in which `Examples` is that of the package.
  private func withExamples() throws -> Sandbox {
    let box = try Sandbox()
    try FileManager.default.createSymbolicLink(
      at: box.folder.appending(path: "Examples"),
      withDestinationURL: Sandbox.package.appending(path: "Examples"))
    return box
  }

  private static let welcome: [String] = HelpPage.welcome.split(separator: "\n")
    .filter { $0.hasPrefix("  condense ") }.map(String.init)

  @Test func welcomeHasExamples() {
    #expect(Self.welcome.count == 3)
  }

  @Test(.enabled(if: hasBash, "there is no bash to type the lines of the welcome in"))
  func welcomeRuns() throws {
    let box = try withExamples()
    for line in Self.welcome { try run(line, in: box) }
  }

  /// The lines of the README that begin with a prompt, in their order.
  private static func readme() throws -> [String] {
    let page = try String(contentsOf: Sandbox.package.appending(path: "README.md"), encoding: .utf8)
    return page.split(separator: "\n").filter { $0.hasPrefix("$ condense ") }.map {
      String($0.dropFirst(2))
    }
  }

  @Test func readmeHasExamples() throws {
    #expect(try Self.readme().count >= 5)
  }

  @Test(.enabled(if: hasBash, "there is no bash to type the lines of the README in"))
  func readmeRuns() throws {
    let box = try Sandbox(try #require(Self.files).filter { $0.key != "flights.condense" })
    for line in try Self.readme() { try run(line, in: box) }
  }
}
