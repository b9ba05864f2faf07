import Foundation

/// The data sets that lie beside the package on some machines.
enum SharedData {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/data").path

  /// Whether there are any.
  static let exists = FileManager.default.fileExists(atPath: folder)

  static func has(_ file: String) -> Bool { FileManager.default.fileExists(atPath: path(file)) }

  static func path(_ file: String) -> String { folder + "/" + file }
}
