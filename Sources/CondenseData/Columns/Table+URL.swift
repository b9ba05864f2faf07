import CondenseCore

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Table {
  /// Reads a file of delimited text, JSON lines, fastText's labelled lines, or images in IDX, plain or gzip.
  public init(contentsOf url: URL, options: ReadingOptions = .init()) throws(CondenseError) {
    try self.init(contentsOfFile: Self.path(url), options: options)
  }

  /// Reads images, and labels where they are given, from IDX files (the format of MNIST), plain or gzip, as the
  /// columns `image` and `label`.
  ///
  /// - Parameters:
  ///   - labels: a byte for each image.
  ///   - names: what the labels are called, one name a line, that of label 0 first. Without it they are called as
  ///     `options.labelNames` says, which a model keeps in `reading`; or else by their numbers.
  public init(
    images: URL, labels: URL? = nil, names: URL? = nil, options: ReadingOptions = .init()
  ) throws(CondenseError) {
    try self.init(
      imagesFile: Self.path(images), labels: labels.map { url throws(CondenseError) in try Self.path(url) },
      names: names.map { url throws(CondenseError) in try Self.path(url) }, options: options)
  }

  private static func path(_ url: URL) throws(CondenseError) -> String {
    guard url.isFileURL else {
      throw CondenseError(.input, "'\(url.absoluteString)' is not a file on this machine; download it first")
    }
    return url.path
  }
}
