import CondenseCore
import Foundation
import Testing

import CondenseData

/// Images and labels in IDX: what is read, and every message, word for word.
@Suite struct ImageTests {
  /// The bytes of a file in IDX.
  static func idx(_ dimensions: [Int], _ values: [UInt8], kind: UInt8 = 8) -> [UInt8] {
    [0, 0, kind, UInt8(dimensions.count)]
      + dimensions.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } } + values
  }

  static let images = idx([3, 2, 2], Array(1...12))
  static let labels = idx([3], [2, 0, 2])

  /// A folder with some files, removed at the end.
  final class Folder {
    let url = FileManager.default.temporaryDirectory.appending(path: "images-\(UUID().uuidString)")

    init(_ files: [String: [UInt8]]) throws {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      for (name, bytes) in files { try Data(bytes).write(to: url.appending(path: name)) }
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func path(_ name: String) -> String { url.appending(path: name).path }
  }

  private func table(
    _ files: [String: [UInt8]], labels: String? = "l", names: String? = nil,
    options: ReadingOptions = .init()
  ) throws -> Table {
    let folder = try Folder(files)
    return try Table(
      images: folder.url.appending(path: "i"), labels: labels.map { folder.url.appending(path: $0) },
      names: names.map { folder.url.appending(path: $0) }, options: options)
  }

  @Test func imagesAreAColumn() throws {
    let table = try table(["i": Self.images, "l": Self.labels])
    #expect(table.columns.map(\.name) == ["image", "label"] && table.rowCount == 3)
    let images = try #require(table["image"]?.images)
    #expect(images.height == 2 && images.width == 2 && images.count == 3)
    #expect(Array(images.image(1)) == [5, 6, 7, 8])
    #expect((0..<3).map { table["label"]?.text($0) } == ["2", "0", "2"])
    #expect(table["image"]?.missingCount == 0 && table["image"]?.text(0) == nil)
    let some = table.rows([2, 0])
    #expect(some["image"]?.images.map { Array($0.image(0)) } == [9, 10, 11, 12])
    #expect(some["label"]?.text(1) == "2" && some.line(ofRow: 0) == 3)
    let (half, rest) = table.randomSplit(by: 0.34, seed: 3)
    #expect(half.rowCount == 1 && rest.rowCount == 2)
  }

  @Test func namesAreGivenAndKept() throws {
    let files = ["i": Self.images, "l": Self.labels, "n": Array("\u{feff}coat\r\n  shirt \nbag\n\n".utf8)]
    let named = try table(files, names: "n")
    #expect((0..<3).map { named["label"]?.text($0) } == ["bag", "coat", "bag"])
    #expect(named.reading.labelNames == ["coat", "shirt", "bag"])
    let again = try table(["i": Self.images, "l": Self.labels], options: named.reading)
    #expect(again.fingerprint == named.fingerprint)
    let data = try JSONEncoder().encode(named.reading)
    #expect(try JSONDecoder().decode(ReadingOptions.self, from: data) == named.reading)
  }

  @Test func aFingerprintIsOfPixelsAndShape() throws {
    let first = try Table(contentsOf: Self.images, name: "i").fingerprint
    let made = try Table(
      name: "m",
      columns: [
        Column(name: "image", images: [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], height: 2, width: 2)
      ])
    #expect(made.fingerprint == first)
    let flat = Self.idx([3, 1, 4], Array(1...12)), other = Self.idx([3, 2, 2], Array(2...13))
    for bytes in [flat, other] { #expect(try Table(contentsOf: bytes, name: "i").fingerprint != first) }
  }

  @Test(arguments: ["image", "images"]) func imagesMadeInMemory(name: String) throws {
    for (images, height, width, message) in [
      ([[1, 2], [1]], 1, 2, "column '\(name)', image 2: 1 pixel where 1 × 2 make 2"),
      ([[]], 0, 2, "column '\(name)': images of 0 × 2 pixels; both sides have at least 1"),
      (
        [[]], 1 << 40, 1 << 40,
        "column '\(name)': images of \(1 << 40) × \(1 << 40) pixels; both sides have at least 1"
      ),
    ] as [([[UInt8]], Int, Int, String)] {
      let error = #expect(throws: CondenseError.self) {
        try Column(name: name, images: images, height: height, width: width)
      }
      #expect(error == CondenseError(.content, message))
    }
  }

  // MARK: messages

  struct Fault: CustomStringConvertible, Sendable {
    let description: String
    var images = ImageTests.images
    var labels = ImageTests.labels
    var names: [UInt8]?
    /// `I`, `L` and `N` stand for the files.
    let message: String
  }

  static let faults: [Fault] = [
    Fault(description: "empty images", images: [], message: "I is empty; images in IDX were expected"),
    Fault(
      description: "a table for images", images: Array("y,n\n1,2\n".utf8),
      message: "I is no IDX file; images in IDX, the format of MNIST, plain or gzip, were expected"),
    Fault(
      description: "a table for labels", labels: Array("y,n\n1,2\n".utf8),
      message: "L is no IDX file; labels in IDX, the format of MNIST, plain or gzip, were expected"),
    Fault(description: "empty labels", labels: [], message: "L is empty; labels in IDX were expected"),
    Fault(
      description: "no header", images: Array(images.prefix(15)),
      message: "I ends within its header; copy or download it again"),
    Fault(
      description: "truncated", images: images.dropLast(1),
      message:
        "I announces 3 × 2 × 2, 12 bytes, in its header and holds 11: it ends too early; copy or download it again"
    ),
    Fault(
      description: "longer than it says", images: images + [0],
      message:
        "I announces 3 × 2 × 2, 12 bytes, in its header and holds 13: it is damaged, or no IDX file"),
    Fault(
      description: "a size that overflows", images: idx([0xffff_ffff, 0xffff_ffff, 0xffff_ffff], [1]),
      message:
        "I announces 4294967295 × 4294967295 × 4294967295, more bytes than can be counted, in its header and holds 1:"
        + " it ends too early; copy or download it again"),
    Fault(
      description: "huge, not there", images: idx([60_000, 1 << 16, 1 << 16], []),
      message:
        "I announces 60000 × 65536 × 65536, 257,698,037,760,000 bytes, in its header and holds 0: it ends too early;"
        + " copy or download it again"),
    Fault(
      description: "labels cut short", labels: labels.dropLast(1),
      message:
        "L announces 3, 3 bytes, in its header and holds 2: it ends too early; copy or download it again"),
    Fault(
      description: "fractions", images: idx([1, 1, 1], [0, 0, 0, 0], kind: 0x0d),
      message:
        "I holds 32-bit fractions; only IDX files of bytes, 0 to 255, are read: scale and write it again"),
    Fault(
      description: "labels of 32 bits", labels: idx([1], [0, 0, 0, 0], kind: 0x0c),
      message: "L holds 32-bit numbers; only IDX files of bytes, 0 to 255, are read: scale and write it again"
    ),
    Fault(description: "no images", images: idx([0, 2, 2], []), message: "I holds no images"),
    Fault(
      description: "images of nothing", images: idx([3, 0, 2], []),
      message: "I holds images of 0 × 2 pixels; there is nothing in them"),
    Fault(
      description: "fewer labels", labels: idx([2], [0, 1]),
      message:
        "I holds 3 images and L 2 labels; there should be one for each image, in the same order: do the two"
        + " files belong together?"),
    Fault(
      description: "labels as images", images: labels,
      message:
        "I holds 3 labels, where images were expected; give the images first, and this file as --labels"),
    Fault(
      description: "images as labels", labels: images,
      message:
        "L has 3 dimensions, as images have, where labels, one for each image, were expected; are the two"
        + " files swapped?"),
    Fault(
      description: "colours", images: idx([1, 1, 1, 3], [1, 2, 3]),
      message: "I has 4 dimensions; images have three: how many, height and width, without colours"),
    Fault(
      description: "too few names", names: Array("coat\nshirt\n".utf8),
      message:
        "L gives image 1 the label 2, and there are names for 0 to 1; a name for each label, 0 first, was"
        + " expected"),
    Fault(
      description: "one name", names: Array("coat".utf8),
      message:
        "L gives image 1 the label 2, and there are names for 0 only; a name for each label, 0 first, was"
        + " expected"),
    Fault(
      description: "a name twice", names: Array("coat\nshirt\ncoat\n".utf8),
      message: "N names 'coat' twice, in lines 1 and 3; give each label a name of its own"),
    Fault(
      description: "a line without a name", names: Array("coat\n\nbag\n".utf8),
      message: "N line 2 is empty; a name for label 1 was expected"),
    Fault(
      description: "no names", names: [],
      message: "N is empty; a name for each label, one a line, was expected"),
    Fault(
      description: "labels for names", names: labels,
      message: "N is an IDX file, where names, one a line, were expected; are the files swapped?"),
    Fault(
      description: "too many names", names: Array((0...256).map { "n\($0)" }.joined(separator: "\n").utf8),
      message: "N has 257 names; labels go from 0 to 255"),
    Fault(
      description: "damaged gzip", images: [0x1f, 0x8b, 8, 0, 0],
      message: "I is a gzip file that ends too early; copy or download it again"),
  ]

  @Test(arguments: faults) func messages(fault: Fault) throws {
    var files = ["i": fault.images, "l": fault.labels]
    files["n"] = fault.names
    let folder = try Folder(files)
    let error = #expect(throws: CondenseError.self) {
      try Table(
        imagesFile: folder.path("i"), labels: folder.path("l"),
        names: fault.names.map { _ in folder.path("n") })
    }
    var message = fault.message
    for (sign, file) in [("I ", "i"), ("L ", "l"), ("N ", "n")] {
      message = message.replacing(sign, with: folder.path(file) + " ")
    }
    #expect(error == CondenseError(.content, message.replacing("\(folder.path("i"))DX", with: "IDX")))
  }

  @Test func missingFiles() throws {
    let folder = try Folder(["i": Self.images, "l": Self.labels])
    for (labels, names) in [("x", nil), ("l", "x")] as [(String, String?)] {
      let error = #expect(throws: CondenseError.self) {
        try Table(imagesFile: folder.path("i"), labels: folder.path(labels), names: names.map(folder.path))
      }
      #expect(error?.kind == .input)
    }
  }

  // MARK: schema and encoder

  private func small(height: Int = 2, width: Int = 2, count: Int = 24) throws -> Table {
    let images = (0..<count).map { i in (0..<height * width).map { UInt8((i * 7 + $0 * 31) % 251) } }
    return try Table(
      name: "small",
      columns: [
        Column(name: "image", images: images, height: height, width: width),
        Column(name: "label", strings: (0..<count).map { ["a", "b"][$0 % 2] }),
        Column(name: "n", numbers: (0..<count).map { Double($0 * 5 % 17) + 0.5 }),
      ])
  }

  @Test func imagesGoStraightIntoDenseLayers() throws {
    let schema = try Schema.inferred(from: small(), options: SchemaOptions(target: "label"))
    #expect(
      schema.columns.first
        == ColumnDecision(name: "image", kind: .image, reason: "2 × 2 pixels"))
    #expect(schema.columns[1].kind == .number && schema.remarks.isEmpty)
  }

  @Test func linesOfSinglePixelsGetTheirSentence() throws {
    for (height, width) in [(1, 4), (4, 1)] {
      let schema = try Schema.inferred(
        from: small(height: height, width: width), options: SchemaOptions(target: "label"))
      #expect(
        schema.remarks == [
          "'image': images of \(height) × \(width) are lines of single pixels, not pictures; they are learned as they"
            + " stand, without being moved about"
        ])
    }
  }

  @Test func blankImagesAreLeftOut() throws {
    let table = try Table(
      name: "blank",
      columns: [
        Column(name: "image", images: Array(repeating: [7, 7], count: 4), height: 1, width: 2),
        Column(name: "label", strings: ["a", "b", "a", "b"]),
      ])
    let schema = try Schema.inferred(from: table, options: SchemaOptions(target: "label"))
    #expect(
      schema.columns == [
        ColumnDecision(name: "image", kind: .ignored, reason: "every pixel is always 7")
      ])
  }

  @Test func imagesAreReadAsNothingElse() throws {
    let table = try small()
    func expect(
      _ message: String, _ kind: CondenseError.Kind = .content, _ change: (inout SchemaOptions) -> Void
    ) {
      var options = SchemaOptions(target: "label")
      change(&options)
      let error = #expect(throws: CondenseError.self) { try Schema.inferred(from: table, options: options) }
      #expect(error == CondenseError(kind, message))
    }
    for kind in [ColumnKind.category, .number, .text, .date, .list] {
      expect(
        "small: the column 'image' holds images of 2 × 2 pixels; it cannot be read as \(kind.rawValue)"
      ) { $0.kinds["image"] = kind }
    }
    expect("small: the column 'n' holds no images; it cannot be read as image") { $0.kinds["n"] = .image }
    expect(
      "small: the column 'image' holds images, which cannot be predicted; name another", .usage
    ) { $0.target = "image" }
    expect(
      "small line 2: the weight column 'image' holds 'an image of 2 × 2 pixels'; a number not below zero was"
        + " expected"
    ) { $0.weight = "image" }
    let order = #expect(throws: CondenseError.self) { try table.rowOrder(by: "image", among: [0]) }
    #expect(
      order?.message
        == "small: 'image' holds neither dates nor numbers, for example 'an image of 2 × 2 pixels'; rows cannot be"
        + " put in order by it")
  }

  private func encoder(_ table: Table) throws -> TableEncoder {
    let schema = try Schema.inferred(from: table, options: SchemaOptions(target: "label"))
    return try TableEncoder.fit(schema, to: table, rows: Array(0..<16))
  }

  @Test func pixelsAreStandardised() throws {
    let table = try small(), encoder = try encoder(table)
    #expect(encoder.features.map(\.name) == ["image", "rest"])
    #expect(encoder.features.map(\.shape) == [.numbers(width: 4), .numbers(width: 1)])
    guard case .image(let image) = encoder.encoders[0] else {
      Issue.record("no encoder of images")
      return
    }
    let encoded = try encoder.encode(table, rows: Array(0..<16))
    guard case .numbers(let numbers, let width) = encoded.features[0] else {
      Issue.record("no numbers")
      return
    }
    #expect(width == 4 && numbers.count == 64)
    #expect(abs(numbers.reduce(0, +)) < 1e-3)
    #expect(abs(numbers.reduce(0) { $0 + $1 * $1 } / 64 - 1) < 1e-4)
    let back = try JSONDecoder().decode(ImageEncoder.self, from: JSONEncoder().encode(image))
    #expect(back == image)
    #expect(encoder.features[0].image == image.shape)
  }

  @Test func theBackgroundIsWhatBordersShow() throws {
    let images = ImageCells(
      pixels: [9, 9, 9, 9, 0, 9, 9, 3, 9] + [9, 9, 3, 9, 0, 3, 9, 9, 9], count: 2, height: 3, width: 3)
    let encoder = ImageEncoder(fitting: images, called: "image", rows: [0, 1])
    #expect(encoder.background == 9)
    #expect(encoder.shape.background == Float((9 - encoder.mean) / encoder.deviation))
  }

  @Test func aRowHasTheBitsOfATable() throws {
    let table = try small(), encoder = try encoder(table)
    let together = try encoder.encode(table)
    let images = try #require(table["image"]?.images)
    for row in 0..<table.rowCount {
      let alone = try encoder.encode(
        row: ["image": .image(Array(images.image(row))), "n": .number(try #require(table["n"]?.number(row)))])
      guard case .numbers(let all, _) = together.features[0], case .numbers(let one, _) = alone.features[0]
      else {
        Issue.record("no numbers")
        return
      }
      #expect(Array(all[row * 4..<row * 4 + 4]) == one)
    }
  }

  @Test func imagesThatDoNotFit() throws {
    let table = try small(), encoder = try encoder(table)
    func expect(_ message: String, _ body: () throws -> Void) {
      let error = #expect(throws: CondenseError.self) { try body() }
      #expect(error == CondenseError(.content, message))
    }
    expect("small holds images of 4 × 1 pixels; the model was trained with images of 2 × 2") {
      _ = try encoder.encode(small(height: 4, width: 1))
    }
    let plain = try Table(name: "t", columns: [Column(name: "n", numbers: [1])])
    expect(
      "t has no column 'image'; the model was trained with images of 2 × 2 pixels: give it an IDX file of them"
    ) { _ = try encoder.encode(plain) }
    let text = try Table(
      name: "t", columns: [Column(name: "n", numbers: [1]), Column(name: "image", strings: ["x"])])
    expect(
      "t: the column 'image' holds no images; the model was trained with images of 2 × 2 pixels"
    ) { _ = try encoder.encode(text) }
    let swapped = try Table(
      name: "t",
      columns: [
        Column(name: "image", images: [[1, 2, 3, 4]], height: 2, width: 2),
        Column(name: "n", images: [[1, 2, 3, 4]], height: 2, width: 2),
      ])
    expect("t: the column 'n' holds images of 2 × 2 pixels, where other values were expected") {
      _ = try encoder.encode(swapped)
    }
    for (cell, shown) in [
      (Cell.text("x"), "'x'"), (.missing, "missing"), (.number(4), "'4'"),
      (.image([1, 2, 3]), "an image of 3 pixels"),
    ] {
      expect(
        "the row's 'image' is \(shown), where an image of 2 × 2 pixels, 4 bytes row by row, was expected"
      ) { _ = try encoder.encode(row: ["image": cell, "n": 1]) }
    }
    expect(
      "the row's 'n' is an image of 1 pixel, where the model was trained with other values"
    ) { _ = try encoder.encode(row: ["image": .image([1, 2, 3, 4]), "n": .image([1])]) }
  }

  static let lies: [(String, String)] = [
    (#""height":2"#, #""height":0"#), (#""height":2"#, #""height":9223372036854775807"#),
    (#""width":2"#, #""width":-2"#), (#""width":2"#, #""width":"2""#), (#""mean":"#, #""mean":-"#),
    (#""mean":"#, #""mean":1e300,"m":"#), (#""deviation":"#, #""deviation":0,"d":"#),
    (#""deviation":"#, #""deviation":-"#), (#""background":"#, #""background":999,"b":"#),
    (#""background":"#, #""other":"#), (#""column":"#, #""named":"#),
  ]

  @Test(arguments: lies) func damagedEncodersAreRefused(old: String, new: String) throws {
    guard case .image(let image) = try encoder(small()).encoders[0] else {
      Issue.record("no images")
      return
    }
    let text = String(decoding: try JSONEncoder().encode(image), as: UTF8.self)
    let lie = text.replacing(old, with: new)
    try #require(lie != text)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(ImageEncoder.self, from: Data(lie.utf8))
    }
  }
}
