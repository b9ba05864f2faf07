import Condense
import Foundation

/// Workload of scale: each of the studies, a picture `NAME.svg` of each, and all figures in `scale.json`.
enum ScaleWorkload {
  private struct Figure: Encodable {
    let study: String
    let size: Int
    let quantity: String
    let unit: String
    /// Of the quickest pass and of the slowest.
    let least: Double
    let most: Double
  }

  private struct Figures: Encodable {
    let processors: Int
    let codeLevel: String
    let figures: [Figure]
  }

  /// On a machine shared with others a pass may fall into slow minutes: the quickest of some shows what the work takes.
  private static let passCount = 4

  static func run(folder path: String) async throws {
    let folder = URL(filePath: path)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let studies = ScaleStudies.all
    var passes: [[[[Double?]]]] = []
    for pass in 1...passCount {
      Limits.say("pass \(pass) of \(passCount)")
      var rows: [[[Double?]]] = []
      for study in studies { try await rows.append(study.pass()) }
      passes.append(rows)
    }
    var figures: [Figure] = []
    for (place, study) in studies.enumerated() {
      let own = passes.map { $0[place] }
      let least = ScaleStudy.figures(own) { $0.min() }, most = ScaleStudy.figures(own) { $0.max() }
      Limits.say("\n" + study.table(least))
      try Data(study.picture(least).utf8).write(to: folder.appending(path: "\(study.name).svg"))
      for (row, size) in study.sizes.enumerated() {
        for (column, quantity) in study.quantities.enumerated() {
          guard let least = least[row][column], let most = most[row][column] else { continue }
          figures.append(
            Figure(
              study: study.name, size: size, quantity: quantity.name, unit: quantity.unit, least: least,
              most: most))
        }
      }
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    let all = Figures(
      processors: Processors.available, codeLevel: Processors.codeLevel, figures: figures)
    try encoder.encode(all).write(to: folder.appending(path: "scale.json"))
  }
}
