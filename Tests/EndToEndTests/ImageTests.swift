import Foundation
import Testing

/// Images, from files in IDX to an answer, through the command.
@Suite struct ImageTests {
  /// The bytes of a file in IDX.
  private static func idx(_ dimensions: [Int], _ values: [UInt8]) -> Sandbox.Content {
    .bytes(
      [0, 0, 8, UInt8(dimensions.count)]
        + dimensions.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } } + values
    )
  }

  /// Crosses, frames and bars of 9 × 9 pixels, each somewhere else and dotted with noise; their kind is `number % 3`.
  private static func image(_ number: Int) -> [UInt8] {
    var state = UInt32(truncatingIfNeeded: number) &* 2_654_435_761 | 1
    func draw(_ bound: UInt32) -> Int {
      state ^= state << 13
      state ^= state >> 17
      state ^= state << 5
      return Int(state % bound)
    }
    let top = draw(5), left = draw(5)
    var pixels = (0..<81).map { _ in UInt8(draw(100)) }
    for y in 0..<5 {
      for x in 0..<5 {
        let isInk = [x == y || x == 4 - y, x % 4 == 0 || y % 4 == 0, y % 2 == 0][number % 3]
        if isInk { pixels[(top + y) * 9 + left + x] = UInt8(130 + draw(126)) }
      }
    }
    return pixels
  }

  private static func files(_ stem: String, _ numbers: Range<Int>) -> [String: Sandbox.Content] {
    [
      "\(stem).idx": idx([numbers.count, 9, 9], numbers.flatMap(image)),
      "\(stem)-labels.idx": idx([numbers.count], numbers.map { UInt8($0 % 3) }),
    ]
  }

  private static let all = files("train", 0..<900).merging(files("test", 3000..<3300)) { $1 }
    .merging(["names.txt": "cross\nframe\nbars, \"three\"\n", "data.csv": .text(Sample.table)]) { $1 }

  /// What the lines of help name, by their names there.
  static let exampleFiles: [String: Sandbox.Content] = {
    let few = files("few", 0..<120)
    var all = [
      "digits-images.idx.gz": few["few.idx"], "digits-labels.idx.gz": few["few-labels.idx"],
      "images.idx": few["few.idx"], "labels.idx": few["few-labels.idx"],
    ].compactMapValues(\.self)
    if let box = try? Sandbox(all),
      (try? box.run("train images.idx --labels labels.idx --epochs 1 --quiet -o m.condense"))?.code == 0,
      let model = try? box.bytes("m.condense")
    {
      all["digits.condense"] = .bytes(model)
    }
    return all
  }()

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any], "\(text)")
  }

  @Test func fromFilesToAnswers() throws {
    let box = try Sandbox(Self.all)
    let train = try json(
      box.run("train train.idx --labels train-labels.idx --names names.txt --epochs 20 --json --quiet").output
    )
    #expect(train["model"] as? String == "train.condense" && train["target"] as? String == "label")
    let columns = try #require(train["columns"] as? [[String: Any]])
    #expect(columns.count == 1 && columns[0]["name"] as? String == "image")
    #expect(columns[0]["kind"] as? String == "image" && columns[0]["layer"] as? String == "dense")
    #expect(columns[0]["dimension"] as? Int == 81 && columns[0]["reason"] as? String == "9 × 9 pixels")

    // The model knows what the labels are called.
    let evaluate = try json(
      box.run("evaluate train.condense test.idx --labels test-labels.idx --json").output)
    #expect((evaluate["classes"] as? [String])?.sorted() == ["bars, \"three\"", "cross", "frame"])
    let accuracy = try #require((evaluate["metrics"] as? [String: Double])?["accuracy"])
    #expect(accuracy > 0.97, "\(evaluate)")
    #expect(evaluate["rows"] as? Int == 300 && evaluate["skipped"] as? Int == 0)
    #expect(
      try box.run("evaluate train.condense train.idx --labels train-labels.idx").errors
        == "train.idx holds the rows the model learned from: these figures flatter it\n")

    let predict = try box.run("predict train.condense test.idx")
    let lines = predict.output.split(separator: "\n")
    #expect(
      lines[0]
        == "prediction,probability,\"probability_bars, \"\"three\"\"\",probability_cross,probability_frame,unknown"
    )
    #expect(
      lines.count == 301 && lines[1].hasPrefix("cross,0.") && lines[3].hasPrefix("\"bars, \"\"three\"\"\",0.")
    )
    #expect(try box.run("predict train.condense test.idx --keep all").output == predict.output)
    try box.write("one.idx", Self.idx([1, 9, 9], Self.image(3001)))
    #expect(try box.run("predict train.condense one.idx").output == "\(lines[0])\n\(lines[2])\n")
    #expect(
      try box.shell("$condense predict train.condense - < one.idx").output == "\(lines[0])\n\(lines[2])\n")
    let summary = try box.run("summary train.condense").output
    #expect(summary.contains("image   image  dense       81  9 × 9 pixels\n"), "\(summary)")
    #expect(summary.contains("shift, up to 1 "), "\(summary)")
    #expect(try box.run("doctor train.condense").code == 0)
  }

  @Test func sameFileOnAnyThreadsAndFromGzip() throws {
    let box = try Sandbox(Self.all)
    #expect(try box.shell("gzip -k train.idx train-labels.idx").code == 0)
    var files: [[UInt8]] = []
    for (threads, ending) in [(1, ""), (2, ""), (3, ""), (2, ".gz")] {
      let run = try box.run(
        "train train.idx\(ending) --labels train-labels.idx\(ending) --epochs 2 --quiet --threads \(threads) -o m.condense"
      )
      #expect(run.code == 0, "\(run.errors)")
      files.append(try box.bytes("m.condense"))
    }
    #expect(Set(files).count == 1)
    let piped = try box.shell(
      "$condense train - --labels train-labels.idx --epochs 2 --quiet -o m.condense < train.idx.gz")
    #expect(piped.code == 0, "\(piped.errors)")
    #expect(try box.bytes("m.condense") == files[0])
  }

  static let mistakes: [(line: String, code: Int32, message: String)] = [
    (
      "train train.idx", 64,
      "train.idx holds images without labels; name the file of labels: condense train train.idx --labels LABELS.idx"
    ),
    (
      "train train.idx --predict label", 64,
      "train.idx holds images without labels; name the file of labels: condense train train.idx --labels LABELS.idx"
    ),
    (
      "train train.idx --labels train-labels.idx --predict digit", 64,
      "--predict digit: with --labels the column to learn is called 'label'"
    ),
    (
      "train train.idx --labels train-labels.idx --decimal-comma", 64,
      "--decimal-comma is for tables; with --labels, DATA holds images"
    ),
    (
      "train data.csv --predict y --names names.txt", 64,
      "--names says what the labels of images are called; give them with --labels"
    ),
    (
      "train data.csv --labels train-labels.idx", 65,
      "data.csv is no IDX file; images in IDX, the format of MNIST, plain or gzip, were expected"
    ),
    (
      "train train-labels.idx --labels train.idx", 65,
      "train.idx has 3 dimensions, as images have, where labels, one for each image, were expected; are the two"
        + " files swapped?"
    ),
    (
      "train train.idx --labels test-labels.idx", 65,
      "train.idx holds 900 images and test-labels.idx 300 labels; there should be one for each image, in the same"
        + " order: do the two files belong together?"
    ),
    (
      "train train.idx --labels no.idx", 66, "no file 'no.idx'; did you mean 'one.idx'?"
    ),
    (
      "evaluate m.condense test.idx", 64,
      "test.idx holds images without labels; name the file of labels: condense evaluate m.condense test.idx"
        + " --labels LABELS.idx"
    ),
    (
      "evaluate m.condense data.csv", 65,
      "data.csv has no column 'label', which the model predicts; it cannot be measured on it"
    ),
    (
      "predict m.condense data.csv", 65,
      "data.csv has no column 'image'; the model was trained with images of 9 × 9 pixels: give it an IDX file of"
        + " them"
    ),
    (
      "predict m.condense wide.idx", 65,
      "wide.idx holds images of 1 × 81 pixels; the model was trained with images of 9 × 9"
    ),
    (
      "predict table.condense test.idx", 65,
      "test.idx has none of the columns 'n', 'town', 'score', which the model was trained with; is this the right"
        + " file?"
    ),
    (
      "predict m.condense test.idx --keep image", 64,
      "--keep image: the column holds images, which do not fit into a line of text"
    ),
    (
      "predict m.condense test.idx --keep label", 64,
      "--keep label: test.idx has no column 'label'; its columns: image"
    ),
  ]

  @Test func mistakesAreExplained() throws {
    let box = try Sandbox(Self.all)
    try box.write("one.idx", Self.idx([1, 9, 9], Self.image(1)))
    try box.write("wide.idx", Self.idx([1, 1, 81], Self.image(1)))
    try box.write("table.condense", .bytes(Sample.classes))
    #expect(
      try box.run("train train.idx --labels train-labels.idx --epochs 1 --quiet -o m.condense").code == 0)
    let before = try box.contents().keys.sorted()
    for (line, code, message) in Self.mistakes {
      let run = try box.run(line)
      #expect(run.code == code, "\(line)")
      #expect(run.errors.hasSuffix("condense: \(message)\n"), "\(line): \(run.errors)")
      #expect(run.output.isEmpty)
    }
    #expect(try box.contents().keys.sorted() == before)
  }
}
