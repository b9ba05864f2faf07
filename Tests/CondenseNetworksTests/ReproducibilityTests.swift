import CondenseCore
import CondenseNetworks
import Testing

/// Same seed, data and options: same bits, whatever the threads and however the rows are listed.
struct ReproducibilityTests {
  static let count = 400

  /// Data for `NetworkRecordTests.everything()`, in the order of `order`.
  static func examples(_ order: [Int32]? = nil) throws -> Examples {
    let random = Philox(seed: 11, purpose: "data")
    func word(_ column: UInt64, _ row: Int, _ place: Int = 0) -> UInt32 {
      random.block(column, UInt64(row * 16 + place))[0]
    }
    let order = order ?? (0..<Int32(count)).map { $0 }
    let rows = order.map(Int.init)
    let lengths = rows.map { Int(word(0, $0) % 9) }
    var offsets: [Int64] = [0]
    for length in lengths { offsets.append((offsets.last ?? 0) + Int64(length)) }
    let words = zip(rows, lengths).flatMap { row, length in
      (0..<length).map { (id: Int32(word(1, row, $0) % 40), weight: Philox.unit(word(2, row, $0)) * 2 - 0.5) }
    }
    return try Examples(
      columns: [
        "from": .ids(try IdColumn(rows.map { Int32(word(3, $0) % 20) }, vocabularySize: 20)),
        "to": .ids(try IdColumn(rows.map { Int32(word(4, $0) % 20) }, vocabularySize: 20)),
        "recent": .ids(
          try IdColumn(
            rows.flatMap { row in (0..<3).map { Int32(word(5, row, $0) % 9) } }, perExample: 3,
            vocabularySize: 9)),
        "words": .bags(
          try BagColumn(
            offsets: offsets, ids: words.map(\.id), weights: words.map(\.weight), vocabularySize: 40)),
        "x": .numbers(
          try NumberColumns(
            rows.flatMap { row in (0..<4).map { Philox.unit(word(6, row, $0)) * 4 - 2 } }, width: 4)),
      ],
      targets: [
        "kind": .classes(rows.map { word(7, $0) % 10 == 0 ? -1 : Int32(word(8, $0) % 3) }, missing: -1),
        "size": .numbers(
          rows.flatMap { row in
            (0..<2).map { word(9, row, $0) % 7 == 0 ? .nan : Philox.unit(word(10, row, $0)) }
          },
          width: 2),
      ],
      weights: rows.map { 0.5 + Philox.unit(word(11, $0)) })
  }

  /// Bits of every parameter and loss after 30 steps.
  static func train(
    threads: Int, seed: UInt64 = 7, optimizer: Optimizer = .adam(), embedding: Optimizer? = nil,
    batchSize: Int = 100, _ step: (Trainer, Int) throws -> Double
  ) throws -> [UInt64] {
    let trainer = try Trainer(
      NetworkRecordTests.everything(), optimizer: optimizer, embeddingOptimizer: embedding,
      learningRate: 0.01, batchSize: batchSize, seed: seed, threads: threads)
    var bits: [UInt64] = []
    for place in 0..<30 { bits.append(try step(trainer, place).bitPattern) }
    let trained = trainer.finish()
    for plan in trained.plans { bits += try trained.values(of: plan.name).map { UInt64($0.bitPattern) } }
    return bits
  }

  static func range(_ step: Int, batchSize: Int = 100) -> Range<Int> {
    let first = step * batchSize % (count - batchSize + 1)
    return first..<first + batchSize
  }

  @Test(
    arguments: [(Optimizer.adam(), nil), (.sgd(momentum: 0.9), .rowWiseAdagrad()), (.adagrad(), .lazyAdam())]
      as [(Optimizer, Optimizer?)])
  func threadsDoNotReachTheResult(optimizer: Optimizer, embedding: Optimizer?) throws {
    let examples = try Self.examples()
    let all = try [1, 2, 3, 1].map {
      try Self.train(threads: $0, optimizer: optimizer, embedding: embedding) {
        try $0.step(examples, rows: Self.range($1))
      }
    }
    #expect(all[0] == all[1])
    #expect(all[0] == all[2])
    #expect(all[0] == all[3])
    let other = try Self.train(threads: 1, seed: 8, optimizer: optimizer, embedding: embedding) {
      try $0.step(examples, rows: Self.range($1))
    }
    #expect(zip(all[0], other).count { $0 != $1 } > all[0].count / 2)
  }

  @Test(arguments: [1, 13, 61, 256]) func batchesOfAnySize(batchSize: Int) throws {
    let examples = try Self.examples()
    let runs = try [1, 3].map {
      try Self.train(threads: $0, batchSize: batchSize) {
        try $0.step(examples, rows: Self.range($1, batchSize: batchSize))
      }
    }
    #expect(runs[0] == runs[1])
  }

  @Test(arguments: [1, 2]) func listedOrderIsTheRangeOfPermutedData(threads: Int) throws {
    let order = Philox(seed: 2, purpose: "order").permutation(count: Self.count, round: 0)
    let examples = try Self.examples(), permuted = try Self.examples(order)
    let listed = try Self.train(threads: threads) {
      try $0.step(examples, order: order, range: Self.range($1))
    }
    let inPlace = try Self.train(threads: threads) { try $0.step(permuted, rows: Self.range($1)) }
    #expect(listed == inPlace)
  }

  /// Trainers that compete for the pool give the same bits as one alone.
  @Test func trainersBesideEachOther() async throws {
    let alone = try Self.train(threads: 2) { [examples = try Self.examples()] in
      try $0.step(examples, rows: Self.range($1))
    }
    try await withThrowingTaskGroup(of: [UInt64].self) { group in
      for _ in 0..<3 {
        group.addTask {
          let examples = try Self.examples()
          return try Self.train(threads: 2) { try $0.step(examples, rows: Self.range($1)) }
        }
      }
      for try await result in group { #expect(result == alone) }
    }
  }

  @Test func aRowIsPredictedToTheSameBitsAnywhere() throws {
    let trainer = try Trainer(NetworkRecordTests.everything(), learningRate: 0.01, batchSize: 100)
    let examples = try Self.examples()
    for step in 0..<10 { try trainer.step(examples, rows: Self.range(step)) }
    let inference = try Inference(trainer.plan, parameters: trainer.finish())
    for node in ["dense2", "dense3", "words.embedding"] {
      let all = try inference.values(of: node, examples)
      let size = all.count / Self.count
      for row in [0, 1, 59, 60, 61, 119, 250, 399] {
        #expect(
          try inference.values(of: node, examples, rows: row..<row + 1)
            == Array(all[row * size..<(row + 1) * size]))
      }
      #expect(try inference.values(of: node, examples, rows: 33..<333) == Array(all[33 * size..<333 * size]))
    }
  }
}
