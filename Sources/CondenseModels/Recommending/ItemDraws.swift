import CondenseCore

/// Items drawn at random, the popular ones more often: with a chance that goes with the root of how often they
/// were chosen, between even chances and popularity, since unpopular items have to be told apart too.
package struct ItemDraws {
  /// The logarithm of each item's chance; 0 for id 0, which is no item and never drawn.
  package let logChances: [Float]
  /// The chances of the items up to each, added up, before they are divided by all.
  private let sums: [Double]

  /// - Parameter counts: how often each item was chosen; id 0 is none.
  package init(counts: [Double]) {
    let weights = counts.enumerated().map { $0.offset == 0 ? 0 : ($0.element + 0.5).squareRoot() }
    var sum = 0.0
    sums = weights.map { weight in
      sum += weight
      return sum
    }
    let total = sum
    logChances = weights.map { $0 > 0 ? Float(Elementary.log($0 / total)) : 0 }
  }

  /// The item that random words mean.
  package func draw(_ words: SIMD4<UInt32>) -> Int32 {
    let unit = Double(UInt64(words[0]) << 20 | UInt64(words[1]) >> 12) * 0x1p-52
    let wanted = unit * sums[sums.count - 1]
    return Int32(sums[1..<(sums.count - 1)].partitioningIndex { $0 > wanted })
  }
}
