import CondenseCore

extension Table {
  /// Reads images, and labels where they are given, from IDX files (the format of MNIST), plain or gzip, as the
  /// columns `image` and `label`.
  ///
  /// - Parameters:
  ///   - labels: a byte for each image.
  ///   - names: what the labels are called, one name a line, that of label 0 first. Without it they are called as
  ///     `options.labelNames` says, which a model keeps in `reading`; or else by their numbers.
  public init(
    imagesFile images: String, labels: String? = nil, names: String? = nil, options: ReadingOptions = .init()
  ) throws(CondenseError) {
    self = try Self.images(InputBytes(contentsOfFile: images), images, labels, names, options)
  }

  /// Reads images from standard input, and their labels from a file.
  public init(
    imagesFromStandardInput options: ReadingOptions, labels: String? = nil, names: String? = nil
  ) throws(CondenseError) {
    let name = "standard input"
    self = try Self.images(InputBytes(standardInput: name), name, labels, names, options)
  }

  private static func images(
    _ images: consuming InputBytes, _ name: String, _ labels: String?, _ names: String?,
    _ options: ReadingOptions
  ) throws(CondenseError) -> Table {
    var options = options
    if let names { options.labelNames = try LabelNames.read(names) }
    var content: (path: String, bytes: [UInt8])?
    if let labels { content = (labels, try ImageReader.labels(labels)) }
    return try ImageReader.table(images, name: name, labels: content, options: options)
  }
}
