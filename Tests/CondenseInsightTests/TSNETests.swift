import CondenseCore
import CondenseInsight
import Testing

/// Neighbours, affinities, forces and points of t-SNE, each against what it should be, computed the long way.
@Suite struct TSNETests {
  /// Rows around as many middles, at random.
  private static func rows(_ count: Int, _ dimension: Int, middles: Int = 1, spread: Float = 0.3) -> [Float] {
    let random = Philox(seed: 11, purpose: "rows")
    func number(_ a: Int, _ b: Int) -> Float { 2 * Philox.unit(random.block(UInt64(a), UInt64(b))[0]) - 1 }
    return (0..<count).flatMap { row in
      (0..<dimension).map { 4 * number(1_000_000 + row % middles, $0) + spread * number(row, $0) }
    }
  }

  private static func square(_ rows: [Float], _ dimension: Int, _ a: Int, _ b: Int) -> Float {
    (0..<dimension).reduce(0) { sum, column in
      let difference = rows[a * dimension + column] - rows[b * dimension + column]
      return sum + difference * difference
    }
  }

  @Test(arguments: [(2, 1, 1), (7, 3, 20), (61, 5, 4), (1100, 13, 9)])
  func neighboursAreExact(count: Int, dimension: Int, wanted: Int) throws {
    let rows = Self.rows(count, dimension, middles: 3)
    let found = try NearestNeighbors(rows: rows, dimension: dimension, count: wanted, threads: 1)
    #expect(found.count == min(wanted, count - 1))
    for row in 0..<count {
      let all = (0..<count).filter { $0 != row }.map { (Self.square(rows, dimension, row, $0), $0) }
        .sorted { $0 < $1 }.prefix(found.count)
      let place = row * found.count..<(row + 1) * found.count
      #expect(found.squaredDistances[place].elementsEqual(all.map(\.0)))
      #expect(found.ids[place].elementsEqual(all.map { Int32($0.1) }))
    }
    let again = try NearestNeighbors(rows: rows, dimension: dimension, count: wanted, threads: 2)
    #expect(again.ids == found.ids && again.squaredDistances == found.squaredDistances)
  }

  /// Many equal rows: none is its own neighbour, and the first come first.
  @Test func equalRows() throws {
    let found = try NearestNeighbors(
      rows: [Float](repeating: 0.1, count: 40 * 3), dimension: 3, count: 5, threads: 1)
    #expect(Array(found.ids[0..<5]) == [1, 2, 3, 4, 5] && Array(found.ids[10..<15]) == [0, 1, 3, 4, 5])
    #expect(found.squaredDistances.allSatisfy { $0 == 0 })
    let affinities = Affinities(found, perplexity: 2)
    #expect(affinities.weights.allSatisfy { $0.isFinite && $0 > 0 })
  }

  @Test func affinitiesHaveThePerplexity() throws {
    let rows = Self.rows(300, 6)
    let neighbors = try NearestNeighbors(rows: rows, dimension: 6, count: 60, threads: 1)
    let affinities = Affinities(neighbors, perplexity: 20)
    #expect(abs(affinities.weights.reduce(0.0) { $0 + Double($1) } - 1) < 1e-5)
    var weights: [Int: Float] = [:]
    for row in 0..<300 {
      for place in affinities.offsets[row]..<affinities.offsets[row + 1] {
        weights[row * 300 + Int(affinities.ids[place])] = affinities.weights[place]
      }
    }
    #expect(weights.count == affinities.ids.count)
    for (pair, weight) in weights { #expect(weights[pair % 300 * 300 + pair / 300] == weight) }
    // Of equal distances all count alike: with as many neighbours as the perplexity allows.
    let ring = try NearestNeighbors(rows: [0, 0, 1, 0, 0, 1, 1, 1], dimension: 2, count: 3, threads: 1)
    let even = Affinities(ring, perplexity: 1)
    #expect(even.offsets == [0, 3, 6, 9, 12])
  }

  @Test(arguments: [1, 8, 9, 500]) func forces(count: Int) {
    let rows = Self.rows(count, 2, middles: 7, spread: 3)
    let points = (0..<2).flatMap { axis in (0..<count).map { rows[$0 * 2 + axis] * 3 } }
    var z = 0.0, force = [Double](repeating: 0, count: 2 * count)
    for i in 0..<count {
      for j in 0..<count {
        let dx = Double(points[i] - points[j]), dy = Double(points[count + i] - points[count + j])
        let q = 1 / (1 + dx * dx + dy * dy)
        z += q
        force[i] += q * q * dx
        force[count + i] += q * q * dy
      }
    }
    let largest = force.map(abs).max() ?? 0
    for (angle, tolerance) in [(Float(0), 1e-5), (0.5, 0.03)] {
      var tree = RepulsionTree(count: count, angle: angle)
      points.withUnsafeBufferPointer { if let base = $0.baseAddress { tree.build(base) } }
      var found = [Float](repeating: .nan, count: 2 * count)
      let sum = found.withUnsafeMutableBufferPointer {
        $0.baseAddress.map { tree.repel(0..<tree.groupCount, force: $0) } ?? 0
      }
      #expect(abs(sum - z) <= tolerance * z)
      for (a, b) in zip(found, force) { #expect(abs(Double(a) - b) <= tolerance * max(largest, 1e-12)) }
      #expect(Set(tree.order.filter { $0 >= 0 }) == Set((0..<count).map(Int32.init)))
    }
  }

  /// Ten groups of rows become ten groups of points: the nearest point is of the same group.
  @Test func groupsComeApart() throws {
    let count = 600
    let rows = Self.rows(count, 12, middles: 10)
    let neighbors = try NearestNeighbors(rows: rows, dimension: 12, count: 45, threads: 1)
    let affinities = Affinities(neighbors, perplexity: 15)
    let start = (0..<2).flatMap { axis in (0..<count).map { rows[$0 * 12 + axis] } }
    func run(_ steps: Int, threads: Int) throws -> (points: [Float], divergence: Double) {
      var tsne = TSNE()
      (tsne.earlySteps, tsne.steps, tsne.threads) = (steps, steps, threads)
      return try tsne.points(affinities, start: start)
    }
    let early = try run(2, threads: 1), late = try run(150, threads: 1)
    #expect(late.divergence < early.divergence / 2 && late.points.allSatisfy(\.isFinite))
    let pairs = (0..<count).flatMap { [late.points[$0], late.points[count + $0]] }
    let nearest = try NearestNeighbors(rows: pairs, dimension: 2, count: 1, threads: 1)
    #expect((0..<count).count { Int(nearest.ids[$0]) % 10 == $0 % 10 } == count)
    #expect(try run(150, threads: 2).points == late.points)
    #expect(try run(150, threads: 3).points == late.points)
  }

  /// Nothing to put apart: no point, one, two, and many in one place.
  @Test(arguments: [0, 1, 2, 50]) func degenerate(count: Int) throws {
    let rows = [Float](repeating: 1, count: count * 4)
    let neighbors = try NearestNeighbors(rows: rows, dimension: 4, count: 9, threads: 1)
    var tsne = TSNE()
    (tsne.earlySteps, tsne.steps, tsne.threads) = (5, 5, 1)
    let (points, divergence) = try tsne.points(
      Affinities(neighbors, perplexity: 3), start: [Float](repeating: 0, count: 2 * count))
    #expect(points.count == 2 * count && points.allSatisfy(\.isFinite) && divergence.isFinite)
  }

  @Test func cancelling() throws {
    let rows = Self.rows(100, 4)
    let affinities = Affinities(
      try NearestNeighbors(rows: rows, dimension: 4, count: 15, threads: 1), perplexity: 5)
    var tsne = TSNE()
    tsne.isCancelled = { true }
    tsne.threads = 1
    let start = (0..<2).flatMap { axis in (0..<100).map { rows[$0 * 4 + axis] } }
    let points = try tsne.points(affinities, start: start).points
    #expect((points.map(abs).max() ?? 1) < 0.001)
  }
}
