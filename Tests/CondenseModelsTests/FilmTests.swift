import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks
import Foundation
import Synchronization
import Testing

/// What is kept of an embedding while it is learned.
@Suite struct FilmTests {
  /// Films that were handed over.
  private final class Films: Sendable {
    private let shown = Mutex<[TrainingFilm]>([])
    func add(_ film: TrainingFilm) { shown.withLock { $0.append(film) } }
    var all: [TrainingFilm] { shown.withLock { $0 } }
  }

  /// Rows of two categories, of which the larger has 700 values, a text and a number.
  private static func table(_ rows: Int) throws -> Table {
    var lines = ["y,score,town,street,words"]
    for row in 0..<rows {
      let town = row * 7 % 12, street = row * 31 % 700
      lines.append(
        "\((town + row % 3) % 2 == 0 ? "yes" : "no"),\(town * 10 + row % 4).5,t\(town),s\(street),"
          + "\(town % 2 == 0 ? "fine" : "dull") film w\(street % 40) about w\(row % 9) and much w\(row % 50) more"
      )
    }
    return try Table(contentsOf: Array((lines.joined(separator: "\n") + "\n").utf8), name: "rows.csv")
  }

  /// A model, its film and what was said; the bytes are those of the same training without a film.
  private func filmed(
    _ table: Table, _ target: String, column: String? = nil, _ change: (inout TrainingOptions) -> Void
  ) throws -> (model: Predictor, film: TrainingFilm, said: [String]) {
    var options = TrainingOptions()
    options.threads = 2
    options.columns = ["town": .category, "street": .category]
    change(&options)
    let plain = try Predictor.train(on: table, predicting: target, options) { false }
    let films = Films(), remarks = Remarks()
    options.onFilm = { films.add($0) }
    options.filmedColumn = column
    options.onRemark = { remarks.add($0) }
    let model = try Predictor.train(on: table, predicting: target, options) { false }
    #expect(try SmallModel.bytes(model) == SmallModel.bytes(plain), "the film left a trace")
    #expect(films.all.count == 1)
    return (model, try #require(films.all.first), remarks.all)
  }

  /// From the numbers before the first step to those of the model.
  private func check(_ film: TrainingFilm, _ vectors: ValueVectors, start: [Float]?) throws {
    let n = film.values.count
    #expect(n == min(500, vectors.values.count) && film.values == Array(vectors.values.prefix(n)))
    #expect(film.counts == vectors.counts.map { Array($0.prefix(n)) })
    #expect(film.omitted == vectors.values.count - n)
    let steps = film.snapshots.map(\.step)
    #expect(steps[0] == 0 && steps.count <= 60 && zip(steps, steps.dropFirst()).allSatisfy { $0 < $1 })
    #expect(film.snapshots.allSatisfy { $0.vectors.count == n * film.dimension })
    #expect(film.snapshots.last?.vectors == Array(vectors.vectors.prefix(n * vectors.dimension)))
    if let start { #expect(film.snapshots[0].vectors == start) }
  }

  /// The first numbers of an embedding's values, which follow an id without one.
  private func start(_ model: Predictor, _ name: String, _ count: Int) throws -> [Float] {
    let fresh = try Parameters(for: model.plan, seed: 1), index = try #require(fresh.index(of: name))
    return (1...count).flatMap { fresh.row($0, at: index) }
  }

  @Test func smallTableIsFilmedInTheRunOverAllRows() throws {
    let (model, film, said) = try filmed(Self.table(900), "y") {
      $0.epochs = 4
      $0.ignored = ["score", "words"]
    }
    #expect(film.name == "street" && said.contains { $0.hasSuffix("--film-column COL films another column") })
    try check(
      film, model.vectors(in: "street"), start: start(model, "embedding.street", film.values.count))
    // Nothing is held out of that run.
    #expect(film.validation.isEmpty && film.training.last?.step == film.snapshots.last?.step)
    #expect(film.snapshots.count > 29 && (film.training.last?.value ?? 1) < film.training[0].value)
  }

  @Test func chosenColumn() throws {
    let (model, film, said) = try filmed(Self.table(300), "score", column: "town") {
      $0.epochs = 2
      $0.ignored = ["words"]
    }
    #expect(film.name == "town" && said.contains("filming 12 values of 'town'"))
    try check(film, model.vectors(in: "town"), start: start(model, "embedding.town", 12))
  }

  /// Words are multiplied by what they tell when training is over: the film shows them so from the start.
  @Test func words() throws {
    let (model, film, said) = try filmed(Self.table(300), "y") {
      $0.epochs = 2
      $0.columns["words"] = .text
      $0.ignored = ["score", "town", "street"]
    }
    #expect(film.name == "words" && film.dimension == 2)
    #expect(said.contains("filming \(film.values.count) values of 'words'"))
    try check(film, model.vectors(in: "words"), start: nil)
    let largest = film.snapshots.map { $0.vectors.reduce(0) { max($0, $1.magnitude) } }
    #expect(largest[0] < 0.01 && zip(largest, largest.dropFirst()).allSatisfy { $1 < 3 * $0 + 0.05 })
  }

  /// From 20,000 rows on the best epoch is kept, and training goes on for some more.
  @Test func largeTableIsFilmedUpToItsBestEpoch() throws {
    let (model, film, _) = try filmed(Self.table(24_000), "y") {
      $0.epochs = 6
      $0.learningRate = 0.05
      $0.ignored = ["score", "words"]
    }
    try check(film, model.vectors(in: "street"), start: nil)
    let best = try #require(model.report.curve.first { $0.epoch == model.report.bestEpoch })
    #expect(film.snapshots.last?.step == best.steps && film.training.last?.step == model.report.stepsRun)
    #expect(
      film.validation
        == model.report.curve.map { TrainingFilm.Loss(step: $0.steps, value: $0.validationLoss) })
    #expect(film.validationName == "log loss")
    // The mean of all steps, whatever the stretches.
    var (sum, before) = (0.0, 0)
    for loss in film.training {
      sum += loss.value * Double(loss.step - before)
      before = loss.step
    }
    let all = model.report.curve.reduce(0) { $0 + $1.trainingLoss } / Double(model.report.curve.count)
    #expect(abs(sum / Double(before) / all - 1) < 0.01)
  }

  @Test func cancelledRunIsFilmedAsFarAsItsModel() async throws {
    let films = Films(), table = try Self.table(900)
    let cancelled = await cancelledInSecondEpoch(TrainingCancelled.self) { onEpoch in
      try await Predictor.train(on: table, predicting: "y") {
        $0.epochs = 50
        $0.columns = ["town": .category, "street": .category, "words": .text]
        $0.filmedColumn = "town"
        $0.onFilm = { films.add($0) }
        $0.onEpoch = onEpoch
      }
    }
    let model = try #require(cancelled?.best), film = try #require(films.all.first)
    try check(film, model.vectors(in: "town"), start: nil)
    #expect(films.all.count == 1 && film.validation.count == 2)
  }

  @Test(arguments: [nil, "time"], [20_000, 5]) func items(orderBy: String?, mostItems: Int) async throws {
    let films = Films()
    func trained(_ onFilm: (@Sendable (TrainingFilm) -> Void)?) async throws -> Recommender {
      try await SmallRecommender.trained(rating: nil) {
        $0.orderBy = orderBy
        $0.epochs = 6
        $0.onFilm = onFilm
        $0.mostItemsOfAStep = mostItems
      }
    }
    let model = try await trained { films.add($0) }
    #expect(try await SmallRecommender.bytes(model) == SmallRecommender.bytes(trained(nil)))
    let film = try #require(films.all.first)
    #expect(films.all.count == 1 && film.name == "film" && film.dimension == 128)
    #expect(film.values == (try model.vectors(in: "film").values))
    #expect(film.snapshots[0].step == 0 && film.snapshots[0].vectors != film.snapshots.last?.vectors)
  }

  /// However long a run is, its film has between 30 and 60 snapshots at even numbers of steps.
  @Test(arguments: [0, 1, 59, 60, 61, 119, 120, 121, 500, 1919, 1920, 2000]) func steps(count: Int) throws {
    let network = try NeuralNetwork { n in
      n.output(n.embedding(n.id("town", vocabularySize: 700), dimension: 1), loss: .squaredError)
    }
    let examples = try Examples(
      columns: ["town": .ids(IdColumn([1, 699], vocabularySize: 700))],
      targets: ["target": .numbers([1, -1])])
    let trainer = try Trainer(network, optimizer: .adam(), batchSize: 2, threads: 1)
    var recorder = FilmRecorder(
      "town", values: (0..<700).map { "t\($0)" }, embedding: "embedding.town")
    let first = try trainer.rows(Array(0..<500), of: "embedding.town")
    try recorder.start(trainer)
    var middle: [Float] = []
    for step in 1...max(count, 1) where count > 0 {
      try recorder.record(trainer, loss: trainer.step(examples, rows: 0..<2))
      if step == 64 { middle = try trainer.rows(Array(0..<500), of: "embedding.town") }
    }
    let film = try recorder.film(of: trainer.finish())
    let steps = film.snapshots.map(\.step), gaps = zip(steps.dropFirst(), steps).map { $0 - $1 }
    #expect(steps.first == 0 && steps.last == count && Set(gaps.dropLast()).count <= 1)
    #expect(steps.count <= 60 && steps.count >= min(30, count + 1), "\(steps)")
    #expect(film.values.count == 500 && film.omitted == 200 && film.snapshots[0].vectors == first)
    if let held = film.snapshots.first(where: { $0.step == 64 }), count > 64 {
      #expect(held.vectors == middle)
    }
    #expect(film.training.last?.step == (count > 0 ? count : nil))
    let other = try NeuralNetwork { n in
      n.output(n.embedding(n.id("town", vocabularySize: 9), dimension: 1), loss: .squaredError)
    }
    let error = #expect(throws: CondenseError.self) {
      try recorder.film(of: Parameters(for: NetworkPlan(other), seed: 1))
    }
    #expect(error?.message == "the film of 'town' is not of these parameters: they have fewer rows")
  }

  @Test func whatCannotBeFilmed() throws {
    let none = "this network has no embedding; leave it out"
    let mistakes: [(target: String, column: String?, ignored: [String], message: String)] = [
      (
        "y", "y", [], "'y' is what the model predicts and has no embedding; it has embeddings of town, street"
      ),
      (
        "y", "twon", [],
        "the model has no column 'twon'; did you mean 'town'? it has embeddings of town, street"
      ),
      (
        "y", "score", [],
        "the model reads 'score' as number and has no embedding of it; it has embeddings of town, street"
      ),
      (
        "y", nil, ["town", "street"],
        "--film shows the values of an embedding while it is learned, and \(none)"
      ),
    ]
    for mistake in mistakes {
      var options = TrainingOptions()
      options.ignored = mistake.ignored + ["words"]
      options.columns = ["town": .category, "street": .category].filter {
        !mistake.ignored.contains($0.key)
      }
      options.onFilm = { _ in }
      options.filmedColumn = mistake.column
      let error = #expect(throws: CondenseError.self) {
        try Predictor.train(on: Self.table(300), predicting: mistake.target, options) { false }
      }
      #expect(error?.message == mistake.message && error?.kind == .usage)
    }
    var options = TrainingOptions()
    options.onFilm = { _ in }
    let images = #expect(throws: CondenseError.self) {
      try Predictor.train(on: Digits.table(0..<200), predicting: "digit", options) { false }
    }
    #expect(images?.message.hasSuffix(none) == true)
  }
}
