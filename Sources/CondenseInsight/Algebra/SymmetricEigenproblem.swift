import CondenseCore

/// Eigenvalues and eigenvectors of a symmetric matrix `A = Σ λᵢ · vᵢ · vᵢᵀ`, by LAPACK's `dsyevd`.
///
/// Of the two directions of each vector the one is taken whose component of largest magnitude is positive, the
/// first of them where several are as large.
package struct SymmetricEigenproblem: Sendable {
  /// The eigenvalues, the largest first.
  package let values: [Double]
  /// A vector of length 1 for each value, one after the other: `values.count × values.count` numbers.
  package let vectors: [Double]

  /// - Parameters:
  ///   - matrix: `size × size` numbers, row by row; those above the diagonal are not looked at.
  /// - Throws: `CondenseError` of kind `content` when a number is not finite or no solution is found, `machine` where
  ///   there is no LAPACK.
  package init(_ matrix: [Double], size: Int) throws(CondenseError) {
    precondition(matrix.count == size * size, "not a square matrix")
    guard size > 0 else {
      (values, vectors) = ([], [])
      return
    }
    guard matrix.allSatisfy(\.isFinite), let order = Int32(exactly: size) else {
      throw CondenseError(.content, "a matrix of \(size) × \(size) numbers holds some that are not finite")
    }
    let dsyevd = try LAPACK.dsyevd()
    var a = matrix
    var ascending = [Double](repeating: 0, count: size)
    var work = [Double](repeating: 0, count: 1 + 6 * size + 2 * size * size)
    var wholeWork = [Int32](repeating: 0, count: 3 + 5 * size)
    var n = order, workCount = Int32(work.count), wholeCount = Int32(wholeWork.count), info: Int32 = 0
    // Row by row here is column by column there: its upper triangle is the lower one.
    dsyevd("V", "U", &n, &a, &n, &ascending, &work, &workCount, &wholeWork, &wholeCount, &info, 1, 1)
    guard info == 0 else {
      throw CondenseError(.content, "no eigenvectors were found of a matrix of \(size) × \(size) numbers")
    }
    values = ascending.reversed()
    var vectors: [Double] = []
    vectors.reserveCapacity(size * size)
    for index in (0..<size).reversed() {
      let vector = a[index * size..<(index + 1) * size]
      var largest = vector[vector.startIndex]
      for component in vector where component.magnitude > largest.magnitude { largest = component }
      vectors += largest < 0 ? vector.map { -$0 } : Array(vector)
    }
    self.vectors = vectors
  }

  /// `Σ f(λᵢ) · vᵢ · vᵢᵀ`: the matrix with a function of its eigenvalues in their place.
  package func matrix(of function: (Double) -> Double) -> [Double] {
    let size = values.count
    var result = [Double](repeating: 0, count: size * size)
    for (index, value) in values.enumerated() {
      let factor = function(value)
      guard factor != 0 else { continue }
      for row in 0..<size {
        let scaled = factor * vectors[index * size + row]
        for column in 0..<size { result[row * size + column] += scaled * vectors[index * size + column] }
      }
    }
    return result
  }
}
