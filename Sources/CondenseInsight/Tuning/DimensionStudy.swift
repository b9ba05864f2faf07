import CondenseModels
import CondenseNetworks

/// The whole curve of loss against dimension from a model that was trained once, at a large dimension.
///
/// The vectors are turned as for shrinking, so that their first numbers bring the most; leaving out the last ones gives
/// every smaller dimension without training again.
package struct DimensionStudy {
  /// Dimensions that are tried, beside all.
  private static let grid = [0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256]

  private let model: Predictor
  private let rows: LabelledRows
  private let threads: Int
  private let directions: [EmbeddingDirections]
  private let losses: [Double]

  /// - Throws: `CondenseError` where the model has no embedding that a dense layer reads.
  package init(_ model: Predictor, on rows: LabelledRows, threads: Int) throws {
    self.model = model
    self.rows = rows
    self.threads = threads
    directions = try Shrinker.directions(Shrinker.freeEmbeddings(of: model), of: model, rows)
    losses = try rows.judgement(of: model, threads: threads).losses
  }

  /// What may be shortened.
  package var embeddings: [FreeEmbedding] { directions.map(\.embedding) }

  /// A curve for each embedding, the others kept whole.
  package func curves() throws -> [DimensionCurve] {
    try directions.indices.map { place in
      let embedding = directions[place].embedding
      let least = embedding.isDispensable ? 0 : 1
      let dimensions = Self.grid.filter { (least..<embedding.dimension).contains($0) } + [embedding.dimension]
      let tried = try dimensions.map { dimension in
        var all = directions.map(\.embedding.dimension)
        all[place] = dimension
        return try losses(at: all)
      }
      let means = tried.map { $0.reduce(0, +) / Double(max($0.count, 1)) }
      let best = means.indices.min { means[$0] < means[$1] } ?? 0
      let points = dimensions.indices.map { index in
        let difference = MeanDifference(tried[index], tried[best])
        return DimensionCurve.Point(
          dimension: dimensions[index], loss: means[index], excess: difference.mean,
          standardError: index == best ? 0 : difference.standardError)
      }
      return DimensionCurve(
        name: embedding.name, inputs: embedding.inputs, rows: embedding.rows, points: points,
        knee: points.first { $0.excess <= $0.standardError }?.dimension ?? embedding.dimension)
    }
  }

  /// The loss of each row with so many numbers of each embedding.
  package func losses(at dimensions: [Int]) throws -> [Double] {
    if dimensions == directions.map(\.embedding.dimension) { return losses }
    return try rows.judgement(of: smaller(dimensions), threads: threads).losses
  }

  /// The model with so many numbers of each embedding, not trained on.
  package func smaller(_ dimensions: [Int]) throws -> Predictor {
    try Shrinker.smaller(model, directions, dimensions)
  }
}
