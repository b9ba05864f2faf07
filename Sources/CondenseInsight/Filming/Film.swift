import CondenseCore
import CondenseModels

/// A training film as points in the plane: every snapshot on the axes of the last one and at one scale, so that what moves
/// was moved by learning.
public struct Film: Sendable {
  /// Of vectors whose second principal component explains less than this, a line is all there is to see.
  private static let flat = 0.01

  /// What the points stand for.
  public enum Axes: Sendable, Equatable {
    /// The two principal components of the last snapshot; each explains a share of how its rows differ.
    case principal(Double, Double)
    /// Rows on a line, which explains such a share: along it across, and how often the values come upwards.
    case line(Double)
    /// Turned and scaled until the last snapshot lies over known places, of which it explains a share (R²).
    case places(Double)
  }

  /// What was filmed.
  public let recorded: TrainingFilm
  /// What is seen across and upwards.
  public let axes: Axes
  /// For each snapshot `x` of all points, then `y`.
  public let points: [[Double]]
  /// The group of each value by k-means on the last snapshot, the largest group first.
  public let groups: [Int]

  /// - Parameters:
  ///   - places: where each value is known to belong, nil where that is not known; the film is then seen from where the
  ///     last snapshot fits best.
  ///   - groups: groups of k-means.
  ///   - seed: of the groups.
  /// - Throws: `CondenseError`: `machine` where there is no LAPACK, `content` for numbers that are not finite.
  public init(
    _ recorded: TrainingFilm, over places: [(x: Double, y: Double)?] = [], groups: Int = 8, seed: UInt64 = 1
  ) throws {
    let all = recorded.snapshots.map(\.vectors), width = recorded.dimension
    guard let last = all.last, all.allSatisfy({ $0.allSatisfy(\.isFinite) }) else {
      throw CondenseError(.content, "the film of '\(recorded.name)' holds numbers that are not finite")
    }
    let n = recorded.values.count
    self.recorded = recorded
    self.groups = KMeans(rows: last, dimension: width, count: groups, seed: seed).groups
    let others = [(x: Double, y: Double)?](repeating: nil, count: n * (all.count - 1))
    if places.count == n,
      let aligned = Alignment(rows: all.flatMap(\.self), dimension: width, over: others + places)
    {
      let count = n * all.count
      axes = .places(aligned.explained)
      points = all.indices.map { snapshot in
        let rows = snapshot * n..<(snapshot + 1) * n
        return rows.map { aligned.points[$0] } + rows.map { aligned.points[count + $0] }
      }
      return
    }
    let components = try PrincipalComponents(rows: last, dimension: width, count: 2)
    let shares = components.explained
    let projected = all.map { components.projected($0).map(Double.init) }
    if width > 1, shares[1] >= Self.flat {
      axes = .principal(shares[0], shares[1])
      points = projected
    } else {
      let heights = recorded.counts.map { $0.map { Elementary.log(Double(max($0, 1))) } }
      axes = .line(shares.first ?? 0)
      points = projected.map { $0.prefix(n) + (heights ?? [Double](repeating: 0, count: n)) }
    }
  }
}
