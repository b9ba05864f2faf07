import CondenseCore

/// The nearest rows of each row of a matrix, exactly: every pair is looked at, by matrix products.
///
///     |x − y|² = |x|² + |y|² − 2 · x · y
///
/// Candidates come from that formula, which loses digits where rows nearly coincide; those kept are measured again
/// from their differences.
///
/// **Cost** `2 · rows² · dimension` flops.
package struct NearestNeighbors: Sendable {
  /// Candidates beyond those asked for, for what rounding may have put in the wrong order.
  private static let spare = 8

  /// Neighbours of a row.
  package let count: Int
  /// For each row its neighbours, the nearest first; among equals the first row. Itself is none.
  package let ids: [Int32]
  /// The squared distances to them.
  package let squaredDistances: [Float]

  /// - Parameters:
  ///   - rows: `n × dimension` numbers, row after row.
  ///   - count: neighbours of a row; `n − 1` at most are found.
  package init(
    rows: [Float], dimension: Int, count: Int, threads: Int = Processors.available
  ) throws(CondenseError) {
    let n = dimension > 0 ? rows.count / dimension : 0
    let count = max(0, min(count, n - 1))
    let norms = (0..<n).map { row in
      var sum: Float = 0
      for place in row * dimension..<(row + 1) * dimension { sum += rows[place] * rows[place] }
      return sum
    }
    let scan = try RowScan(rows, count: n, dimension: dimension, offsets: norms, factor: -2)
    let blocks = (n + RowScan.blockRows - 1) / RowScan.blockRows
    let found = ChunkedRows.map(count: blocks, threads: threads) { block in
      let range = block * RowScan.blockRows..<min(n, (block + 1) * RowScan.blockRows)
      let candidates = scan.least(rows, range, wanted: min(count + Self.spare, n - 1)) { $0 }
      return zip(range, candidates).map { row, heap in
        Self.measured(rows, dimension, row, heap.ids, count)
      }
    }
    self.count = count
    ids = found.flatMap { $0.flatMap { $0.map(\.id) } }
    squaredDistances = found.flatMap { $0.flatMap { $0.map(\.distance) } }
  }

  /// The nearest of some candidates, by the differences from a row.
  private static func measured(
    _ rows: [Float], _ dimension: Int, _ row: Int, _ candidates: [Int32], _ count: Int
  ) -> ArraySlice<(distance: Float, id: Int32)> {
    candidates.map { other -> (distance: Float, id: Int32) in
      var sum: Float = 0
      for column in 0..<dimension {
        let difference = rows[row * dimension + column] - rows[Int(other) * dimension + column]
        sum += difference * difference
      }
      return (sum, other)
    }.sorted { $0.distance != $1.distance ? $0.distance < $1.distance : $0.id < $1.id }.prefix(count)
  }
}
