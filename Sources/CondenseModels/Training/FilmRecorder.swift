import CondenseCore
import CondenseNetworks

/// Copies rows of an embedding while a trainer learns them: at even numbers of steps, however many there will be.
///
///     var recorder = FilmRecorder("airport", values: names, embedding: "embedding.airport")
///     try recorder.start(trainer)
///     for … { try recorder.record(trainer, loss: trainer.step(examples, rows: rows)) }
///     let film = try recorder.film(of: trainer.finish())
///
/// When there is no more room every other copy is dropped, and from then on half as many are made. Training does not
/// notice.
public struct FilmRecorder: Sendable {
  /// The most snapshots of a film, and the most rows of a snapshot.
  public static let mostSnapshots = 60, mostValues = 500
  /// Copies that are held: of a run whose best epoch was its middle one enough are left.
  private static let mostHeld = 2 * mostSnapshots

  /// What is filmed.
  public let name: String
  private let parameter: String
  private let values: [String]
  private let counts: [Int64]?
  let omitted: Int
  private let ids: [Int]
  /// Values that are filmed.
  var shown: Int { ids.count }
  /// What each row will be multiplied by when training is over.
  private var factors: [Float]?

  private var held: [(snapshot: TrainingFilm.Snapshot, losses: Double)] = []
  private var interval = 1
  private var steps = 0
  private var losses = 0.0

  /// - Parameters:
  ///   - name: what the values are.
  ///   - values: what the rows of the embedding stand for; of more than `mostValues` the first are filmed.
  ///   - embedding: the name of the parameter.
  public init(_ name: String, values: [String], embedding: String) {
    self.init(name, embedding: embedding, ids: Array(values.indices), counts: nil) { values[$0] }
  }

  /// - Parameters:
  ///   - ids: the rows that stand for a value, the most frequent first.
  ///   - counts: how often each id came.
  init(
    _ name: String, embedding: String, ids: [Int], counts: [Int64]?, value: (Int) -> String
  ) {
    self.name = name
    parameter = embedding
    let shown = Array(ids.prefix(Self.mostValues))
    self.ids = shown
    omitted = ids.count - shown.count
    values = shown.map(value)
    self.counts = counts.map { counts in shown.map { counts[$0] } }
  }

  /// The same for rows that will be multiplied by factors, one for each id, when training is over.
  func scaled(by factors: [Float]?) -> FilmRecorder {
    var recorder = self
    recorder.factors = factors.map { factors in ids.map { factors[$0] } }
    return recorder
  }

  /// Copies the rows before the first step.
  ///
  /// - Throws: `CondenseError` of kind `usage` when the network has no such embedding, or one of fewer rows.
  public mutating func start(_ trainer: Trainer) throws {
    (held, interval, steps, losses) = ([], 1, 0, 0)
    try hold(trainer)
  }

  /// Notes a step that was done, and copies the rows where it is time to.
  ///
  /// - Throws: as `start`.
  public mutating func record(_ trainer: Trainer, loss: Double) throws {
    steps += 1
    losses += loss
    guard steps % interval == 0 else { return }
    if held.count == Self.mostHeld {
      held = Self.everyOther(held)
      interval *= 2
      guard steps % interval == 0 else { return }
    }
    try hold(trainer)
  }

  private mutating func hold(_ trainer: Trainer) throws {
    var rows = try trainer.rows(ids, of: parameter)
    if let factors {
      let width = rows.count / max(ids.count, 1)
      for place in rows.indices { rows[place] *= factors[place / width] }
    }
    held.append((TrainingFilm.Snapshot(step: steps, vectors: rows), losses))
  }

  private static func everyOther<Element>(_ list: [Element]) -> [Element] {
    list.indices.filter { $0 % 2 == 0 }.map { list[$0] }
  }

  /// The film up to parameters that were kept.
  ///
  /// - Parameters:
  ///   - parameters: those of the model.
  ///   - step: after how many steps they were kept; nil for the last.
  ///   - validation: the loss on rows held out, epoch by epoch.
  ///   - validationName: what that is called.
  /// - Throws: as `start`.
  public func film(
    of parameters: Parameters, at step: Int? = nil, validation: [TrainingFilm.Loss] = [],
    validationName: String = "loss"
  ) throws -> TrainingFilm {
    let index = try parameters.place(of: parameter), end = step ?? steps
    guard ids.allSatisfy({ $0 < parameters.plans[index].rows }) else {
      throw CondenseError(.usage, "the film of '\(name)' is not of these parameters: they have fewer rows")
    }
    let last = TrainingFilm.Snapshot(step: end, vectors: ids.flatMap { parameters.row($0, at: index) })
    var snapshots = held.map(\.snapshot).filter { $0.step < end }
    while snapshots.count >= Self.mostSnapshots { snapshots = Self.everyOther(snapshots) }
    var training: [TrainingFilm.Loss] = [], before = (step: 0, losses: 0.0)
    for (now, losses) in held.map({ ($0.snapshot.step, $0.losses) }) + [(steps, losses)]
    where now > before.step {
      training.append(
        TrainingFilm.Loss(step: now, value: (losses - before.losses) / Double(now - before.step)))
      before = (now, losses)
    }
    return TrainingFilm(
      name: name, values: values, counts: counts, omitted: omitted,
      dimension: parameters.plans[index].columns, snapshots: snapshots + [last], training: training,
      validation: validation, validationName: validationName)
  }
}
