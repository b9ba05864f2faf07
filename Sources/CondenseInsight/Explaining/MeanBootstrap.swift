import CondenseCore

/// Where the mean of some numbers would lie 95 times of 100 had other rows been measured.
///
/// Source: Efron and Tibshirani 1993, "An introduction to the bootstrap", chapter 13; 1,000 draws.
struct MeanBootstrap {
  private static let draws = 1000
  private let drawn: [[Int32]]

  init(rows: Int, seed: UInt64) {
    let random = Philox(seed: seed, purpose: "bootstrap of means")
    drawn = (0..<Self.draws).map { draw in
      (0..<rows).map { Int32(random.integer(below: rows, UInt64(draw), UInt64($0))) }
    }
  }

  /// The mean of numbers, one for each row.
  func interval(_ numbers: [Double]) -> MetricInterval {
    guard !numbers.isEmpty else { return MetricInterval(value: 0, low: 0, high: 0) }
    let count = Double(numbers.count)
    return MetricInterval(
      value: numbers.reduce(0, +) / count,
      draws: drawn.map { $0.reduce(0) { $0 + numbers[Int($1)] } / count })
  }
}
