import CondenseCore
import CondenseModels

/// The values whose learned vectors are most like that of a value: exactly, whatever the number of values.
public struct ValueNeighbors: Sendable {
  /// How alike two vectors are.
  public enum Similarity: String, Sendable, CaseIterable {
    /// The cosine of the angle between them.
    case cosine
    /// Their product, in which long vectors count more.
    case dot
  }

  /// A value like another.
  public struct Neighbor: Sendable, Equatable, Encodable {
    /// The value.
    public let value: String
    /// How alike they are.
    public let similarity: Float
    /// How often it stood in the training rows; nil where the model does not count.
    public let count: Int64?
  }

  private let vectors: ValueVectors
  private let rows: [Float]
  private let scan: RowScan
  private let places: [String: Int]

  /// Prepares the vectors of a column for being searched.
  ///
  /// - Throws: `CondenseError` of kind `machine` when memory is short.
  public init(_ vectors: ValueVectors, by similarity: Similarity = .cosine) throws {
    self.vectors = vectors
    let dimension = vectors.dimension
    var rows = vectors.vectors
    if similarity == .cosine {
      for row in vectors.values.indices {
        let range = row * dimension..<(row + 1) * dimension
        let length = rows[range].reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0 else { continue }
        for place in range { rows[place] /= length }
      }
    }
    self.rows = rows
    scan = try RowScan(
      rows, count: vectors.values.count, dimension: dimension, offsets: nil, factor: -1)
    places = Dictionary(
      zip(vectors.values, vectors.values.indices), uniquingKeysWith: { first, _ in first })
  }

  /// The values most like each of some values, the most alike first; nil for a value that has no vector. Words of
  /// texts are known in lower case.
  public func neighbors(
    of values: [String], count: Int = 10, threads: Int = Processors.available
  ) -> [[Neighbor]?] {
    let known = values.map { places[$0] ?? (vectors.areWords ? places[$0.lowercased()] : nil) }
    let queries = known.compactMap(\.self)
    let dimension = vectors.dimension
    let asked = queries.flatMap { rows[$0 * dimension..<($0 + 1) * dimension] }
    let blocks = (queries.count + RowScan.blockRows - 1) / RowScan.blockRows
    let wanted = max(0, min(count, vectors.values.count - 1))
    let found = ChunkedRows.map(count: blocks, threads: threads) { block in
      let range = block * RowScan.blockRows..<min(queries.count, (block + 1) * RowScan.blockRows)
      return scan.least(asked, range, wanted: wanted) { queries[$0] }.map { named($0) }
    }.flatMap(\.self)
    var next = found.makeIterator()
    return known.map { $0 == nil ? nil : next.next() }
  }

  /// For every value the places of those most like it, the most alike first.
  package func places(count: Int, threads: Int) -> [[Int32]] {
    let n = vectors.values.count, wanted = max(0, min(count, n - 1))
    return ChunkedRows.map(count: (n + RowScan.blockRows - 1) / RowScan.blockRows, threads: threads) {
      block in
      let range = block * RowScan.blockRows..<min(n, (block + 1) * RowScan.blockRows)
      return scan.least(rows, range, wanted: wanted) { $0 }.map { $0.sorted.map(\.id) }
    }.flatMap(\.self)
  }

  private func named(_ heap: NearestHeap) -> [Neighbor] {
    heap.sorted.map { score, id in
      Neighbor(
        value: vectors.values[Int(id)], similarity: 0 - score, count: vectors.counts?[Int(id)])
    }
  }
}
