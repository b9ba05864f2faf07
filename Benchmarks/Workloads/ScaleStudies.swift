import Condense

/// How the cost of training grows, with one quantity after another.
enum ScaleStudies {
  static var all: [ScaleStudy] { [rows, vocabulary, columns, dimension, batch, threads] }

  /// One pass by defaults from a table in memory: kinds of columns, their values, steps, measuring the model.
  private static var rows: ScaleStudy {
    ScaleStudy(
      name: "rows", x: "rows", y: "seconds", sizes: [10_000, 30_000, 100_000, 300_000, 1_000_000],
      quantities: [.init("one pass", "s", .embedding), .init("a row", "µs")]
    ) { rows in
      let table = try table(rows: rows)
      let start = Limits.now()
      _ = try await Predictor.train(on: table, predicting: "bought") { $0.epochs = 1 }
      let seconds = Limits.now() - start
      return [seconds, seconds / Double(rows) * 1e6]
    }
  }

  /// Three columns of categories, of 10, 100 and 1,000 values, three of numbers, and an answer that follows from some.
  private static func table(rows: Int) throws -> Table {
    let random = Philox(seed: 7, purpose: "rows")
    let words = (0..<rows).map { random.block(0, UInt64($0)) }
    let numbers = (0..<rows).map { random.block(1, UInt64($0)) }
    let categories = [10, 100, 1000].enumerated().map { place, count in
      Column(name: "category\(place + 1)", strings: words.map { "v\(Int($0[place]) % count)" })
    }
    let amounts = (0..<3).map { place in
      Column(name: "number\(place + 1)", numbers: numbers.map { Double(Philox.unit($0[place])) })
    }
    let bought = zip(words, numbers).map { words, numbers in
      words[1] % 100 < 50 && numbers[0] < 1 << 31 || words[3] % 4 == 0 ? "yes" : "no"
    }
    return try Table(name: "rows", columns: categories + amounts + [Column(name: "bought", strings: bought)])
  }

  /// Those of step T at a vocabulary of 100,000.
  private static let bags = Result { try Growth.zipfBatches(100_000).0 }

  /// Step T, 200 batches in turn, and its counterpart with a dense layer.
  private static var vocabulary: ScaleStudy {
    ScaleStudy(
      name: "vocabulary", x: "words of the vocabulary", y: "milliseconds a step", shown: .measured,
      sizes: [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000],
      quantities: [
        .init("embedding", "ms a step", .embedding), .init("dense", "ms a step", .dense),
        .init("distinct words", "a step"), .init("embedding", "ns a distinct word"),
      ]
    ) { vocabulary in
      let (bags, distinct, _) = try Growth.zipfBatches(vocabulary)
      let embedding = try ScaleStep.text(bags, vocabulary: vocabulary).milliseconds()
      // Above this the numbers of one batch alone would take 3 GB.
      let dense =
        vocabulary > 1_000_000 ? nil : try ScaleStep.denseText(vocabulary: vocabulary).milliseconds()
      return [embedding, dense, distinct, embedding / distinct * 1e6]
    }
  }

  /// Columns of 1,000 values each, an embedding × 16 for each, 64-32-1 above them; batch 512, Adagrad.
  private static var columns: ScaleStudy {
    ScaleStudy(
      name: "columns", x: "category columns", y: "milliseconds a step", sizes: [4, 8, 16, 32, 64, 128, 256],
      quantities: [.init("a step", "ms", .embedding), .init("a column", "µs")]
    ) { columns in
      let step = try ScaleStep.table(
        categories: columns, vocabulary: 1000, numbers: 0, hidden: [64, 32], rows: 20 * 512, batch: 512
      ).milliseconds()
      return [step, step / Double(columns) * 1e3]
    }
  }

  /// Step T with shorter and longer vectors.
  private static var dimension: ScaleStudy {
    ScaleStudy(
      name: "dimension", x: "numbers of a vector", y: "milliseconds a step",
      sizes: [4, 8, 16, 32, 64, 128, 256],
      quantities: [.init("a step", "ms", .embedding)]
    ) { dimension in
      [try ScaleStep.text(bags.get(), vocabulary: 100_000, dimension: dimension).milliseconds()]
    }
  }

  /// Eight columns of 10,000 values × 16 and 16 numbers, 128-64-1 above them; Adagrad.
  private static var batch: ScaleStudy {
    ScaleStudy(
      name: "batch", x: "rows of a batch", y: "microseconds a row", shown: .measured,
      sizes: [16, 64, 256, 1024, 4096, 16_384],
      quantities: [
        .init("all processors", "µs a row", .embedding), .init("one thread", "µs a row", .dense),
        .init("all processors", "ms a step"),
      ]
    ) { batch in
      let step = try ScaleStep.table(
        categories: 8, vocabulary: 10_000, numbers: 16, hidden: [128, 64], rows: 65_536, batch: batch)
      let all = try step.milliseconds(), one = try step.milliseconds(threads: 1)
      return [all / Double(batch) * 1e3, one / Double(batch) * 1e3, all]
    }
  }

  /// Step T, and by Adam a dense network at batch 128 and a small one at 64; up to one thread more than processors.
  private static var threads: ScaleStudy {
    let processors = Processors.available
    return ScaleStudy(
      name: "threads", x: "threads", y: "times as fast as one thread", shown: .speedUp,
      sizes: [1, 2, 4, 8, 16, 32, 64].filter { $0 < processors } + [processors, processors + 1],
      quantities: [
        .init("text", "ms a step", .embedding), .init("784-512-256-10", "ms a step", .dense),
        .init("64-128-64-1", "ms a step", .neutral),
      ]
    ) { threads in
      try [
        ScaleStep.text(bags.get(), vocabulary: 100_000),
        ScaleStep.table(
          categories: 0, vocabulary: 0, numbers: 784, hidden: [512, 256], classes: 10, rows: 10 * 128,
          batch: 128),
        ScaleStep.table(categories: 0, vocabulary: 0, numbers: 64, hidden: [128, 64], rows: 6400, batch: 64),
      ].map { try $0.milliseconds(threads: threads) }
    }
  }
}
