import CondenseCore
import CondenseModels
import CondenseNetworks

/// Times steps of made-up ids at vocabularies of many sizes: looked up in an embedding, and multiplied as one-hot
/// numbers. Ids come as often as their places in a vocabulary make likely: id `i` about `1 / (i + 1)` of the time.
struct VocabularyProbe {
  private static let sizes = [100, 1000, 10_000, 100_000, 1_000_000]
  /// A step that takes longer is the last of its kind.
  private static let mostSeconds = 0.5
  private static let units = 64, dimension = 16, warmup = 2, steps = 5

  private let batch: Int
  private let threads: Int
  private let perExample: Int

  /// - Parameter perExample: ids of an example, on average.
  init(_ setup: TrainingSetup, perExample: Double) {
    batch = setup.batchSize
    threads = setup.threads
    self.perExample = max(1, Int(perExample.rounded()))
  }

  func costs() throws -> [VocabularyCost] {
    var costs: [VocabularyCost] = []
    var multiplies = true
    for size in Self.sizes {
      let examples = try examples(size)
      let embedding = try seconds(examples) { n in
        let words = n.embedding(n.bag("ids", vocabularySize: size), dimension: Self.dimension)
        n.output(n.dense(n.dense(words, units: Self.units, activation: .relu), units: 1), loss: .squaredError)
      }
      var dense: Double?
      if multiplies, size <= 1 << 16 {
        let time = try seconds(examples) { n in
          let numbers = n.oneHot(n.bag("ids", vocabularySize: size))
          n.output(
            n.dense(n.dense(numbers, units: Self.units, activation: .relu), units: 1), loss: .squaredError)
        }
        dense = time
        multiplies = time < Self.mostSeconds
      }
      costs.append(VocabularyCost(vocabularySize: size, embeddingSeconds: embedding, denseSeconds: dense))
    }
    return costs
  }

  private func examples(_ size: Int) throws -> Examples {
    let random = Philox(seed: 1, purpose: "vocabulary probe")
    let logarithm = Elementary.log(Double(size) + 1)
    let ids = (0..<batch * perExample).map { place -> Int32 in
      let share = Double(Philox.unit(random.block(0, UInt64(place))[0]))
      return Int32(min(Double(size - 1), Elementary.exp(share * logarithm) - 1))
    }
    let bags = try BagColumn(
      offsets: (0...batch).map { Int64($0 * perExample) }, ids: ids, vocabularySize: size)
    return try Examples(
      columns: ["ids": .bags(bags)],
      targets: ["target": .numbers((0..<batch).map { Float($0 % 2) })])
  }

  /// The median of a few steps.
  private func seconds(_ examples: Examples, _ build: (inout NetworkBuilder) -> Void) throws -> Double {
    let trainer = try Trainer(
      NeuralNetwork { build(&$0) }, embeddingOptimizer: .lazyAdam(), batchSize: batch, threads: threads)
    var times: [Double] = []
    for step in 0..<Self.warmup + Self.steps {
      let clock = Stopwatch()
      try trainer.step(examples, rows: 0..<batch)
      if step >= Self.warmup { times.append(clock.seconds) }
      if clock.seconds > Self.mostSeconds { return clock.seconds }
    }
    return times.sorted()[times.count / 2]
  }
}
