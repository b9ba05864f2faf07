import Condense
import Foundation

/// Workload of scale: each of the studies, a picture `NAME.svg` of each, and all figures in `scale.json`.
enum ScaleWorkload {
  private struct Figure: Encodable {
    let study: String
    let size: Int
    let quantity: String
    let unit: String
    let value: Double
  }

  private struct Figures: Encodable {
    let processors: Int
    let codeLevel: String
    let figures: [Figure]
  }

  /// On a machine shared with others a pass may fall into a slow minute; the median of some does not.
  private static let passCount = 3

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
      let rows = ScaleStudy.medians(passes.map { $0[place] })
      Limits.say("\n" + study.table(rows))
      try Data(study.picture(rows).utf8).write(to: folder.appending(path: "\(study.name).svg"))
      for (size, row) in zip(study.sizes, rows) {
        for (quantity, value) in zip(study.quantities, row) {
          guard let value else { continue }
          figures.append(
            Figure(study: study.name, size: size, quantity: quantity.name, unit: quantity.unit, value: value))
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
