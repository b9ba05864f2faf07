import CondenseCore
import CondenseModels

/// Lays the values of an embedding out in the plane.
public struct Mapper: Sendable {
  /// Fewer points than this have no map by t-SNE.
  static let fewestPoints = 5

  /// Neighbours that count for t-SNE, about.
  public var perplexity = 30.0
  /// Groups of k-means.
  public var groups = 8
  /// Neighbours of a point that are named.
  public var neighbors = 5
  /// Seed of the groups.
  public var seed: UInt64 = 1
  /// Threads to use; the result does not depend on it.
  public var threads = Processors.available
  /// The most points of a map, those of the most frequent values.
  package var mostPoints = 50_000
  /// Asked now and then; true ends it.
  package var isCancelled: @Sendable () -> Bool = { false }

  /// A mapper with the defaults.
  public init() {}

  /// The map of some vectors.
  ///
  /// - Throws: `CondenseError`: `machine` when memory or LAPACK is missing, `content` for no values or numbers that are
  ///   not finite; `CancellationError`.
  public func map(_ vectors: ValueVectors, called name: String) throws -> ValueMap {
    let count = min(vectors.values.count, mostPoints), d = vectors.dimension
    guard count > 0 else {
      throw CondenseError(.content, "'\(name)' has no values with vectors of their own to map")
    }
    let rows = Array(vectors.vectors.prefix(count * d)), values = Array(vectors.values.prefix(count))
    let components = try PrincipalComponents(rows: rows, dimension: d, count: 2, threads: threads)
    var principal = components.projected(rows)
    // One number a vector makes a line.
    if d == 1 { principal += [Float](repeating: 0, count: count) }
    var layout: (points: [Float], divergence: Double)?
    if count >= Self.fewestPoints {
      let neighbors = try NearestNeighbors(
        rows: rows, dimension: d, count: Int(perplexity * 3), threads: threads)
      var tsne = TSNE()
      (tsne.perplexity, tsne.threads, tsne.isCancelled) = (perplexity, threads, isCancelled)
      layout = try tsne.points(Affinities(neighbors, perplexity: perplexity), start: principal)
    }
    if isCancelled() { throw CancellationError() }
    let alike = try ValueNeighbors(
      ValueVectors(
        values: values, counts: nil, vectors: rows, dimension: d, bucketCount: 0))
    return ValueMap(
      name: name, values: values, counts: vectors.counts.map { Array($0.prefix(count)) },
      omitted: vectors.values.count - count, dimension: d, principal: principal,
      explained: components.explained, tsne: layout?.points, divergence: layout?.divergence, seed: seed,
      groups: KMeans(rows: rows, dimension: d, count: groups, seed: seed).groups,
      neighbors: alike.places(count: neighbors, threads: threads))
  }
}
