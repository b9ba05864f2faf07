import Condense
import Foundation

/// Workload G: step T at growing vocabularies, fresh ids every step. The cost of a step has to follow the
/// rows it touches, not the vocabulary.
enum Growth {
  static let tokens = 40
  static let batch = 256
  static let dimension = 64
  static let steps = 200

  static func run(_ vocabularies: [Int]) throws {
    for vocabulary in vocabularies {
      let (examples, distinct, order) = try zipfBatches(vocabulary)
      let trainer = try Trainer(
        network(vocabulary: vocabulary), optimizer: .adagrad(), learningRate: 0.05, batchSize: batch,
        threads: 2)
      for step in 0..<20 { try trainer.step(examples, rows: step * batch..<(step + 1) * batch) }
      let start = Limits.now()
      for step in 20..<steps { try trainer.step(examples, rows: step * batch..<(step + 1) * batch) }
      let seconds = (Limits.now() - start) / Double(steps - 20)
      let access = Limits.rowAccess(
        vocabulary: vocabulary, width: dimension, rows: order, threads: 2)
      Limits.say(
        """
        {"vocabulary": \(vocabulary), "step_ms": \(seconds * 1e3), "distinct_rows": \(distinct), \
        "ns_per_row": \(seconds / distinct * 1e9), "access_ns_per_row": \(access * 1e9)}
        """)
    }
  }

  static func network(vocabulary: Int, dimension: Int = dimension) throws -> NeuralNetwork {
    try NeuralNetwork { n in
      let text = n.embedding(n.bag("tokens", vocabularySize: vocabulary), dimension: dimension)
      n.output(n.dense(text, units: 4), loss: .softmaxCrossEntropy)
    }
  }

  /// Zipf-distributed ids for all steps.
  static func zipfIds(_ vocabulary: Int) -> [Int32] {
    var cumulative: [Double] = []
    cumulative.reserveCapacity(vocabulary)
    var sum = 0.0
    for rank in 1...vocabulary {
      sum += 1 / Double(rank)
      cumulative.append(sum)
    }
    let random = Philox(seed: 7, purpose: "zipf")
    let scatter = random.permutation(count: vocabulary, round: 0)
    let count = steps * batch * tokens
    var ids: [Int32] = []
    ids.reserveCapacity(count)
    for i in 0..<count {
      let words = random.block(1, UInt64(i))
      let at = Double(UInt64(words[0]) << 20 | UInt64(words[1] >> 12)) * 0x1p-52 * sum
      var low = 0, high = vocabulary - 1
      while low < high {
        let middle = (low + high) / 2
        if cumulative[middle] < at { low = middle + 1 } else { high = middle }
      }
      ids.append(scatter[low])
    }
    return ids
  }

  /// Examples of `zipfIds`, the mean number of distinct rows a step, and the distinct rows of each step one
  /// after the other in the order of their first appearance.
  static func zipfBatches(_ vocabulary: Int) throws -> (Examples, Double, [Int32]) {
    let ids = zipfIds(vocabulary)
    var order: [Int32] = []
    for step in 0..<steps {
      var seen = Set<Int32>()
      for id in ids[step * batch * tokens..<(step + 1) * batch * tokens] where seen.insert(id).inserted {
        order.append(id)
      }
    }
    return try (examples(ids, vocabulary: vocabulary), Double(order.count) / Double(steps), order)
  }

  /// Bags of ids, as `zipfIds` has them, with made-up classes.
  static func examples(_ ids: [Int32], vocabulary: Int) throws -> Examples {
    let offsets = (0...steps * batch).map { Int64($0 * tokens) }
    let labels = (0..<steps * batch).map { Int32($0 % 4) }
    return try Examples(
      columns: ["tokens": .bags(BagColumn(offsets: offsets, ids: ids, vocabularySize: vocabulary))],
      targets: ["target": .classes(labels)])
  }
}
