import CondenseCore
import CondenseData
import CondenseNetworks

/// A trained ranking: scores of all items from histories.
struct RankingModel: Sendable {
  let design: RankingDesign
  let inference: Inference

  /// Rows of the items' embedding; item ids are below it.
  var vocabularySize: Int { inference.plan.nodes[inference.plan.network.prediction].output.size }

  private var examples: RankingExamples { RankingExamples(design: design, vocabularySize: vocabularySize) }

  /// The scores of all items for some histories, history by history.
  func scores(_ histories: [[Int32]], threads: Int) throws -> [Float] {
    try inference.outputs(examples.examples(histories), threads: threads)
  }

  /// Calls `body` with the place and the scores of each history, a few hundred at a time.
  func forEachScores(
    _ histories: [[Int32]], threads: Int, _ body: (Int, UnsafeBufferPointer<Float>) throws -> Void
  ) throws {
    let size = vocabularySize, chunk = max(1, min(1024, (1 << 24) / size))
    for first in stride(from: 0, to: histories.count, by: chunk) {
      let part = Array(histories[first..<min(first + chunk, histories.count)])
      try scores(part, threads: threads).withUnsafeBufferPointer { scores in
        for place in part.indices {
          try body(
            first + place, UnsafeBufferPointer(rebasing: scores[place * size..<(place + 1) * size]))
        }
      }
    }
  }

  /// The vectors of each item by which tastes are scored, those of all members one after the other.
  func itemVectors() throws -> (vectors: [Float], width: Int) {
    let size = vocabularySize, dimension = design.dimension, width = dimension * design.members
    var vectors = [Float](repeating: 0, count: size * width)
    for member in 0..<design.members {
      let weights = try inference.parameters.values(of: "\(design.scores(member)).weight")
      for input in 0..<dimension {
        for item in 0..<size {
          vectors[item * width + member * dimension + input] = weights[input * size + item]
        }
      }
    }
    return (vectors, width)
  }
}
