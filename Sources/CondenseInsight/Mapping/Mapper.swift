import CondenseCore
import CondenseModels

/// Lays vectors out in the plane.
public struct Mapper: Sendable {
  /// Fewer points than this have no map by t-SNE.
  static let fewestPoints = 5
  /// Neighbours of a point that are kept.
  static let neighbors = 10

  /// Neighbours that count for t-SNE, about.
  public var perplexity = 30.0
  /// Groups of k-means.
  public var groups = 8
  /// Seed of the groups, and of which rows are taken where there are too many.
  public var seed: UInt64 = 1
  /// Threads to use; the result does not depend on it.
  public var threads = Processors.available
  /// The most points of a map: of values the most frequent.
  package var mostPoints = 50_000
  /// Asked now and then; true ends it.
  package var isCancelled: @Sendable () -> Bool = { false }

  /// A mapper with the defaults.
  public init() {}

  private func check() throws(CondenseError) {
    try OptionCheck.number("perplexity", perplexity, .positive)
    try OptionCheck.whole("groups", groups, 1...1000)
    try OptionCheck.threads(threads)
  }

  /// The map of the values of a column.
  ///
  /// - Throws: `CondenseError`: `machine` when memory or LAPACK is missing, `content` for no values or numbers that are
  ///   not finite; `CancellationError`.
  public func map(_ vectors: ValueVectors, called name: String) throws -> PointMap {
    let kept = mostFrequent(vectors), d = kept.dimension
    guard !kept.values.isEmpty else {
      throw CondenseError(.content, "'\(name)' has no values with vectors of their own to map")
    }
    try check()
    let layout = try layout(kept.vectors, d)
    return try PointMap(
      name: name, subject: .value, names: kept.values, counts: kept.counts,
      omitted: vectors.values.count - kept.values.count, dimension: d, principal: layout.principal,
      explained: layout.explained, tsne: layout.tsne?.points, divergence: layout.tsne?.divergence,
      seed: seed, groups: groups(kept.vectors, d),
      neighbors: ValueNeighbors(kept).places(count: Self.neighbors, threads: threads))
  }

  /// The values that a map shows: the most frequent ones where there are too many.
  public func mostFrequent(_ vectors: ValueVectors) -> ValueVectors {
    let count = min(vectors.values.count, mostPoints)
    return ValueVectors(
      values: Array(vectors.values.prefix(count)), counts: vectors.counts.map { Array($0.prefix(count)) },
      vectors: Array(vectors.vectors.prefix(count * vectors.dimension)), dimension: vectors.dimension,
      bucketCount: 0)
  }

  /// The map of rows as a layer answers to them.
  ///
  /// - Parameters:
  ///   - rows: places of the rows in their table; points are called by them, from 1.
  ///   - omitted: rows of the table that are not among them.
  /// - Throws: as the map of a column.
  public func map(_ layer: Activations.Layer, rows: [Int], omitted: Int = 0) throws -> PointMap {
    guard !rows.isEmpty else { throw CondenseError(.content, "there are no rows to map '\(layer.name)' on") }
    try check()
    let layout = try layout(layer.values, layer.width)
    return PointMap(
      name: layer.name, subject: .row, names: rows.map { "row \($0 + 1)" }, counts: nil, omitted: omitted,
      dimension: layer.width, principal: layout.principal, explained: layout.explained,
      tsne: layout.tsne?.points, divergence: layout.tsne?.divergence, seed: seed,
      groups: groups(layer.values, layer.width), neighbors: layout.nearest(Self.neighbors))
  }

  /// Which of a table's rows are mapped: all, or a sample in their order.
  public func rows(of count: Int) -> [Int] {
    RowSample.rows(count, most: mostPoints, seed, purpose: "mapped rows")
  }

  // MARK: parts

  private struct Layout {
    var principal: [Float]
    var explained: [Double]
    var tsne: (points: [Float], divergence: Double)?
    var neighbors: NearestNeighbors

    func nearest(_ count: Int) -> [[Int32]] {
      (0..<principal.count / 2).map { row in
        Array(neighbors.ids[row * neighbors.count..<(row + 1) * neighbors.count].prefix(count))
      }
    }
  }

  private func layout(_ rows: [Float], _ d: Int) throws -> Layout {
    let count = rows.count / d
    let components = try PrincipalComponents(rows: rows, dimension: d, count: 2, threads: threads)
    var principal = components.projected(rows)
    // One number a vector makes a line.
    if d == 1 { principal += [Float](repeating: 0, count: count) }
    let neighbors = try NearestNeighbors(
      rows: rows, dimension: d, count: max(Self.neighbors, Int(perplexity * 3)), threads: threads)
    if isCancelled() { throw CancellationError() }
    var layout = Layout(
      principal: principal, explained: components.explained, tsne: nil, neighbors: neighbors)
    if count >= Self.fewestPoints {
      var tsne = TSNE()
      (tsne.perplexity, tsne.threads, tsne.isCancelled) = (perplexity, threads, isCancelled)
      layout.tsne = try tsne.points(Affinities(neighbors, perplexity: perplexity), start: principal)
    }
    if isCancelled() { throw CancellationError() }
    return layout
  }

  private func groups(_ rows: [Float], _ d: Int) -> [Int] {
    KMeans(rows: rows, dimension: d, count: groups, seed: seed).groups
  }
}
