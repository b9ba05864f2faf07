import CondenseCore
import CondenseData
import CondenseModels
import CondenseNetworks

/// How well the rows and the numbers of an embedding are used.
public struct EmbeddingHealth: Sendable, Equatable, Encodable {
  /// Rows that were read fewer times than this learned next to nothing.
  public static let fewUpdates: Int64 = 5

  /// `dest` for the parameter `embedding.dest`.
  public let name: String
  /// Its rows.
  public let rows: Int
  /// Numbers of a vector.
  public let dimension: Int
  /// How many directions the vectors really take: e to the entropy of the squared singular values as shares (Roy and
  /// Vetterli 2007, there of the values themselves); 0 where all vectors are 0, nil on a machine without LAPACK.
  public let effectiveRank: Double?
  /// Rows that no training row read; nil where the model does not tell.
  public let neverRead: Int?
  /// Rows, the unknown one aside, that training read fewer than `fewUpdates` times; nil where it was not counted.
  public let seldomRead: Int?
  /// Spearman's rank correlation of a vector's length with how often it was read; nil where it was not counted or
  /// one of them does not vary.
  public let lengthCorrelation: Double?
  /// The share of all values of the training rows that were rare and read the unknown row; nil where not counted.
  public let unknownShare: Double?
  /// Of the n-grams that came again, about the share that share a bucket with another; nil without n-grams.
  public let collidingShare: Double?

  private enum CodingKeys: String, CodingKey {
    case name, rows, dimension
    case effectiveRank = "effective_rank"
    case neverRead = "never_read"
    case seldomRead = "seldom_read"
    case lengthCorrelation = "length_correlation"
    case unknownShare = "unknown_share"
    case collidingShare = "colliding_share"
  }

  /// The embeddings of a model's columns, days and pairs, by which they enter dense layers, and of its texts.
  public static func all(of model: Predictor) throws -> [EmbeddingHealth] {
    let features = model.encoder.features
    let names = Set(features.map { $0.sharesEmbeddingOf ?? $0.name })
    let vocabularies = model.encoder.vocabularies
    let pairs = Set(features.filter { $0.crossed != nil }.map(\.name))
    return try tables(model.parameters).filter { names.contains($0.name) }.map { table in
      let counts = model.trainingCounts(of: table.name)
      var never: Int?
      if pairs.contains(table.name) {
        // Pairs are not counted, but a row that was never read is what it was at first; shrinking turns all of them.
        if model.report.shrinking == nil {
          never = model.parameters.unchangedRows(at: table.index, since: model.report.seed)
        }
      }
      var colliding: Double?
      for case .text(let text) in model.encoder.encoders
      where text.column == table.name && text.repeatedNGrams > 0 {
        colliding = Double(text.collidingNGrams) / Double(text.repeatedNGrams)
      }
      let unknown = vocabularies[table.name].flatMap { share(of: $0.counts) }
      return try EmbeddingHealth(
        table, model.parameters, counts: counts, neverRead: never, unknownShare: unknown,
        collidingShare: colliding)
    }
  }

  /// The embeddings of a recommender that have vectors: of items and users and of what is known of them.
  public static func all(of model: Recommender) throws -> [EmbeddingHealth] {
    func health(_ plan: NetworkPlan, _ parameters: Parameters) throws -> [EmbeddingHealth] {
      try tables(parameters).filter { $0.dimension > 1 }.map { table in
        let reads = plan.uses[table.index].flatMap { plan.nodes[$0.node].inputs }.map { plan.nodes[$0].name }
        let counts = reads.lazy.compactMap { model.trainingCounts(ofInput: $0) }.first
        return try EmbeddingHealth(
          table, parameters, counts: counts, neverRead: nil, unknownShare: counts.flatMap(share),
          collidingShare: nil)
      }
    }
    var all = try health(model.plan, model.parameters)
    if let plan = model.ratingPlan, let parameters = model.ratingParameters {
      all += try health(plan, parameters)
    }
    return all
  }

  private typealias Table = (name: String, index: Int, rows: Int, dimension: Int)

  private static func tables(_ parameters: Parameters) -> [Table] {
    parameters.plans.enumerated().compactMap { index, plan in
      guard case .rows = plan.kind else { return nil }
      let name = plan.name.hasPrefix("embedding.") ? String(plan.name.dropFirst(10)) : plan.name
      return (name, index, plan.rows, plan.columns)
    }
  }

  private static func share(of counts: [Int64]) -> Double? {
    let total = counts.reduce(0, +)
    return total > 0 ? Double(counts[0]) / Double(total) : nil
  }

  private init(
    _ table: Table, _ parameters: Parameters, counts: [Int64]?, neverRead: Int?, unknownShare: Double?,
    collidingShare: Double?
  ) throws {
    let values = parameters.values(at: table.index)
    // Row 0 is read now and then for values that were hidden, which nobody counts.
    let named = counts.map { counts in (1..<table.rows).map { $0 < counts.count ? counts[$0] : 0 } }
    name = table.name
    rows = table.rows
    dimension = table.dimension
    effectiveRank = try Self.rankIfPossible(values, dimension: table.dimension)
    self.neverRead = neverRead ?? named.map { $0.count { $0 == 0 } }
    seldomRead = named.map { $0.count { $0 < Self.fewUpdates } }
    lengthCorrelation = named.flatMap { Self.lengthCorrelation(values, dimension: table.dimension, $0) }
    self.unknownShare = unknownShare
    self.collidingShare = collidingShare
  }

  /// Of the rows from 1 on; nil where lengths or counts do not vary.
  private static func lengthCorrelation(_ values: [Float], dimension: Int, _ counts: [Int64]) -> Double? {
    let squares = counts.indices.map { row in
      (0..<dimension).reduce(0.0) { sum, column in
        let value = Double(values[(row + 1) * dimension + column])
        return sum + value * value
      }
    }
    guard Set(counts).count > 1, Set(squares).count > 1 else { return nil }
    return Correlation.of(Ranks.of(squares), Ranks.of(counts))
  }

  /// Nil on a machine without LAPACK.
  private static func rankIfPossible(_ values: [Float], dimension: Int) throws -> Double? {
    do {
      return try effectiveRank(values, dimension: dimension)
    } catch {
      guard error.kind == .machine else { throw error }
      return nil
    }
  }

  /// - Parameter values: rows of `dimension` numbers.
  package static func effectiveRank(_ values: [Float], dimension: Int) throws(CondenseError) -> Double {
    var gram = [Double](repeating: 0, count: dimension * dimension)
    for start in stride(from: 0, to: values.count, by: dimension) {
      for i in 0..<dimension {
        let value = Double(values[start + i])
        for j in 0...i { gram[i * dimension + j] += value * Double(values[start + j]) }
      }
    }
    let squares = try SymmetricEigenproblem(gram, size: dimension).values.map { max(0, $0) }
    let total = squares.reduce(0, +)
    guard total > 0 else { return 0 }
    let entropy = squares.reduce(0.0) { sum, square in
      let share = square / total
      return share > 0 ? sum - share * Elementary.log(share) : sum
    }
    return Elementary.exp(entropy)
  }
}
