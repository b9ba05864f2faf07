import Foundation
import Testing

/// The programs in Examples, each held to what its first line says to expect.
@Suite struct ExampleTests {
  /// The first line of an example, and what the built program prints in the folder of the package.
  private func run(_ name: String) throws -> (promise: String, output: String) {
    let source = Sandbox.package.appending(path: "Examples/\(name)/main.swift")
    let promise = try String(contentsOf: source, encoding: .utf8).split(separator: "\n")[0]
    let run = try Sandbox().shell("cd \"$package\" && exec \"$built/\(name)\"")
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    return (String(promise), run.output)
  }

  /// The numbers that a pattern with one group finds.
  private func numbers(_ pattern: Regex<(Substring, Substring)>, in text: String) -> [Double] {
    text.matches(of: pattern).compactMap { Double($0.1) }
  }

  @Test func everyExampleIsTested() throws {
    let folder = Sandbox.package.appending(path: "Examples").path
    let programs = try FileManager.default.contentsOfDirectory(atPath: folder).filter {
      FileManager.default.fileExists(atPath: "\(folder)/\($0)/main.swift")
    }
    #expect(
      programs.sorted() == ["FilmTastes", "LateFlights", "Lesson", "OwnNetwork", "ReviewWords", "TinyDigits"])
  }

  @Test func lateFlights() throws {
    let (promise, output) = try run("LateFlights")
    let promised = try #require(numbers(/AUC of about ([0-9.]+[0-9])/, in: promise).first)
    let auc = try #require(numbers(/AUC ([0-9.]+)/, in: output).first)
    #expect(abs(auc - promised) < 0.01, "\(output)")
    let late = try #require(numbers(/late with probability ([0-9.]+)/, in: output).first)
    #expect(late > 0.25 && late < 0.95, "an evening before Christmas: \(output)")
  }

  /// What a package of one's own would say; `make check-all` builds it as one.
  @Test func consumer() throws {
    let source = Sandbox.package.appending(path: "Examples/Consumer/Sources/Consumer/main.swift")
    #expect(
      try String(contentsOf: source, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        .count <= 41)
    let run = try Sandbox().shell("exec \"$built/Consumer\"")
    #expect(run.code == 0 && run.output.hasSuffix(" the same\n"), "\(run.output)\(run.errors)")
  }

  @Test func ownNetwork() throws {
    let (promise, output) = try run("OwnNetwork")
    let first = try #require(numbers(/a loss of ([0-9.]+[0-9])/, in: promise).first)
    let limit = try #require(numbers(/below ([0-9.]+[0-9])/, in: promise).first)
    let losses = numbers(/epoch [0-9]+: loss ([-+.e0-9]+)/, in: output)
    #expect(losses.count == 5 && losses == losses.sorted(by: >), "\(output)")
    #expect(abs((losses.first ?? 0) - first) < 0.05 && (losses.last ?? 1) < limit, "\(output)")
    #expect(output.contains("a train from 3 to 7: true\na train from 3 to 8: false\n"), "\(output)")
  }

  /// Its table comes from its script, and its picture from its table, bit for bit.
  @Test func lesson() throws {
    let box = try Sandbox()
    let run = try box.shell(
      "here=$PWD; cd \"$package\" && exec \"$built/Lesson\" Examples/Lesson \"$here/map.svg\" \"$here/film.html\""
    )
    #expect(run.code == 0 && run.errors.isEmpty, "\(run.errors)")
    let folder = Sandbox.package.appending(path: "Examples/Lesson")
    let source = try String(contentsOf: folder.appending(path: "main.swift"), encoding: .utf8)
    let promise = String(source.split(separator: "\n")[0])
    let limit = try #require(numbers(/below ([0-9]+)/, in: promise).first)
    let leastOfCodes = try #require(numbers(/over ([0-9]+)/, in: promise).first)
    let leastOfMaps = try #require(numbers(/map above ([0-9.]+[0-9])/, in: promise).first)
    func miles(_ way: String) -> [Double] {
      let line = run.output.split(separator: "\n").first { $0.contains(way) } ?? ""
      return numbers(/([0-9]+\.[0-9])/, in: String(line))
    }
    let shared = miles("one embedding"), oneHot = miles("one-hot"), codes = miles("codes as plain numbers")
    #expect(shared.count == 3 && oneHot.count == 3 && codes.count == 3, "\(run.output)")
    #expect(shared.allSatisfy { $0 < limit } && codes.allSatisfy { $0 > leastOfCodes }, "\(run.output)")
    #expect(zip(oneHot, shared).allSatisfy { $0 >= 3 * $1 }, "\(run.output)")
    let maps = numbers(/R² ([0-9.]+)/, in: run.output)
    #expect(maps.count == 3 && maps.allSatisfy { $0 > leastOfMaps }, "\(run.output)")
    #expect(run.output.contains("equal in all 8372 rows: true"))
    for name in ["map.svg", "film.html"] {
      #expect(try box.bytes(name) == Array(Data(contentsOf: folder.appending(path: name))), "\(name)")
    }
    // What the page says was printed.
    let page = try String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8)
    for ways in [shared, oneHot, codes] {
      #expect(page.contains(ways.map { String($0) }.joined(separator: ", ")), "\(ways)")
    }
  }

  /// A file of the lesson.
  private static func fileOfTheLesson(_ name: String) throws -> String {
    let folder = Sandbox.package.appending(path: "Examples/Lesson")
    return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// How far two airports lie apart in a frame of the lesson's film, beside the miles.
  private static func correlation(_ data: [String: Any], frame: Int) throws -> Double {
    let rows = try fileOfTheLesson("distances.csv")
      .split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
    let names = try #require(data["names"] as? [String])
    let frame = try #require(data["frames"] as? [[String: Any]])[frame]
    let x = try #require(frame["x"] as? [Int]), y = try #require(frame["y"] as? [Int])
    let places = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    let pairs = try rows.map { row in
      let a = try #require(places[String(row[0])]), b = try #require(places[String(row[1])])
      return (hypot(Double(x[a] - x[b]), Double(y[a] - y[b])), try #require(Double(row[2])))
    }
    return rankCorrelation(pairs)
  }

  /// The first frame of its film is noise, the last a map.
  @Test func theFilmOfTheLessonEndsAsAMap() throws {
    let data = try FilmTests.data(Self.fileOfTheLesson("film.html"))
    let frames = try #require(data["frames"] as? [[String: Any]])
    #expect((30...60).contains(frames.count) && (data["names"] as? [String])?.count == 92)
    #expect(try Self.correlation(data, frame: 0).magnitude < 0.1)
    #expect(try Self.correlation(data, frame: frames.count - 1) > 0.97)
  }

  @Test(.enabled(if: Browser.isInstalled, "there is no Chromium to open the film of the lesson in"))
  func theFilmOfTheLessonInABrowser() throws {
    let page = try Self.fileOfTheLesson("film.html")
    let frames = try #require(try FilmTests.data(page)["frames"] as? [[String: Any]])
    let browser = try Browser(in: Sandbox(["film.html": .text(page)]))
    for (fragment, shown) in [("frame=0", 0), ("", frames.count - 1)] {
      let dom = try browser.open("film.html", at: fragment)
      #expect(dom.contains("data-ready=\"92\"") && !dom.contains("data-error"))
      #expect(dom.contains("data-frame=\"\(shown)\""))
      let far = try Self.correlation(FilmTests.data(dom), frame: shown)
      #expect(shown == 0 ? far.magnitude < 0.1 : far > 0.97)
      #expect(try browser.picture("film.html", at: fragment) > 10_000)
    }
  }

  /// Spearman's, of pairs without many ties.
  private static func rankCorrelation(_ pairs: [(Double, Double)]) -> Double {
    func ranks(_ values: [Double]) -> [Double] {
      var ranks = [Double](repeating: 0, count: values.count)
      for (rank, place) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
        ranks[place] = Double(rank) - Double(values.count - 1) / 2
      }
      return ranks
    }
    let a = ranks(pairs.map(\.0)), b = ranks(pairs.map(\.1))
    return zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / a.reduce(0) { $0 + $1 * $1 }
  }

  private static let hasPython = (try? Sandbox().shell("python3 -c ''"))?.code == 0

  @Test(.enabled(if: hasPython, "there is no python3 to make the distances again"))
  func theTableOfTheLessonComesFromItsScript() throws {
    let box = try Sandbox()
    let run = try box.shell(
      "here=$PWD; cd \"$package\" && python3 Examples/Lesson/make_distances.py \"$here\"")
    #expect(run.code == 0, "\(run.errors)")
    let folder = Sandbox.package.appending(path: "Examples/Lesson")
    for name in ["distances.csv", "airports.csv"] {
      #expect(try box.bytes(name) == Array(Data(contentsOf: folder.appending(path: name))), "\(name)")
    }
  }

  @Test func filmTastes() throws {
    let (promise, output) = try run("FilmTastes")
    let limit = try #require(numbers(/rating above ([0-9.]+)/, in: promise).first)
    #expect(output.contains(/for person 0: space \d+, space \d+, space \d+\n/), "\(output)")
    #expect(output.contains(/for somebody new: crime \d+, crime \d+, crime \d+\n/), "\(output)")
    #expect(try #require(numbers(/would give it ([0-9.]+)/, in: output).first) > limit, "\(output)")
  }

  @Test func tinyDigits() throws {
    let (promise, output) = try run("TinyDigits")
    let limit = try #require(numbers(/above ([0-9.]+[0-9])/, in: promise).first)
    let accuracy = try #require(numbers(/accuracy ([0-9.]+)/, in: output).first)
    #expect(accuracy > limit, "\(output)")
  }

  @Test func reviewWords() throws {
    let (promise, output) = try run("ReviewWords")
    let label = try #require(promise.firstMatch(of: /is called '(\w+)'/)?.1)
    #expect(output.hasPrefix("\(label) with probability "), "\(output)")
    let probability = try #require(numbers(/with probability ([0-9.]+)/, in: output).first)
    #expect(probability > 0.6, "\(output)")
    let reviews = try String(
      contentsOf: Sandbox.package.appending(path: "Examples/reviews/invented.csv"), encoding: .utf8
    ).lowercased().split(separator: "\n").dropFirst()
    /// In how many more kind than unkind sentences a word stands.
    func kindness(_ word: Substring) -> Int {
      reviews.filter { $0.split { !$0.isLetter }.contains(word) }
        .reduce(0) { $0 + ($1.hasSuffix("pos") ? 1 : -1) }
    }
    for (kind, sign) in [("kindest", 1), ("unkindest", -1)] {
      let words = try #require(
        output.firstMatch(of: try Regex<(Substring, Substring)>("(?m)^\(kind) words: +(.*)$"))?.1
      )
      .split(separator: ", ")
      #expect(words.count == 5 && words.allSatisfy { kindness($0) * sign > 0 }, "\(output)")
    }
  }
}
