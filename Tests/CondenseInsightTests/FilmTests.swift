import CondenseCore
import CondenseInsight
import CondenseModels
import CondenseNetworks
import Foundation
import Testing

/// Films in the plane, and their page.
@Suite struct FilmTests {
  /// A network that learns of each value its place on a line, or on a circle, and how that went.
  private static func film(
    _ names: [String], dimension: Int, steps: Int = 80, isLine: Bool = false
  ) throws -> TrainingFilm {
    let n = names.count
    let network = try NeuralNetwork { builder in
      let vector = builder.embedding(
        builder.id("value", vocabularySize: n), dimension: dimension, table: "value")
      builder.output(builder.dense(vector, units: 2), loss: .squaredError)
    }
    func place(_ value: Int, _ output: Int) -> Float {
      let angle = 6.2832 * Double(value) / Double(n)
      return isLine ? Float(4 * (angle - 3)) : Float(2 * (output == 0 ? cos(angle) : sin(angle)))
    }
    let examples = try Examples(
      columns: ["value": .ids(IdColumn((0..<Int32(n)).map(\.self), vocabularySize: n))],
      targets: [
        "target": .numbers((0..<2 * n).map { place($0 / 2, $0 % 2) }, width: 2)
      ])
    let trainer = try Trainer(network, learningRate: 0.02, batchSize: n, threads: 1)
    var recorder = FilmRecorder("value", values: names, embedding: "embedding.value")
    try recorder.start(trainer)
    for _ in 0..<steps { try recorder.record(trainer, loss: trainer.step(examples, rows: 0..<n)) }
    return try recorder.film(
      of: trainer.finish(), validation: [TrainingFilm.Loss(step: steps / 2, value: 0.25)],
      validationName: "rmse")
  }

  private static let towns = (0..<40).map { "town \($0)" }

  /// All snapshots lie on the axes of the last one: what its second half does not move does not seem to move.
  @Test func axesAndScaleAreThoseOfTheLast() throws {
    let recorded = try Self.film(Self.towns, dimension: 5), film = try Film(recorded)
    guard case .principal(let first, let second) = film.axes else {
      Issue.record("\(film.axes)")
      return
    }
    #expect(first >= second && first + second > 0.8 && first + second <= 1.0001)
    #expect(film.points.count == recorded.snapshots.count && film.groups.count == 40)
    // A linear map: the way between two snapshots of one value is no longer than in all its numbers.
    for (a, b) in zip(film.points.indices, film.points.indices.dropFirst()) {
      for value in 0..<40 {
        let seen = hypot(
          film.points[b][value] - film.points[a][value],
          film.points[b][40 + value] - film.points[a][40 + value])
        let whole = (0..<5).reduce(0.0) { sum, column in
          let moved =
            Double(recorded.snapshots[b].vectors[value * 5 + column])
            - Double(recorded.snapshots[a].vectors[value * 5 + column])
          return sum + moved * moved
        }.squareRoot()
        #expect(seen <= whole + 1e-5)
      }
    }
    let data = try MapTests.data(FilmPage.html(film))
    let frames = try #require(data["frames"] as? [[String: Any]])
    #expect(frames.map { $0["step"] as? Int } == recorded.snapshots.map(\.step))
    let xs = try frames.map { try #require($0["x"] as? [Int]) },
      ys = try frames.map { try #require($0["y"] as? [Int]) }
    #expect(xs.allSatisfy { $0.count == 40 } && ys.allSatisfy { $0.count == 40 } && xs[0] != xs[1])
    // One scale for both sides and all frames.
    let scale = Double(xs[0][1] - xs[0][0]) / (film.points[0][1] - film.points[0][0])
    let last = film.points.count - 1
    let again = Double(ys[last][1] - ys[last][0]) / (film.points[last][41] - film.points[last][40])
    #expect(abs(scale / again - 1) < 0.02)
    let losses = try #require(data["losses"] as? [[String: Any]])
    #expect(losses.map { $0["name"] as? String } == ["training loss", "rmse on rows held out"])
  }

  @Test func overKnownPlaces() throws {
    let recorded = try Self.film(Self.towns, dimension: 5)
    let places = Self.towns.indices.map { value -> (x: Double, y: Double)? in
      let angle = 6.2832 * Double(value) / 40
      return value == 7 ? nil : (100 + 3 * sin(angle), 3 * cos(angle))
    }
    let film = try Film(recorded, over: places)
    guard case .places(let explained) = film.axes else {
      Issue.record("\(film.axes)")
      return
    }
    #expect(explained > 0.95)
    func off(_ snapshot: Int) -> Double {
      places.enumerated().reduce(0) { sum, place in
        guard let at = place.element else { return sum }
        let points = film.points[snapshot]
        return max(sum, hypot(points[place.offset] - at.x, points[40 + place.offset] - at.y))
      }
    }
    #expect(off(film.points.count - 1) < 1 && off(0) > 2)
    #expect(FilmPage.notes(film).contains("lies over the known places as well as it can (R² 0.9"))
  }

  @Test(arguments: [1, 3]) func lines(dimension: Int) throws {
    let film = try Film(Self.film(Self.towns, dimension: dimension, steps: 400, isLine: true))
    guard case .line(let share) = film.axes else {
      Issue.record("\(film.axes)")
      return
    }
    #expect(share > 0.99)
    #expect(
      FilmPage.notes(film).contains(dimension == 1 ? "Across: the number." : "Across: the one direction"))
    let data = try MapTests.data(FilmPage.html(film))
    #expect(data["line"] as? Bool == true && data["counts"] == nil)
  }

  @Test(arguments: [1, 2, 3]) func few(count: Int) throws {
    let film = try Film(Self.film(Array(Self.towns.prefix(count)), dimension: 4, steps: 3))
    #expect(try MapTests.data(FilmPage.html(film))["groups"] as? [Int] == Array(0..<count) || count > 1)
  }

  @Test func namesStayWhatTheyAreAndThePageSmall() throws {
    let hostile =
      MapTests.hostile + [
        String(repeating: "👩‍👩‍👧‍👦", count: 10_000), "\u{202E}reversed", "{{x}}", "a,b;c",
      ]
    let names = hostile + (0..<600).map { "\($0)" + String(repeating: "👩‍👩‍👧‍👦", count: 2000) }
    let page = FilmPage.html(try Film(Self.film(names, dimension: 3)))
    #expect(page.components(separatedBy: "<script").count == 3)
    #expect(page.utf8.count < 1_500_000, "\(page.utf8.count) bytes")
    let shown = try #require(try MapTests.data(page)["names"] as? [String])
    #expect(shown.count == 500 && shown.allSatisfy { $0.count <= 60 })
    #expect(shown.prefix(6) == MapTests.hostile.prefix(6))
    #expect(page.hasPrefix("<!DOCTYPE html>\n<html"))
    for outside in ["src=", "href=", "url(", "@import", "http:", "https:"] {
      #expect(!page.replacing("http://www.w3.org/1999/xhtml", with: "").contains(outside), "\(outside)")
    }
  }
}
