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
  /// Rows of a block of products, and columns of it, in panels of 16.
  private static let blockRows = 60, blockPanels = 64
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
    let panels = try Self.panels(rows, n, dimension)
    let norms = (0..<n).map { row in
      var sum: Float = 0
      for place in row * dimension..<(row + 1) * dimension { sum += rows[place] * rows[place] }
      return sum
    }
    let blocks = (n + Self.blockRows - 1) / Self.blockRows
    let found = ChunkedRows.map(count: blocks, threads: threads) { block in
      Self.neighbours(
        of: block * Self.blockRows..<min(n, (block + 1) * Self.blockRows), rows, dimension, panels, norms,
        count: count)
    }
    self.count = count
    ids = found.flatMap(\.ids)
    squaredDistances = found.flatMap(\.distances)
  }

  /// The rows as the units of a dense product.
  private static func panels(
    _ rows: [Float], _ n: Int, _ dimension: Int
  ) throws(CondenseError) -> FloatMemory {
    let layout = PanelLayout(inputs: dimension, units: n)
    let panels = try FloatMemory(count: max(layout.count, 16))
    for row in 0..<n {
      for column in 0..<dimension {
        panels.base[layout.offset(input: column, unit: row)] = rows[row * dimension + column]
      }
    }
    return panels
  }

  private static func neighbours(
    of range: Range<Int>, _ rows: [Float], _ dimension: Int, _ panels: FloatMemory, _ norms: [Float],
    count: Int
  ) -> (ids: [Int32], distances: [Float]) {
    let n = norms.count, panelCount = (n + PanelLayout.width - 1) / PanelLayout.width
    let wanted = min(count + spare, n - 1), stride = blockPanels * PanelLayout.width
    var nearest = range.map { _ in NearestHeap(capacity: wanted) }
    var products = [Float](repeating: 0, count: range.count * stride)
    for first in Swift.stride(from: 0, to: panelCount, by: blockPanels) {
      let part = min(blockPanels, panelCount - first), start = first * PanelLayout.width
      rows.withUnsafeBufferPointer { rows in
        products.withUnsafeMutableBufferPointer { products in
          guard let x = rows.baseAddress, let y = products.baseAddress else { return }
          ProductKernels.multiply(
            rows: range.count, inputs: dimension, x: x + range.lowerBound * dimension, xStride: dimension,
            panels: panels.base + start * dimension, panelCount: part, start: .zero, y: y, yStride: stride)
        }
      }
      let end = min(n, start + part * PanelLayout.width)
      for (place, row) in range.enumerated() {
        let base = place * stride - start
        for other in start..<end {
          let distance = norms[other] - 2 * products[base + other]
          if distance < nearest[place].largest, other != row { nearest[place].insert(distance, Int32(other)) }
        }
      }
    }
    var ids: [Int32] = [], distances: [Float] = []
    for (place, row) in range.enumerated() {
      let measured = nearest[place].ids.map { other -> (distance: Float, id: Int32) in
        var sum: Float = 0
        for column in 0..<dimension {
          let difference = rows[row * dimension + column] - rows[Int(other) * dimension + column]
          sum += difference * difference
        }
        return (sum, other)
      }.sorted { $0.distance != $1.distance ? $0.distance < $1.distance : $0.id < $1.id }.prefix(count)
      ids += measured.map(\.id)
      distances += measured.map(\.distance)
    }
    return (ids, distances)
  }
}
