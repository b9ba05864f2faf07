import CondenseCore
import CondenseInsight
import Testing

@Suite struct SymmetricEigenproblemTests {
  /// Whole numbers from −9 to 9, the same above the diagonal and below.
  private func matrix(_ size: Int, salt: UInt64 = 1) -> [Double] {
    var matrix = [Double](repeating: 0, count: size * size)
    for i in 0..<size {
      for j in 0...i {
        let value = Double(MadeUp.any(i * size + j, 19, salt: salt) - 9)
        matrix[i * size + j] = value
        matrix[j * size + i] = value
      }
    }
    return matrix
  }

  @Test(arguments: [1, 2, 5, 16, 33]) func vectorsGiveTheMatrixAgain(size: Int) throws {
    let matrix = matrix(size)
    let solved = try SymmetricEigenproblem(matrix, size: size)
    #expect(zip(solved.values, solved.values.dropFirst()).allSatisfy { $0 >= $1 })
    for (found, given) in zip(solved.matrix { $0 }, matrix) { #expect(abs(found - given) < 1e-10) }
    // Unit vectors at right angles.
    let identity = solved.matrix { _ in 1 }
    for i in 0..<size {
      for j in 0..<size { #expect(abs(identity[i * size + j] - (i == j ? 1 : 0)) < 1e-12) }
    }
  }

  @Test func largestComponentIsPositive() throws {
    for salt: UInt64 in 1...8 {
      let solved = try SymmetricEigenproblem(matrix(6, salt: salt), size: 6)
      for start in stride(from: 0, to: 36, by: 6) {
        let vector = solved.vectors[start..<start + 6]
        let largest = try #require(vector.max { $0.magnitude < $1.magnitude })
        #expect(largest > 0)
      }
    }
  }

  @Test func knownByHand() throws {
    let solved = try SymmetricEigenproblem([2, -1, -1, 2], size: 2)
    #expect(abs(solved.values[0] - 3) < 1e-14 && abs(solved.values[1] - 1) < 1e-14)
    #expect(abs(solved.vectors[2] - 0.5.squareRoot()) < 1e-14)
    #expect(abs(solved.vectors[3] - 0.5.squareRoot()) < 1e-14)
  }

  @Test func numbersThatAreNotFiniteAreRefused() throws {
    #expect(throws: CondenseError(.content, "a matrix of 2 × 2 numbers holds some that are not finite")) {
      try SymmetricEigenproblem([1, .nan, 0, 1], size: 2)
    }
  }
}
