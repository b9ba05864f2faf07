import CondenseData
import Foundation
import Testing

/// The data sets that lie beside the package on some machines.
enum SharedData {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/data").path

  /// The path of a file, or nil with a line that says what is skipped.
  static func path(_ file: String) -> String? {
    let path = folder + "/" + file
    if FileManager.default.fileExists(atPath: path) { return path }
    print("skipped: there is no ../shared/data/\(file) beside the package")
    return nil
  }
}
