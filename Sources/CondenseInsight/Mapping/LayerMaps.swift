import CondenseCore
import CondenseData
import CondenseModels

/// The rows of a table as one layer after the other answers to them, so that one sees the classes come apart.
public struct LayerMaps: Sendable {
  /// One layer.
  public struct Stage: Sendable {
    /// The rows in the plane.
    public let map: PointMap
    /// How far the ten nearest rows agree in the target; nil where targets are not known.
    public let agreement: NeighborAgreement?
    /// The mean silhouette of the classes; nil for a target that is a number.
    public let silhouette: Double?
  }

  /// More rows than this do not make small maps plainer.
  static let mostRows = 2000

  /// The layers, from where all inputs stand side by side to the last dense layer.
  public let stages: [Stage]
  /// The target of the rows; nil where the table has none.
  public let target: MapAspect?
  /// Rows of the table.
  public let rowCount: Int

  /// - Parameter mapper: how each is laid out; of its rows at most 2,000 are taken.
  /// - Throws: `CondenseError` as `Activations` and `Mapper` do; `CancellationError`.
  public init(of model: Predictor, on table: Table, with mapper: Mapper = Mapper()) throws {
    var mapper = mapper
    mapper.mostPoints = min(mapper.mostPoints, Self.mostRows)
    let rows = mapper.rows(of: table.rowCount)
    let activations = try Activations(of: model, on: table, rows: rows, threads: mapper.threads)
    let target = MapAspect(targetOf: model, in: table, rows: rows)
    var classes: [Int]?
    if case .names(let names) = target?.content { classes = MapAspect.codes(names) }
    stages = try model.stages.map { name in
      let layer = try activations.layer(name)
      let map = try mapper.map(layer, rows: rows, omitted: table.rowCount - rows.count)
      return Stage(
        map: map, agreement: target?.agreement(on: map),
        silhouette: classes.flatMap {
          Silhouette.mean(rows: layer.values, dimension: layer.width, classes: $0, threads: mapper.threads)
        })
    }
    self.target = target
    rowCount = table.rowCount
  }
}
