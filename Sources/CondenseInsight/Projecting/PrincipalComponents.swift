import CondenseCore

/// Principal components: the directions in which rows differ most, at right angles to each other.
///
///     C = (X − mean)ᵀ · (X − mean) / (n − 1) = Σ λⱼ · vⱼ · vⱼᵀ,  zⱼ = (x − mean) · vⱼ
///
/// The largest component of each direction is positive. Sums are in Double, over chunks in their order.
///
/// **Cost** `n · dimension²` multiplications, and the eigenvectors of a matrix of `dimension²`.
///
/// Source: Pearson 1901; Jolliffe 2002, "Principal component analysis".
package struct PrincipalComponents: Sendable {
  /// Numbers of a row.
  package let dimension: Int
  /// What is taken off every row.
  package let mean: [Double]
  /// The directions, that of the largest variance first, one after another.
  package let directions: [Double]
  /// The variance along each direction kept.
  package let variances: [Double]
  /// The share of all variance along each direction kept.
  package let explained: [Double]

  /// - Parameters:
  ///   - rows: `n × dimension` numbers.
  ///   - count: directions to keep, at most the dimension.
  /// - Throws: `CondenseError` of kind `machine` where there is no LAPACK, `content` for numbers that are not finite.
  package init(
    rows: [Float], dimension: Int, count: Int, threads: Int = Processors.available
  ) throws(CondenseError) {
    self.dimension = dimension
    let n = dimension > 0 ? rows.count / dimension : 0
    var mean = [Double](repeating: 0, count: dimension)
    for row in 0..<n {
      for column in 0..<dimension { mean[column] += Double(rows[row * dimension + column]) }
    }
    for column in 0..<dimension { mean[column] /= Double(max(n, 1)) }
    let parts = ChunkedRows.map(rowCount: n, threads: threads) { [mean] range in
      Self.products(rows, dimension, mean, range)
    }
    var covariance = [Double](repeating: 0, count: dimension * dimension)
    for part in parts {
      for place in covariance.indices { covariance[place] += part[place] }
    }
    for place in covariance.indices { covariance[place] /= Double(max(n - 1, 1)) }
    let problem = try SymmetricEigenproblem(covariance, size: dimension)
    let kept = max(0, min(count, dimension)), total = problem.values.reduce(0) { $0 + max($1, 0) }
    self.mean = mean
    directions = Array(problem.vectors.prefix(kept * dimension))
    variances = problem.values.prefix(kept).map { max($0, 0) }
    explained = variances.map { total > 0 ? $0 / total : 0 }
  }

  /// Lower triangle of the products of some rows' differences from the mean.
  private static func products(
    _ rows: [Float], _ dimension: Int, _ mean: [Double], _ range: Range<Int>
  ) -> [Double] {
    var sums = [Double](repeating: 0, count: dimension * dimension)
    var differences = [Double](repeating: 0, count: dimension)
    sums.withUnsafeMutableBufferPointer { sums in
      for row in range {
        for column in 0..<dimension {
          differences[column] = Double(rows[row * dimension + column]) - mean[column]
        }
        for i in 0..<dimension {
          let factor = differences[i], start = i * dimension
          for j in 0...i { sums[start + j] += factor * differences[j] }
        }
      }
    }
    return sums
  }

  /// Rows along the directions kept: for each direction all rows, one after another.
  package func projected(_ rows: [Float]) -> [Float] {
    let n = dimension > 0 ? rows.count / dimension : 0
    var result = [Float](repeating: 0, count: variances.count * n)
    for component in variances.indices {
      for row in 0..<n {
        var sum = 0.0
        for column in 0..<dimension {
          sum +=
            (Double(rows[row * dimension + column]) - mean[column])
            * directions[component * dimension + column]
        }
        result[component * n + row] = Float(sum)
      }
    }
    return result
  }
}
