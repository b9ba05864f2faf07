import Condense
import CondenseInsight
import Foundation

/// Workload V: principal components of images and their map by t-SNE, as `condense map` makes it.
///
/// Reads `rows.f32`, row by row; writes `components.f32` (50 numbers a row) and `points.f32` (`x` of all, then `y`); prints
/// seconds of the map and its divergence.
enum LayoutWorkload {
  static func run(folder: String, dimension: Int, threads: Int) throws {
    func url(_ name: String) -> URL { URL(filePath: folder).appending(path: name) }
    func write(_ numbers: [Float], _ name: String) throws {
      try numbers.withUnsafeBytes { try Data($0).write(to: url(name)) }
    }
    let rows = try Data(contentsOf: url("rows.f32")).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
    let components = try PrincipalComponents(rows: rows, dimension: dimension, count: 50, threads: threads)
    // A component after the other, as a matrix of columns.
    let columns = components.projected(rows), count = columns.count / 50
    let projected = (0..<count).flatMap { row in (0..<50).map { columns[$0 * count + row] } }
    try write(projected, "components.f32")
    let clock = ContinuousClock.now
    let neighbors = try NearestNeighbors(rows: projected, dimension: 50, count: 90, threads: threads)
    var tsne = TSNE()
    tsne.threads = threads
    let map = try tsne.points(
      Affinities(neighbors, perplexity: tsne.perplexity), start: Array(columns[..<(2 * count)]))
    let seconds = (ContinuousClock.now - clock) / .seconds(1)
    try write(map.points, "points.f32")
    print(seconds, map.divergence)
  }
}
