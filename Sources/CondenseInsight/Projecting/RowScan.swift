import CondenseCore

/// A matrix laid out so that every one of its rows can be multiplied with others at once: by blocks of a matrix product.
///
/// Scans give for each query the rows with the least `offset + factor · (query · row)`: squared distances and
/// similarities alike.
struct RowScan: Sendable {
  /// Queries of a block of products, and columns of it, in panels of 16.
  static let blockRows = 60
  private static let blockPanels = 64

  let count: Int
  let dimension: Int
  private let panels: FloatMemory
  private let offsets: [Float]?
  private let factor: Float

  /// - Parameters:
  ///   - rows: `count × dimension` numbers.
  ///   - offsets: of each row; nil for 0.
  init(
    _ rows: [Float], count: Int, dimension: Int, offsets: [Float]?, factor: Float
  ) throws(CondenseError) {
    (self.count, self.dimension, self.offsets, self.factor) = (count, dimension, offsets, factor)
    let layout = PanelLayout(inputs: dimension, units: count)
    panels = try FloatMemory(count: max(layout.count, PanelLayout.width))
    for row in 0..<count {
      let panel = panels.base + layout.offset(input: 0, unit: row)
      for column in 0..<dimension { panel[column * PanelLayout.width] = rows[row * dimension + column] }
    }
  }

  /// The rows of least score for some of the queries, in no order.
  ///
  /// - Parameters:
  ///   - queries: rows of `dimension` numbers, of which those in `range` are asked for.
  ///   - excluded: for a query a row that is none of its answers, −1 for none.
  func least(
    _ queries: [Float], _ range: Range<Int>, wanted: Int, excluding excluded: (Int) -> Int
  ) -> [NearestHeap] {
    let width = PanelLayout.width, panelCount = (count + width - 1) / width
    let stride = Self.blockPanels * width
    var nearest = range.map { _ in NearestHeap(capacity: wanted) }
    var products = [Float](repeating: 0, count: range.count * stride)
    for first in Swift.stride(from: 0, to: panelCount, by: Self.blockPanels) {
      let part = min(Self.blockPanels, panelCount - first), start = first * width
      queries.withUnsafeBufferPointer { queries in
        products.withUnsafeMutableBufferPointer { products in
          guard let x = queries.baseAddress, let y = products.baseAddress else { return }
          ProductKernels.multiply(
            rows: range.count, inputs: dimension, x: x + range.lowerBound * dimension, xStride: dimension,
            panels: panels.base + start * dimension, panelCount: part, start: .zero, y: y, yStride: stride)
        }
      }
      let end = min(count, start + part * width)
      for (place, query) in range.enumerated() {
        let base = place * stride - start, own = excluded(query)
        for row in start..<end {
          let score = (offsets?[row] ?? 0) + factor * products[base + row]
          if score < nearest[place].largest, row != own { nearest[place].insert(score, Int32(row)) }
        }
      }
    }
    return nearest
  }
}
