import CondenseCore
import CondenseNetworks

/// What the dense layers after an embedding make of its vectors, taken apart into directions by what each brings.
///
/// With vectors `E` (rows × d), the weights of all dense layers that read them side by side `W` (d × H), and the share
/// `p` of the traffic that each row has, the product `M = √p · (E − mean) · W` is what matters. Its right singular
/// vectors and values come from two symmetric matrices of d × d in Double:
///
///     S = W · Wᵀ,  G = (E − mean)ᵀ · diag(p) · (E − mean)
///     S^½ · G · S^½ = Σ λⱼ · qⱼ · qⱼᵀ          λⱼ: squared singular values of M
///     E′ = (E − mean) · S^½ · Q                W′ = Qᵀ · S^−½ · W
///
/// The first k columns of `E′` and rows of `W′` give the best approximation of rank k (Eckart and Young 1936).
/// `W′` has orthonormal rows, so that vectors lie as far apart as what the dense layers make of them.
package struct EmbeddingDirections: Sendable {
  package let embedding: FreeEmbedding
  /// What each direction brings: the mean square, over the traffic, of all sums of the dense layers together.
  package let energies: [Double]
  /// The mean that is taken out; zeros where none is.
  package let mean: [Double]
  /// `S^½ · Q`, d × d, and `Qᵀ · S^−½`, d × d.
  private let into: [Double]
  private let back: [Double]

  /// Eigenvalues of `S` below this share of the greatest are nothing but rounding.
  private static let rounding = 1e-12

  /// - Parameter traffic: how often each row is read.
  package init(_ embedding: FreeEmbedding, _ parameters: Parameters, traffic: [Double]) throws {
    self.embedding = embedding
    let d = embedding.dimension, rows = embedding.rows
    precondition(traffic.count == rows, "a count for each row")
    let values = parameters.values(at: embedding.parameter)
    let total = traffic.reduce(0, +)
    var mean = [Double](repeating: 0, count: d)
    if embedding.hasMean {
      for row in 0..<rows {
        let share = traffic[row] / total
        for column in 0..<d { mean[column] += share * Double(values[row * d + column]) }
      }
    }
    self.mean = mean
    var gram = [Double](repeating: 0, count: d * d)
    var centered = [Double](repeating: 0, count: d)
    for row in 0..<rows {
      let share = traffic[row] / total
      guard share > 0 else { continue }
      for column in 0..<d { centered[column] = Double(values[row * d + column]) - mean[column] }
      for i in 0..<d {
        let scaled = share * centered[i]
        for j in 0...i { gram[i * d + j] += scaled * centered[j] }
      }
    }
    for i in 0..<d { for j in 0..<i { gram[j * d + i] = gram[i * d + j] } }

    var squares = [Double](repeating: 0, count: d * d)
    for reading in embedding.readings {
      let units = parameters.plans[reading.weights].columns
      let weights = parameters.values(at: reading.weights)
      for i in 0..<d {
        let a = (reading.firstRow + i) * units
        for j in 0...i {
          let b = (reading.firstRow + j) * units
          var sum = 0.0
          for unit in 0..<units { sum += Double(weights[a + unit]) * Double(weights[b + unit]) }
          squares[i * d + j] += sum
        }
      }
    }
    for i in 0..<d { for j in 0..<i { squares[j * d + i] = squares[i * d + j] } }

    let weighed = try SymmetricEigenproblem(squares, size: d)
    let least = max(0, weighed.values.first ?? 0) * Self.rounding
    let root = weighed.matrix { $0 > least ? $0.squareRoot() : 0 }
    let inverse = weighed.matrix { $0 > least ? 1 / $0.squareRoot() : 0 }
    let solved = try SymmetricEigenproblem(
      Self.product(Self.product(root, gram, d), root, d), size: d)
    energies = solved.values.map { max(0, $0) }
    // Vectors stand row by row: Qᵀ.
    into = Self.product(root, Self.transposed(solved.vectors, d), d)
    back = Self.product(solved.vectors, inverse, d)
  }

  /// The vectors in the first directions, rows × count.
  func vectors(_ parameters: Parameters, keeping count: Int) -> [Float] {
    let d = embedding.dimension
    let values = parameters.values(at: embedding.parameter)
    var result = [Float](repeating: 0, count: embedding.rows * count)
    var sums = [Double](repeating: 0, count: count)
    for row in 0..<embedding.rows {
      for column in 0..<count { sums[column] = 0 }
      for i in 0..<d {
        let value = Double(values[row * d + i]) - mean[i]
        for column in 0..<count { sums[column] += value * into[i * d + column] }
      }
      for column in 0..<count { result[row * count + column] = Float(sums[column]) }
    }
    return result
  }

  /// The weights of a dense layer for the first directions, count × units.
  func weights(_ reading: FreeEmbedding.Reading, _ parameters: Parameters, keeping count: Int) -> [Float] {
    let d = embedding.dimension, units = parameters.plans[reading.weights].columns
    let values = parameters.values(at: reading.weights)
    var result = [Float](repeating: 0, count: count * units)
    for row in 0..<count {
      for unit in 0..<units {
        var sum = 0.0
        for i in 0..<d { sum += back[row * d + i] * Double(values[(reading.firstRow + i) * units + unit]) }
        result[row * units + unit] = Float(sum)
      }
    }
    return result
  }

  /// What the mean adds to the sums of a dense layer.
  func meanSums(_ reading: FreeEmbedding.Reading, _ parameters: Parameters) -> [Double] {
    let units = parameters.plans[reading.weights].columns
    let values = parameters.values(at: reading.weights)
    return (0..<units).map { unit in
      mean.indices.reduce(0.0) { $0 + mean[$1] * Double(values[(reading.firstRow + $1) * units + unit]) }
    }
  }

  private static func product(_ a: [Double], _ b: [Double], _ n: Int) -> [Double] {
    var result = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for k in 0..<n {
        let factor = a[i * n + k]
        for j in 0..<n { result[i * n + j] += factor * b[k * n + j] }
      }
    }
    return result
  }

  private static func transposed(_ a: [Double], _ n: Int) -> [Double] {
    var result = a
    for i in 0..<n { for j in 0..<n { result[j * n + i] = a[i * n + j] } }
    return result
  }
}
