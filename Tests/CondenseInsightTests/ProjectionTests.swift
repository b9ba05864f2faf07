import CondenseCore
import CondenseInsight
import Foundation
import Testing

/// Principal components against scikit-learn's, and groups by k-means.
@Suite struct ProjectionTests {
  private struct Reference: Decodable {
    let dimension: Int
    let rows: [Float]
    let mean: [Double]
    let directions: [Double]
    let variances: [Double]
    let explained: [Double]
    let projected: [Double]
  }

  private static func close(_ a: [some BinaryFloatingPoint], _ b: [Double], _ tolerance: Double) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs(Double($0) - $1) <= tolerance * max(1, abs($1)) }
  }

  @Test func asScikitLearn() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/projections/principal-components.json")
    let reference = try JSONDecoder().decode(Reference.self, from: Data(contentsOf: file))
    let found = try PrincipalComponents(rows: reference.rows, dimension: reference.dimension, count: 4)
    #expect(Self.close(found.mean, reference.mean, 1e-9))
    #expect(Self.close(found.variances, reference.variances, 1e-9))
    #expect(Self.close(found.explained, reference.explained, 1e-9))
    let points = found.projected(reference.rows), n = reference.rows.count / reference.dimension
    for component in 0..<4 {
      let own = Array(found.directions[component * 6..<(component + 1) * 6])
      let theirs = Array(reference.directions[component * 6..<(component + 1) * 6])
      // Up to its sign, which here makes the largest component positive.
      let sign = zip(own, theirs).reduce(0) { $0 + $1.0 * $1.1 } < 0 ? -1.0 : 1
      #expect(Self.close(own, theirs.map { $0 * sign }, 1e-9))
      #expect((own.max { abs($0) < abs($1) } ?? -1) > 0)
      let place = component * n..<(component + 1) * n
      #expect(Self.close(Array(points[place]), reference.projected[place].map { $0 * sign }, 1e-5))
    }
    let again = try PrincipalComponents(
      rows: reference.rows, dimension: reference.dimension, count: 4, threads: 3)
    #expect(again.directions == found.directions && again.variances == found.variances)
  }

  @Test func fewRows() throws {
    let one = try PrincipalComponents(rows: [1, 2, 3], dimension: 3, count: 2)
    #expect(one.variances == [0, 0] && one.explained == [0, 0] && one.projected([1, 2, 3]) == [0, 0])
    let none = try PrincipalComponents(rows: [], dimension: 2, count: 2)
    #expect(none.projected([]).isEmpty)
  }

  @Test func groupsAreFound() {
    let random = Philox(seed: 2, purpose: "groups")
    let middles = [0, 10, 30, 70]
    var rows: [Float] = []
    for row in 0..<300 {
      for column in 0..<3 {
        let noise = Philox.unit(random.block(UInt64(row), UInt64(column))[0])
        rows.append(Float(middles[row % 10 / 3] * (column + 1)) + noise)
      }
    }
    let found = KMeans(rows: rows, dimension: 3, count: 4, seed: 1)
    // Rows of one group stand together; groups of 90, 90, 90 and 30 rows, the largest first.
    for row in 10..<300 { #expect(found.groups[row] == found.groups[row % 10]) }
    #expect(Set(found.groups).count == 4 && found.groups.count { $0 == 3 } == 30)
    #expect(found.squares < 300)
    #expect(KMeans(rows: rows, dimension: 3, count: 4, seed: 1).groups == found.groups)
  }

  @Test func moreGroupsThanRows() {
    #expect(KMeans(rows: [1, 1, 1], dimension: 1, count: 5, seed: 1).groups.count == 3)
    #expect(KMeans(rows: [], dimension: 1, count: 5, seed: 1).groups.isEmpty)
    #expect(KMeans(rows: [1, 5], dimension: 1, count: 2, seed: 1).squares == 0)
  }
}
