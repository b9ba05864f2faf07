import CondenseCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Predictor {
  /// Reads a model that `write(to:)` or `condense train` wrote, and checks all of it.
  ///
  /// - Throws: `CondenseError` of kind `input` when it cannot be read, `content` when it is no model, damaged,
  ///   or of a later version.
  public init(contentsOf url: URL) throws {
    guard url.isFileURL else {
      throw CondenseError(.input, "'\(url.absoluteString)' is not a file on this machine; download it first")
    }
    try self.init(contentsOfFile: url.path)
  }

  /// Writes the model as one file: whole or not at all, replacing what was there.
  ///
  /// - Throws: `CondenseError` of kind `cannotCreate` or `readOrWrite`.
  public func write(to url: URL) throws {
    guard url.isFileURL else {
      throw CondenseError(.cannotCreate, "'\(url.absoluteString)' is not a file on this machine")
    }
    try write(toFile: url.path)
  }
}
