import CondenseCore

/// Turns the bytes of a file into a table: delimited text, JSON lines, fastText's labelled lines, or images in
/// IDX, each plain or gzip. The content tells which; a delimiter that was asked for settles it.
enum TableReader {
  static func table(
    _ input: consuming InputBytes, name: String, options: ReadingOptions
  ) throws(CondenseError) -> Table {
    if Gzip.recognises(input) { input = try Gzip.inflated(input, name: name) }
    if IDX.recognises(input) {
      return try ImageReader.table(input, name: name, labels: nil, options: options)
    }
    try ContentCheck.requireText(input, name: name)
    let hasMark = input.count >= 3 && input.base[0] == 0xef && input.base[1] == 0xbb && input.base[2] == 0xbf
    let start = hasMark ? 3 : 0
    if options.delimiter == nil {
      let text = UnsafeBufferPointer(start: input.base + start, count: input.count - start)
      if JSONLinesReader.recognises(text, name: name) {
        return try JSONLinesReader.table(text, name: name, options: options)
      }
      if LabelledLinesReader.recognises(text) {
        return try LabelledLinesReader.table(text, name: name, options: options)
      }
    }
    return try DelimitedReader.table(input.base, start: start, count: input.count, name, options)
  }
}
