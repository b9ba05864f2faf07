import CondenseCore

/// How much points belong together, from the distances to their neighbours: `p(i, j)`, which add up to 1.
///
///     p(j | i) ∝ exp(−d(i, j)² / 2σᵢ²), σᵢ such that the perplexity of p(· | i) is the one asked for
///     p(i, j) = (p(j | i) + p(i | j)) / 2n
///
/// Source: van der Maaten and Hinton 2008, "Visualizing data using t-SNE"; neighbours alone, as in van der Maaten
/// 2014, "Accelerating t-SNE using tree-based algorithms".
package struct Affinities: Sendable {
  /// Where the neighbours of each point start in `ids`, and after the last where they end.
  package let offsets: [Int]
  /// Neighbours, by number.
  package let ids: [Int32]
  /// How much each belongs to the point.
  package let weights: [Float]

  /// Points.
  package var count: Int { offsets.count - 1 }

  /// - Parameter perplexity: about how many neighbours count; at most a third of those given.
  package init(_ neighbors: NearestNeighbors, perplexity: Double) {
    let k = neighbors.count, n = k > 0 ? neighbors.ids.count / k : 0
    let target = Elementary.log(max(1, min(perplexity, Double(k) / 3)))
    var conditional = [Float](repeating: 0, count: n * k)
    for row in 0..<n {
      let squares = (0..<k).map { Double(neighbors.squaredDistances[row * k + $0]) }
      for (place, p) in Self.conditional(squares, entropy: target).enumerated() {
        conditional[row * k + place] = Float(p)
      }
    }
    // Both directions of every pair, those of one pair added up.
    var degrees = [Int](repeating: 0, count: n + 1)
    for row in 0..<n {
      for place in row * k..<(row + 1) * k {
        degrees[row + 1] += 1
        degrees[Int(neighbors.ids[place]) + 1] += 1
      }
    }
    for row in 0..<n { degrees[row + 1] += degrees[row] }
    var next = degrees
    var entries = [(id: Int32, weight: Float)](repeating: (0, 0), count: 2 * n * k)
    for row in 0..<n {
      for place in row * k..<(row + 1) * k {
        let other = Int(neighbors.ids[place])
        entries[next[row]] = (Int32(other), conditional[place])
        entries[next[other]] = (Int32(row), conditional[place])
        next[row] += 1
        next[other] += 1
      }
    }
    var offsets = [0], ids: [Int32] = [], weights: [Float] = []
    let scale = 1 / (2 * Float(max(n, 1)))
    for row in 0..<n {
      for entry in entries[degrees[row]..<degrees[row + 1]].sorted(by: { $0.id < $1.id }) {
        if ids.count > offsets[row], ids[ids.count - 1] == entry.id {
          weights[weights.count - 1] += entry.weight * scale
        } else {
          ids.append(entry.id)
          weights.append(entry.weight * scale)
        }
      }
      offsets.append(ids.count)
    }
    (self.offsets, self.ids, self.weights) = (offsets, ids, weights)
  }

  /// Weights of one point's neighbours with an entropy, which is found by halving.
  private static func conditional(_ squares: [Double], entropy target: Double) -> [Double] {
    let least = squares.min() ?? 0
    var precision = 1.0, low = 0.0, high = Double.infinity
    var p = squares
    for _ in 0..<64 {
      var sum = 0.0, weighted = 0.0
      for place in squares.indices {
        let distance = squares[place] - least
        p[place] = Elementary.exp(-distance * precision)
        sum += p[place]
        weighted += distance * p[place]
      }
      let entropy = Elementary.log(sum) + precision * weighted / sum
      for place in p.indices { p[place] /= sum }
      if abs(entropy - target) < 1e-5 { break }
      if entropy > target {
        low = precision
        precision = high.isFinite ? (low + high) / 2 : precision * 2
      } else {
        high = precision
        precision = (low + high) / 2
      }
    }
    return p
  }
}
