import CondenseCore

/// How much each word or n-gram tells of the target, from the training rows alone.
///
/// For class c the ratio of an id is `log((n_c + 1) / N_c) − log((n_rest + 1) / N_rest)`, n being the rows that
/// hold the id and N the sum of `n + 1` over all ids; its weight is the largest magnitude of any class. Bags
/// weighted so let the rows of telling ids move further than those of chance ones.
///
/// Source: Wang and Manning 2012, "Baselines and bigrams: simple, good sentiment and topic classification".
enum NaiveBayesWeights {
  /// More counters than this are not kept: ids then weigh 1.
  private static let mostCounters = 1 << 26

  /// - Parameters:
  ///   - targets: a class for each bag, −1 for none.
  /// - Returns: a weight for each id; nil where there are too many ids and classes to count.
  static func weights(
    offsets: [Int64], ids: [Int32], vocabularySize: Int, targets: [Int32], classes: Int
  ) -> [Float]? {
    guard classes > 1, vocabularySize <= mostCounters / classes else { return nil }
    // Two classes need one ratio.
    let counted = classes == 2 ? 1 : classes
    var inClass = [Int32](repeating: 0, count: vocabularySize * counted)
    var all = [Int32](repeating: 0, count: vocabularySize)
    for (row, target) in targets.enumerated() where target >= 0 {
      for place in Int(offsets[row])..<Int(offsets[row + 1]) {
        let id = Int(ids[place])
        all[id] += 1
        if target < counted { inClass[id * counted + Int(target)] += 1 }
      }
    }
    var sums = [Double](repeating: Double(vocabularySize), count: counted), total = 0.0
    for id in 0..<vocabularySize {
      total += Double(all[id])
      for c in 0..<counted { sums[c] += Double(inClass[id * counted + c]) }
    }
    let shifts = sums.map { inside in
      Elementary.log((total + 2 * Double(vocabularySize) - inside) / inside)
    }
    return (0..<vocabularySize).map { id in
      var largest = 0.0
      for c in 0..<counted {
        let inside = Double(inClass[id * counted + c])
        let ratio = Elementary.log((inside + 1) / (Double(all[id]) - inside + 1)) + shifts[c]
        largest = max(largest, abs(ratio))
      }
      return Float(largest)
    }
  }
}
