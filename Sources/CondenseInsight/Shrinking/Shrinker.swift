import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// Makes a trained model smaller: shorter vectors that leave as much of its skill as is wanted.
///
/// A dense layer after an embedding makes any rotation of the vectors free. They are turned so that the first numbers
/// bring the most (`EmbeddingDirections`); all directions of all embeddings are ranked by what each brings, and the
/// weakest go first. How many, is found by bisection on rows whose answer is known: as long as the loss grows by no
/// more than may be lost, one standard error of its growth included.
public struct Shrinker: Sendable {
  /// The share of the skill to keep: of what log loss or squared error are better by than without a model.
  public var keep = 0.99
  /// Threads to predict with; nil for as many as the machine gives. The result does not depend on it.
  public var threads: Int?

  /// A row counts as if it had been read so often at least: rare ones are not given up altogether.
  static let leastTraffic = 1.0

  /// One that keeps 0.99 of the skill.
  public init() {}

  /// The smallest model found that keeps the share of the skill on the rows of a table.
  ///
  /// - Throws: `CondenseError` of kind `content` when there is nothing to shrink, no skill to keep, or the table does
  ///   not fit the model.
  public func shrinking(of model: Predictor, judgedOn table: Table) throws -> Shrinking {
    guard keep > 0, keep <= 1 else {
      throw CondenseError(.usage, "keep is \(keep); it goes from above 0 to 1")
    }
    let threads = try Processors.threads(threads)
    let free = try Self.freeEmbeddings(of: model)
    let rows = try LabelledRows(table, for: model, threads: threads)
    let (before, losses) = try rows.judgement(of: model, threads: threads)
    guard let whole = Self.skill(before), whole > 0 else {
      throw CondenseError(
        .content,
        "on \(table.name) the model does no better than \(before.baselineName): there is no skill to keep")
    }
    let directions = try Self.directions(free, of: model, rows)
    let order = Self.order(directions)

    func dimensions(leavingOut count: Int) -> [Int] {
      var dimensions = directions.map(\.embedding.dimension)
      for place in order.prefix(count) { dimensions[place] -= 1 }
      return dimensions
    }
    let spare = (1 - keep) * whole
    var best = (model: model, evaluation: before, kept: 1.0)
    // `enough` directions may go; `tooMany` may not.
    var enough = 0, tooMany = order.count + 1
    while tooMany - enough > 1 {
      let count = (enough + tooMany) / 2
      let smaller = try Self.smaller(model, directions, dimensions(leavingOut: count))
      let judged = try rows.judgement(of: smaller, threads: threads)
      let loss = MeanDifference(judged.losses, losses)
      if loss.mean + loss.standardError <= spare {
        enough = count
        best = (smaller, judged.evaluation, 1 - loss.mean / whole)
      } else {
        tooMany = count
      }
    }
    let kept = dimensions(leavingOut: enough)
    let report = ShrinkingReport(
      dataFingerprint: table.fingerprint, rows: best.evaluation.rows, keep: keep,
      parameters: model.parameters.count, evaluation: best.evaluation)
    return Shrinking(
      model: best.model.with(report),
      embeddings: zip(directions, kept).map { ShrunkEmbedding($0.embedding, dimension: $1) },
      before: before, after: best.evaluation, headline: rows.headline, keptSkill: best.kept)
  }

  /// The embeddings that may be shortened.
  ///
  /// - Throws: `CondenseError` of kind `content` when there is none, and says why.
  package static func freeEmbeddings(of model: Predictor) throws -> [FreeEmbedding] {
    let free = FreeEmbedding.all(in: model.plan)
    guard free.isEmpty else { return free }
    let features = model.encoder.features
    let reason =
      if features.contains(where: { $0.image != nil }) {
        "it reads images, whose pixels all go straight to dense layers"
      } else if features.contains(where: \.isText) {
        "its words speak to the outputs directly, one number for each"
      } else {
        "it has no embedding that a dense layer reads"
      }
    throw CondenseError(.content, "there is nothing to shrink in the model of '\(model.target)': \(reason)")
  }

  /// The directions of some embeddings of a model.
  static func directions(
    _ embeddings: [FreeEmbedding], of model: Predictor, _ rows: LabelledRows
  ) throws -> [EmbeddingDirections] {
    try embeddings.map { embedding in
      // What the model did not count is counted in the rows at hand.
      var counts = model.trainingCounts(of: embedding.name) ?? []
      if counts.count != embedding.rows {
        counts = [Int64](repeating: 0, count: embedding.rows)
        for input in embedding.inputs {
          for (row, count) in (rows.idCounts[input] ?? []).enumerated() { counts[row] += count }
        }
      }
      return try EmbeddingDirections(
        embedding, model.parameters, traffic: counts.map { max(Double($0), leastTraffic) })
    }
  }

  /// The embedding that loses its last direction next, for each direction that may go.
  static func order(_ directions: [EmbeddingDirections]) -> [Int] {
    var candidates: [(cost: Double, embedding: Int, rank: Int)] = []
    for (place, direction) in directions.enumerated() {
      let first = direction.embedding.isDispensable ? 0 : 1
      for rank in first..<max(first, direction.energies.count) {
        candidates.append((direction.energies[rank], place, rank))
      }
    }
    candidates.sort { a, b in
      a.cost != b.cost ? a.cost < b.cost : (b.rank, a.embedding) < (a.rank, b.embedding)
    }
    return candidates.map(\.embedding)
  }

  /// The model with shorter vectors.
  static func smaller(
    _ model: Predictor, _ directions: [EmbeddingDirections], _ dimensions: [Int]
  ) throws -> Predictor {
    let network = try SmallerNetwork(model.plan, model.parameters, directions, dimensions: dimensions)
    let changed = zip(directions, dimensions).filter { $0.embedding.dimension != $1 }
    return try model.with(
      network.plan, network.parameters,
      dimensions: Dictionary(
        changed.map { ($0.embedding.name, $1) }, uniquingKeysWith: { first, _ in first }))
  }

  /// By how much the loss is better than without a model.
  static func skill(_ evaluation: Evaluation) -> Double? {
    if let ours = evaluation.metrics["log_loss"], let free = evaluation.baseline["log_loss"] {
      return free - ours
    }
    if let ours = evaluation.metrics["rmse"], let free = evaluation.baseline["rmse"] {
      return free * free - ours * ours
    }
    return nil
  }
}
