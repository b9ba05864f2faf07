import CondenseCore
import CondenseData
import CondenseModels

/// The vectors of a map turned and scaled until they lie over known positions as well as they can.
public struct MapOverlay: Sendable {
  /// The columns of the positions.
  public let columns: (x: String, y: String)
  /// Whether they were degrees on the globe, east made as long as north.
  public let isGlobe: Bool
  /// Where the vectors fall: `x` of all points, then `y`.
  public let points: [Double]
  /// Where each should; nil where that is not known.
  public let places: [(x: Double, y: Double)?]
  /// The share of how the known positions differ that the vectors explain (R²).
  public let explained: Double
  /// The share of a thousand shuffles of the positions that reach it, counting the truth as one.
  public let p: Double

  /// - Parameters:
  ///   - vectors: those of a map's values, as many.
  ///   - known: what is known of the same values.
  ///   - x: the column of positions from left to right.
  ///   - y: the column of positions upwards.
  /// - Throws: `CondenseError` of kind `usage` for a column that is not there, `content` for one without numbers, and
  ///   where fewer than three positions are known.
  public init(
    _ vectors: ValueVectors, over known: KnownValues, x: String, y: String, seed: UInt64 = 1
  ) throws(CondenseError) {
    let found = try known.places(x, y)
    func alignment(_ places: [(x: Double, y: Double)?]) -> Alignment? {
      Alignment(
        rows: vectors.vectors, dimension: vectors.dimension, over: places)
    }
    guard let best = alignment(found.places) else {
      throw CondenseError(
        .content, "'\(x)' and '\(y)' give fewer than three different positions of the values on the map")
    }
    columns = (x, y)
    (isGlobe, places) = (found.isGlobe, found.places)
    (points, explained) = (best.points, best.explained)
    let spots = places.indices.filter { found.places[$0] != nil }
    let random = Philox(seed: seed, purpose: "position shuffles")
    var reached = 0
    for round in 0..<NeighborAgreement.shuffles {
      var shuffled = found.places
      for (spot, other) in zip(spots, random.permutation(count: spots.count, round: UInt64(round))) {
        shuffled[spot] = found.places[spots[Int(other)]]
      }
      if let alignment = alignment(shuffled), alignment.explained >= explained { reached += 1 }
    }
    p = Double(reached + 1) / Double(NeighborAgreement.shuffles + 1)
  }
}
