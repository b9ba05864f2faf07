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
    _ bags: BagColumn, targets: [Int32], classes: Int, threads: Int
  ) -> [Float]? {
    let size = bags.vocabularySize
    guard classes > 1, size <= mostCounters / classes else { return nil }
    // Two classes need one ratio.
    let counted = classes == 2 ? 1 : classes
    let counts = ChunkedRows.map(sharesOf: size, threads: threads) { count(bags, ids: $0, targets, counted) }
    var sums = [Double](repeating: Double(size), count: counted), total = 0.0
    for piece in counts {
      for count in piece.all { total += Double(count) }
      for c in 0..<counted {
        for place in stride(from: c, to: piece.inClass.count, by: counted) {
          sums[c] += Double(piece.inClass[place])
        }
      }
    }
    let shifts = sums.map { inside in
      Elementary.log((total + 2 * Double(size) - inside) / inside)
    }
    return ChunkedRows.map(count: counts.count, threads: threads) { piece in
      let (all, inClass) = counts[piece]
      return all.indices.map { id in
        var largest = 0.0
        for c in 0..<counted {
          let inside = Double(inClass[id * counted + c])
          let ratio = Elementary.log((inside + 1) / (Double(all[id]) - inside + 1)) + shifts[c]
          largest = max(largest, abs(ratio))
        }
        return Float(largest)
      }
    }.flatMap(\.self)
  }

  /// In how many bags each of some ids is, and in how many of each class that counts.
  private static func count(
    _ bags: BagColumn, ids: Range<Int>, _ targets: [Int32], _ counted: Int
  ) -> (all: [Int32], inClass: [Int32]) {
    var all = [Int32](repeating: 0, count: ids.count)
    var inClass = [Int32](repeating: 0, count: ids.count * counted)
    for (row, target) in targets.enumerated() where target >= 0 {
      for place in Int(bags.offsets.base[row])..<Int(bags.offsets.base[row + 1]) {
        let id = Int(bags.ids.base[place]) &- ids.lowerBound
        guard UInt(bitPattern: id) < UInt(bitPattern: ids.count) else { continue }
        all[id] &+= 1
        if target < counted { inClass[id &* counted &+ Int(target)] &+= 1 }
      }
    }
    return (all, inClass)
  }
}
