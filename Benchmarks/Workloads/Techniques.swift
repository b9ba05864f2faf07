import CKernels
import Condense

/// What each technique of the engine brings: docs/decisions/techniques.md.
enum Techniques {
  static func run() throws {
    let small = 100_000, large = 1_000_000, largest = 10_000_000
    let ids = Growth.zipfIds(small)
    try rowsOfABatch(ids, vocabulary: small)
    try textsParsedOnce()
    for vocabulary in [large, largest] {
      try technique(
        "huge pages, step T, 10^\(String(vocabulary).count - 1) rows", tolerance: 0,
        TechniqueProcess("\(vocabulary)").way, TechniqueProcess("\(vocabulary)", hugePages: false).way)
    }
    let manyIds = Growth.zipfIds(large)
    try rowsAskedForAhead(manyIds, vocabulary: large)
    try rowsAskedForAhead(Growth.zipfIds(largest), vocabulary: largest)
    try layers()
    for (vocabulary, ids) in [(small, ids), (large, manyIds)] {
      try technique(
        "state of one number a row, step T, 10^\(String(vocabulary).count - 1) rows", tolerance: nil,
        TechniqueSteps.text(vocabulary: vocabulary, ids: ids, embeddingOptimizer: .rowWiseAdagrad()).way,
        TechniqueSteps.text(vocabulary: vocabulary, ids: ids).way)
    }
    for (name, steps) in [("T", "\(small)"), ("M", "dense")] {
      try technique(
        "vectors of sixteen, step \(name)", tolerance: 0, TechniqueProcess(steps).way,
        TechniqueProcess(steps, environment: ["CONDENSE_CODE_LEVEL": "x86-64-v3"]).way)
    }
    try staticPlan()
  }

  private static func technique(
    _ name: String, tolerance: Double?, _ with: Technique.Way, _ without: Technique.Way
  ) throws {
    try Technique(name: name, tolerance: tolerance, with: with, without: without).measure()
  }

  /// Gradients of rows, summed and applied: T's embedding alone.
  private static func rowsOfABatch(_ ids: [Int32], vocabulary: Int) throws {
    func way(_ work: @escaping (TechniqueRows) -> Void) throws -> Technique.Way {
      try TechniqueRows(vocabulary: vocabulary, ids: ids).way(work)
    }
    try technique(
      "fused with the optimizer, against two passes", tolerance: 0, way { $0.fused() },
      way { $0.inTwoPasses() })
    try technique(
      "fused with the optimizer, against dense gradients", tolerance: 1e-4, way { $0.fused() },
      way { $0.dense() })
    try technique(
      "rows of one thread, against locks", tolerance: 1e-4, way { $0.owned() }, way { $0.locked() })
  }

  /// An epoch over texts of Zipf's words: ids made before the first, or in each.
  private static func textsParsedOnce() throws {
    let rows = Array(0..<8192), words = 20_000
    let ids = Growth.zipfIds(words)
    let texts = rows.map { row in
      ids[row * Growth.tokens..<(row + 1) * Growth.tokens].map { "word\($0)" }.joined(separator: " ")
    }
    let column = Column(name: "tokens", strings: texts)
    let encoder = TextEncoder(fitting: column, rows: rows, minimumCount: 2)
    func encode() throws -> Examples {
      let bags = encoder.encode(column, rows: rows, threads: 2)
      return try Examples(
        columns: [
          "tokens": .bags(
            BagColumn(
              offsets: bags.offsets, ids: bags.ids, weights: bags.weights,
              vocabularySize: encoder.vocabularySize))
        ], targets: ["target": .classes(rows.map { Int32($0 % 4) })])
    }
    func way(parsesOnce: Bool) throws -> Technique.Way {
      let parsed = parsesOnce ? try encode() : nil
      let trainer = try Trainer(
        Growth.network(vocabulary: encoder.vocabularySize), optimizer: .adagrad(), learningRate: 0.01,
        batchSize: Growth.batch, threads: 2)
      return Technique.Way(numbers: { try trainer.parameters.values(of: "dense1.weight") }) {
        let examples = try parsed ?? encode()
        for first in stride(from: 0, to: rows.count, by: Growth.batch) {
          try trainer.step(examples, rows: first..<first + Growth.batch)
        }
      }
    }
    try technique(
      "texts parsed once", tolerance: 0, way(parsesOnce: true), way(parsesOnce: false))
  }

  /// Bags pooled by the plainest loop, on two threads.
  private static func rowsAskedForAhead(_ ids: [Int32], vocabulary: Int) throws {
    let width = Growth.dimension, count = Growth.batch * Growth.tokens
    let table = HugeBlock(count: vocabulary * width)
    for place in 0..<vocabulary * width { table.base[place] = Float(place & 0xFFF) }
    func way(ahead: Int) -> Technique.Way {
      let sums = HugeBlock(count: Growth.batch * width)
      var turn = 0
      return Technique.Way(
        numbers: { Array(UnsafeBufferPointer(start: sums.base, count: Growth.batch * width)) },
        {
          let first = turn * count
          TechniqueRows.share(8) { task, _ in
            let bags = task * Growth.batch / 8..<(task + 1) * Growth.batch / 8
            ids.withUnsafeBufferPointer {
              pool($0.baseAddress! + first, bags, end: count, table.base, ahead: ahead, into: sums.base)
            }
          }
          turn = (turn + 1) % Growth.steps
        })
    }
    try technique(
      "rows asked for ahead, 10^\(String(vocabulary).count - 1) rows", tolerance: 0, way(ahead: 8),
      way(ahead: 0))
  }

  @inline(never)
  private static func pool(
    _ ids: UnsafePointer<Int32>, _ bags: Range<Int>, end: Int, _ table: UnsafePointer<Float>, ahead: Int,
    into sums: UnsafeMutablePointer<Float>
  ) {
    for bag in bags {
      var a = SIMD16<Float>.zero, b = a, c = a, d = a
      for place in bag * Growth.tokens..<(bag + 1) * Growth.tokens {
        if ahead > 0, place + ahead < end {
          let next = table + Int(ids[place + ahead]) * 64
          for line in 0..<4 { ckernels_prefetch(next + line * 16) }
        }
        let row = UnsafeRawPointer(table + Int(ids[place]) * 64)
        a += row.loadUnaligned(as: SIMD16<Float>.self)
        b += row.loadUnaligned(fromByteOffset: 64, as: SIMD16<Float>.self)
        c += row.loadUnaligned(fromByteOffset: 128, as: SIMD16<Float>.self)
        d += row.loadUnaligned(fromByteOffset: 192, as: SIMD16<Float>.self)
      }
      for (strip, sum) in [a, b, c, d].enumerated() {
        UnsafeMutableRawPointer(sums + bag * 64 + strip * 16).storeBytes(of: sum, as: SIMD16<Float>.self)
      }
    }
  }

  /// Dense layers forward, on one thread.
  private static func layers() throws {
    let tile = TechniqueLayers.tile
    for widths in [[784, 512], [64, 128]] {
      let name = widths.map(String.init).joined(separator: "-")
      try technique(
        "bias and activation in the tile, \(name), batch 1024", tolerance: 1e-5,
        TechniqueLayers(widths, rows: 1024).way { $0.forward(tile: tile) },
        TechniqueLayers(widths, rows: 1024).way { $0.inPasses() })
    }
    for rows in [1024, 8192] {
      try technique(
        "tiles through all layers, 784-512-256-10, batch \(rows)", tolerance: 0,
        TechniqueLayers([784, 512, 256, 10], rows: rows).way { $0.forward(tile: tile) },
        TechniqueLayers([784, 512, 256, 10], rows: rows).way { $0.forward(tile: rows) })
    }
    let small = [64, 128, 64, 1]
    try technique(
      "memory made once, forward S", tolerance: 0,
      TechniqueLayers(small, rows: 64).way { $0.forward(tile: tile) },
      TechniqueLayers(small, rows: 64).way {
        try $0.allocate()
        $0.forward(tile: tile)
      })
  }

  /// Step S with a plan made once or anew, and the phases of its threads.
  private static func staticPlan() throws {
    let widths = [64, 128, 64, 1], batch = 64
    let network = try TechniqueSteps.network(widths)
    let examples = try TechniqueSteps.examples(widths, count: batch)
    func way(plansOnce: Bool) throws -> Technique.Way {
      let parameters = try Parameters(for: NetworkPlan(network), seed: 1)
      func trainer() throws -> Trainer {
        try Trainer(
          network, parameters: parameters, optimizer: .sgd(), learningRate: 0.01, batchSize: batch,
          threads: 2)
      }
      let made = plansOnce ? try trainer() : nil
      return Technique.Way(numbers: { try parameters.values(of: "dense3.weight") }) {
        try (made ?? trainer()).step(examples, rows: 0..<batch)
      }
    }
    try technique("plan made once, step S", tolerance: 0, way(plansOnce: true), way(plansOnce: false))
    // Forward, backward and the update of each of three layers share two phases; one a layer would be seven.
    func phases(_ count: Int) -> Technique.Way {
      Technique.Way(numbers: { [] }) { for _ in 0..<count { TechniqueRows.share(11) { _, _ in } } }
    }
    try technique("two phases, step S, against seven", tolerance: 0, phases(2), phases(7))
  }
}
