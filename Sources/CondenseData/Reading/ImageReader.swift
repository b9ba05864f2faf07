import CondenseCore

/// Turns IDX files of images and labels into a table with the columns `image` and `label`.
enum ImageReader {
  static let imageColumn = "image"
  static let labelColumn = "label"

  /// - Parameters:
  ///   - labels: a file with a byte for each image, and what messages call it.
  ///   - options: `labelNames` says what the bytes stand for; without them labels are called by their number.
  static func table(
    _ images: consuming InputBytes, name: String, labels: (path: String, bytes: [UInt8])?,
    options: ReadingOptions
  ) throws(CondenseError) -> Table {
    var columns = [Column(name: imageColumn, cells: .images(try cells(images, name)))]
    let count = columns[0].count
    if let labels {
      guard labels.bytes.count == count else {
        throw CondenseError(
          .content,
          "\(name) holds \(Count.of(count, "image", "images")) and \(labels.path)"
            + " \(Count.of(labels.bytes.count, "label", "labels")); there should be one for each image, in the same"
            + " order: do the two files belong together?")
      }
      columns.append(try column(labels.bytes, labels.path, names: options.labelNames))
    }
    return Table(
      name: name, columns: columns, rowCount: count, skippedRows: 0, lines: .consecutive(first: 1),
      reading: options)
  }

  private static func cells(_ input: consuming InputBytes, _ name: String) throws(CondenseError) -> ImageCells
  {
    if Gzip.recognises(input) { input = try Gzip.inflated(input, name: name) }
    let header = try IDX(input, name: name, expecting: "images")
    let dimensions = header.dimensions
    guard dimensions.count == 3 else {
      throw CondenseError(
        .content,
        dimensions.count == 1
          ? "\(name) holds \(Count.of(dimensions[0], "label", "labels")), where images were expected; give the"
            + " images first, and this file as --labels"
          : "\(name) has \(dimensions.count) dimensions; images have three: how many, height and width, without"
            + " colours")
    }
    try header.check(input, name: name)
    guard dimensions[0] > 0 else { throw CondenseError(.content, "\(name) holds no images") }
    guard dimensions[1] > 0, dimensions[2] > 0 else {
      throw CondenseError(
        .content,
        "\(name) holds images of \(dimensions[1]) × \(dimensions[2]) pixels; there is nothing in them")
    }
    guard dimensions[0] < Int(Int32.max) else { throw InputBytes.tooLarge(name) }
    return ImageCells(
      pixels: Array(UnsafeBufferPointer(start: input.base + header.start, count: input.count - header.start)),
      count: dimensions[0], height: dimensions[1], width: dimensions[2])
  }

  /// The bytes of a file of labels.
  static func labels(_ path: String) throws(CondenseError) -> [UInt8] {
    var input = try InputBytes(contentsOfFile: path)
    if Gzip.recognises(input) { input = try Gzip.inflated(input, name: path) }
    let header = try IDX(input, name: path, expecting: "labels")
    guard header.dimensions.count == 1 else {
      throw CondenseError(
        .content,
        "\(path) has \(header.dimensions.count) dimensions"
          + (header.dimensions.count == 3 ? ", as images have" : "")
          + ", where labels, one for each image, were expected; are the two files swapped?")
    }
    try header.check(input, name: path)
    return Array(UnsafeBufferPointer(start: input.base + header.start, count: input.count - header.start))
  }

  private static func column(
    _ labels: [UInt8], _ path: String, names: [String]?
  ) throws(CondenseError) -> Column {
    var interner = Interner()
    var codeOfLabel = [Int32](repeating: -1, count: 256)
    var codes: [Int32] = []
    codes.reserveCapacity(labels.count)
    for (row, label) in labels.enumerated() {
      if codeOfLabel[Int(label)] < 0 {
        if let names, Int(label) >= names.count {
          throw CondenseError(
            .content,
            "\(path) gives image \(row + 1) the label \(label), and there are names for"
              + " \(names.isEmpty ? "none" : names.count == 1 ? "0 only" : "0 to \(names.count - 1)");"
              + " a name for each label, 0 first, was expected")
        }
        codeOfLabel[Int(label)] = interner.intern(Array((names?[Int(label)] ?? String(label)).utf8))
      }
      codes.append(codeOfLabel[Int(label)])
    }
    return Column(
      name: labelColumn,
      cells: .strings(StringCells(codes: codes, values: interner.values, isDistinct: true)))
  }
}
