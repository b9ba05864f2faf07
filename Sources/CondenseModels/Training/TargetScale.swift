/// Between the target's own numbers and the standardised ones a network learns.
struct TargetScale: Codable, Sendable, Equatable {
  var mean: Double
  var deviation: Double

  /// Mean and spread in order; the deviation is 1 where the numbers do not differ.
  init(_ numbers: [Double]) {
    let count = Double(max(numbers.count, 1))
    let mean = numbers.reduce(0, +) / count
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    self.mean = mean
    deviation = variance > 0 && variance.isFinite ? variance.squareRoot() : 1
  }

  func standardized(_ number: Double) -> Float { Float((number - mean) / deviation) }
  func number(_ standardized: Float) -> Double { Double(standardized) * deviation + mean }
}
