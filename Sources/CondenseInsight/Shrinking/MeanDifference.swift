/// By how much one figure of each row lies above another on average, and how sure that is.
struct MeanDifference: Sendable {
  let mean: Double
  /// Of the mean, the rows taken for a sample.
  let standardError: Double

  init(_ values: [Double], _ others: [Double]) {
    let count = Double(max(values.count, 1))
    let mean = zip(values, others).reduce(0) { $0 + ($1.0 - $1.1) } / count
    let square = zip(values, others).reduce(0) { $0 + ($1.0 - $1.1 - mean) * ($1.0 - $1.1 - mean) }
    self.mean = mean
    standardError = count > 1 ? (square / (count - 1) / count).squareRoot() : .infinity
  }
}
