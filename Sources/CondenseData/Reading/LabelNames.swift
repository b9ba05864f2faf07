import CondenseCore

/// Reads what labels are called: a file with a name in each line, that of label 0 first.
enum LabelNames {
  /// A label is a byte.
  private static let most = 256

  static func read(_ path: String) throws(CondenseError) -> [String] {
    var input = try InputBytes(contentsOfFile: path)
    if Gzip.recognises(input) { input = try Gzip.inflated(input, name: path) }
    if IDX.recognises(input) {
      throw CondenseError(
        .content, "\(path) is an IDX file, where names, one a line, were expected; are the files swapped?")
    }
    if input.count == 0 {
      throw CondenseError(.content, "\(path) is empty; a name for each label, one a line, was expected")
    }
    try ContentCheck.requireText(input, name: path)
    var names: [String] = []
    var lineOfName: [String: Int] = [:]
    for (line, bytes) in TextLines(UnsafeBufferPointer(start: input.base, count: input.count)) {
      guard line == names.count + 1 else {
        throw CondenseError(
          .content, "\(path) line \(names.count + 1) is empty; a name for label \(names.count) was expected")
      }
      let name = trimmed(bytes)
      if let first = lineOfName.updateValue(line, forKey: name) {
        throw CondenseError(
          .content,
          "\(path) names '\(name)' twice, in lines \(first) and \(line); give each label a name of its own")
      }
      names.append(name)
    }
    guard names.count <= most else {
      throw CondenseError(
        .content, "\(path) has \(Count.text(names.count)) names; labels go from 0 to \(most - 1)")
    }
    return names
  }

  /// The line without the spaces around it and a byte-order mark before it.
  private static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
    var rest = bytes[...]
    if rest.starts(with: [0xef, 0xbb, 0xbf]) { rest = rest.dropFirst(3) }
    rest = rest.drop(while: isSpace)
    while let last = rest.last, isSpace(last) { rest = rest.dropLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
