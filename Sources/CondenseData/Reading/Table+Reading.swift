import CondenseCore

extension Table {
  /// Reads a file of delimited text, JSON lines, fastText's labelled lines, or images in IDX, plain or gzip.
  public init(contentsOfFile path: String, options: ReadingOptions = .init()) throws(CondenseError) {
    self = try TableReader.table(InputBytes(contentsOfFile: path), name: path, options: options)
  }

  /// Reads standard input to its end, plain or gzip.
  public init(standardInput options: ReadingOptions) throws(CondenseError) {
    let name = "standard input"
    self = try TableReader.table(InputBytes(standardInput: name), name: name, options: options)
  }

  /// Reads bytes as if they were a file called `name`.
  public init(contentsOf bytes: [UInt8], name: String, options: ReadingOptions = .init())
    throws(CondenseError)
  {
    self = try TableReader.table(InputBytes(copying: bytes, name: name), name: name, options: options)
  }
}
