import CondenseCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Table {
  /// Reads a file of delimited text, JSON lines or fastText's labelled lines, plain or gzip.
  public init(contentsOf url: URL, options: ReadingOptions = .init()) throws(CondenseError) {
    guard url.isFileURL else {
      throw CondenseError(.input, "'\(url.absoluteString)' is not a file on this machine; download it first")
    }
    try self.init(contentsOfFile: url.path, options: options)
  }
}
