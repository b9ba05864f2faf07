import CondenseCore

/// Draws test rows again and again, the same for every contender, so that their difference is judged row by row.
///
/// Source: Efron and Tibshirani 1993, "An introduction to the bootstrap", chapters 13 and 16; 1,000 draws, intervals
/// of 95 %.
package struct PairedBootstrap {
  private static let draws = 1000

  /// For each contender its metric on all rows, and on those of each draw: the mean over its runs.
  private let whole: [Double]
  private let drawn: [[Double]]

  /// - Parameter contenders: for each of them its runs, as many for all; run `r` of one is compared with run `r` of
  ///   another, and with several the runs are drawn too.
  package init(_ contenders: [[TestScores]], seed: UInt64) {
    let rows = contenders.first?.first?.count ?? 0, runs = contenders.first?.count ?? 0
    let random = Philox(seed: seed, purpose: "bootstrap")
    func mean(_ runs: [TestScores], _ counts: [Int32], _ chosen: [Int]) -> Double {
      chosen.reduce(0) { $0 + runs[$1].value(counts) } / Double(chosen.count)
    }
    let once = [Int32](repeating: 1, count: rows)
    whole = contenders.map { mean($0, once, Array(0..<runs)) }
    var drawn = [[Double]](repeating: [], count: contenders.count)
    for draw in 0..<Self.draws {
      var counts = [Int32](repeating: 0, count: rows)
      for block in 0..<(rows + 3) / 4 {
        let words = random.block(UInt64(draw) << 1, UInt64(block))
        for lane in 0..<min(4, rows - 4 * block) {
          counts[Int((UInt64(words[lane]) * UInt64(rows)) >> 32)] += 1
        }
      }
      let chosen = (0..<runs).map { random.integer(below: runs, UInt64(draw) << 1 | 1, UInt64($0)) }
      for place in contenders.indices { drawn[place].append(mean(contenders[place], counts, chosen)) }
    }
    self.drawn = drawn
  }

  /// The metric of a contender.
  package func interval(_ contender: Int) -> MetricInterval {
    MetricInterval(value: whole[contender], draws: drawn[contender])
  }

  /// How much a contender is above another.
  package func difference(_ contender: Int, from other: Int) -> MetricDifference {
    let differences = zip(drawn[contender], drawn[other]).map { $0 - $1 }
    let above = differences.count { $0 >= 0 }, below = differences.count { $0 <= 0 }
    let p = min(1, 2 * Double(min(above, below) + 1) / Double(differences.count + 1))
    return MetricDifference(
      value: MetricInterval(value: whole[contender] - whole[other], draws: differences), p: p)
  }
}
