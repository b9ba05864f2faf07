import CondenseData
import CondenseModels

/// How far what a model says agrees with what came true: rows in bins of equal count by what was said of them.
///
/// Source: reliability diagrams; Niculescu-Mizil and Caruana 2005, "Predicting good probabilities with supervised
/// learning". The interval of a share is Wilson's (1927), that of a mean 1.96 of its standard errors.
public struct Reliability: Sendable, Equatable {
  /// Rows of which much the same was said.
  public struct Bin: Sendable, Equatable {
    /// The mean of what was said.
    public let predicted: Double
    /// The mean of what came true: of classes a share.
    public let actual: MetricInterval
    /// How many.
    public let rows: Int
  }

  /// What is said of each row.
  public enum Subject: Sendable, Equatable {
    /// The probability of the second, the rarer of two classes.
    case probability(of: String)
    /// The probability of the class that is the most probable, of more than two.
    case confidence
    /// A number.
    case number
  }

  private static let mostBins = 10, fewestRows = 20

  /// What was said.
  public let subject: Subject
  /// From the least to the most.
  public let bins: [Bin]

  /// Nil for so few rows that bins would say nothing.
  package init?(_ judged: JudgedRows, classes: [String]) {
    let probabilities = judged.predictions.probabilities, count = classes.count
    switch count {
    case 0: self.init(.number, said: judged.predictions.numbers, truth: judged.numbers)
    case 2:
      self.init(
        .probability(of: classes[1]), said: judged.rows.indices.map { Double(probabilities[2 * $0 + 1]) },
        truth: judged.classIds.map(Double.init))
    default:
      let tops = judged.rows.indices.map { ClassMetrics.top(probabilities, $0, count) }
      self.init(
        .confidence, said: tops.enumerated().map { Double(probabilities[$0 * count + $1]) },
        truth: zip(tops, judged.classIds).map { $0 == Int($1) ? 1 : 0 })
    }
  }

  /// - Parameter truth: what came true of each row; for a probability 1 or 0.
  package init?(_ subject: Subject, said: [Double], truth: [Double]) {
    let rows = said.count, bins = min(Self.mostBins, rows / Self.fewestRows)
    guard bins > 1 else { return nil }
    let order = said.indices.sorted { (said[$0], $0) < (said[$1], $1) }
    self.subject = subject
    self.bins = (0..<bins).map { bin in
      let members = order[bin * rows / bins..<(bin + 1) * rows / bins]
      let came = members.map { truth[$0] }
      return Bin(
        predicted: members.reduce(0) { $0 + said[$1] } / Double(members.count),
        actual: subject == .number ? Self.mean(came) : Self.share(came), rows: members.count)
    }
  }

  private static let z = 1.959_963_984_540_054

  private static func share(_ hits: [Double]) -> MetricInterval {
    let n = Double(hits.count), p = hits.reduce(0, +) / n, square = z * z
    let middle = (p + square / (2 * n)) / (1 + square / n)
    let reach = z / (1 + square / n) * (p * (1 - p) / n + square / (4 * n * n)).squareRoot()
    return MetricInterval(value: p, low: max(0, middle - reach), high: min(1, middle + reach))
  }

  private static func mean(_ numbers: [Double]) -> MetricInterval {
    let n = Double(numbers.count), mean = numbers.reduce(0, +) / n
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / max(n - 1, 1)
    let reach = z * (variance / n).squareRoot()
    return MetricInterval(value: mean, low: mean - reach, high: mean + reach)
  }
}
