import CondenseCore

/// Turns a number into one to three: standardised, by rank on a normal curve where it is heavy-tailed, and a
/// flag where the training rows missed values.
///
/// A missing number becomes the mean, 0. Beyond the training range, stretched by a tenth (for counts that go on by its length),
/// numbers are clipped, so that every finite number gives finite ones.
public struct NumberEncoder: Codable, Sendable, Equatable {
  /// The column.
  public let column: String
  /// The mean over the training rows.
  public let mean: Double
  /// The standard deviation over the training rows; 1 where they do not differ.
  public let deviation: Double
  /// The least number of the training rows.
  public let minimum: Double
  /// The greatest number of the training rows.
  public let maximum: Double
  /// How many training rows missed the number.
  public let missingCount: Int
  /// Different quantiles, ascending, and the normal score of each; empty unless heavy-tailed.
  public let quantiles: [Double]
  /// The normal scores of `quantiles`.
  public let scores: [Double]

  /// What stood beside the numbers in training, `kg` or `%`; nil where nothing did.
  public private(set) var unit: String?

  private let low: Double
  private let high: Double
  private let inverse: Double

  /// Learns from the training rows.
  ///
  /// - Parameters:
  ///   - normalizes: whether mean, spread and ranks are learned; otherwise numbers stay as they are.
  ///   - goesOn: whether numbers beyond those of training are clipped only beyond the length of their range.
  public init(fitting column: Column, rows: [Int], normalizes: Bool = true, goesOn: Bool = false) {
    self.init(
      column: column.name, values: rows.map { column.number($0) ?? .nan }, normalizes: normalizes,
      goesOn: goesOn)
    if case .numbers(let cells) = column.cells, let unit = cells.written?.unit, !unit.isEmpty {
      self.unit = unit
    }
  }

  /// Learns from numbers; NaN is missing.
  package init(column: String, values: [Double], normalizes: Bool = true, goesOn: Bool = false) {
    self.column = column
    var low = Double.infinity
    var high = -Double.infinity
    var present = 0
    for x in values where !x.isNaN {
      low = min(low, x)
      high = max(high, x)
      present += 1
    }
    if present == 0 { (low, high) = (0, 0) }
    minimum = low
    maximum = high
    missingCount = values.count - present

    // Sums are taken around the middle and in units of half the range: nothing overflows.
    let middle = low / 2 + high / 2
    let reach = high / 2 - low / 2
    let unit = reach.isNormal ? reach : 1
    let n = Double(max(1, present))
    var sum = 0.0
    for x in values where !x.isNaN { sum += (x - middle) / unit }
    let average = sum / n
    var squares = 0.0
    var fourths = 0.0
    var cubes = 0.0
    for x in values where !x.isNaN {
      let d = (x - middle) / unit - average
      squares += d * d
      cubes += d * d * d
      fourths += d * d * d * d
    }
    let variance = squares / n
    let spread = variance.squareRoot() * unit
    let usable = normalizes && spread.isNormal && (1 / spread).isFinite
    mean = normalizes ? middle + average * unit : 0
    deviation = usable ? spread : 1
    inverse = 1 / deviation

    // Counts go on beyond those seen, as seven rooms after six; other numbers a little.
    let margin = (high / 10 - low / 10) * (goesOn ? 10 : 1)
    self.low = max(low - margin, -Double.greatestFiniteMagnitude)
    self.high = min(high + margin, Double.greatestFiniteMagnitude)

    // Skew beyond 2 or kurtosis beyond 12 (a normal curve has 0 and 3, an exponential one 2 and 9).
    let skew = variance > 0 ? cubes / n / (variance * variance.squareRoot()) : 0
    let kurtosis = variance > 0 ? fourths / n / (variance * variance) : 0
    if usable, present >= 100, abs(skew) > 2 || kurtosis > 12 {
      (quantiles, scores) = Self.quantileScores(values, present)
    } else {
      (quantiles, scores) = ([], [])
    }
  }

  /// Reads an encoder and refuses one that could not have been learned.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    column = try values.decode(String.self, forKey: .column)
    mean = try values.decode(Double.self, forKey: .mean)
    deviation = try values.decode(Double.self, forKey: .deviation)
    minimum = try values.decode(Double.self, forKey: .minimum)
    maximum = try values.decode(Double.self, forKey: .maximum)
    missingCount = try values.decode(Int.self, forKey: .missingCount)
    quantiles = try values.decode([Double].self, forKey: .quantiles)
    scores = try values.decode([Double].self, forKey: .scores)
    low = try values.decode(Double.self, forKey: .low)
    high = try values.decode(Double.self, forKey: .high)
    inverse = try values.decode(Double.self, forKey: .inverse)
    unit = try values.decodeIfPresent(String.self, forKey: .unit)
    func ascends(_ numbers: [Double]) -> Bool {
      numbers.allSatisfy(\.isFinite) && zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 }
    }
    let numbers = [mean, deviation, minimum, maximum, low, high, inverse]
    guard numbers.allSatisfy(\.isFinite), deviation > 0, inverse > 0, minimum <= maximum, low <= high,
      missingCount >= 0
    else { throw CondenseError(.content, "the numbers that scale '\(column)' make no sense") }
    guard quantiles.count == scores.count, quantiles.count != 1, ascends(quantiles), ascends(scores) else {
      throw CondenseError(.content, "the quantiles of '\(column)' make no sense")
    }
  }

  /// What the numbers are called and how many there are.
  public var width: Int { 1 + (isHeavyTailed ? 1 : 0) + (missingCount > 0 ? 1 : 0) }

  /// Whether the rank on a normal curve is given too.
  public var isHeavyTailed: Bool { quantiles.count > 1 }

  /// Writes `width` numbers for one value; nil and NaN are missing.
  @inline(__always)
  public func encode(_ value: Double?, into output: inout MutableSpan<Float>, at start: Int) {
    let x = value ?? .nan
    var next = start
    if x.isNaN {
      for i in 0..<width { output[start + i] = 0 }
      if missingCount > 0 { output[start + width - 1] = 1 }
      return
    }
    let clipped = min(max(x, low), high)
    let difference = clipped - mean
    let standard =
      difference.isFinite ? difference * inverse : clipped * inverse - mean * inverse
    output[next] = Float(isHeavyTailed ? min(max(standard, -10), 10) : standard)
    next += 1
    if isHeavyTailed {
      output[next] = Float(score(clipped))
      next += 1
    }
    if missingCount > 0 { output[next] = 0 }
  }

  /// The number that a standardised one stands for.
  public func decode(standardised z: Double) -> Double { z * deviation + mean }

  private func score(_ x: Double) -> Double {
    let low = quantiles.partitioningIndex { $0 >= x }
    if low == 0 { return scores[0] }
    if low == quantiles.count { return scores[low - 1] }
    // Halved, so that the difference of extreme numbers is finite.
    let span = quantiles[low] / 2 - quantiles[low - 1] / 2
    let share = span > 0 ? (x / 2 - quantiles[low - 1] / 2) / span : 1
    return scores[low - 1] + (scores[low] - scores[low - 1]) * share
  }

  /// Up to 255 quantiles, equal ones as one with the middle of their ranks.
  private static func quantileScores(_ values: [Double], _ present: Int) -> ([Double], [Double]) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    let wanted = min(255, present)
    var quantiles: [Double] = []
    var scores: [Double] = []
    var start = 0
    func position(_ k: Int) -> Int { k * (sorted.count - 1) / (wanted - 1) }
    while start < wanted {
      var end = start
      while end + 1 < wanted, sorted[position(end + 1)] == sorted[position(start)] { end += 1 }
      let rank = (Double(start + end) / 2 + 0.5) / Double(wanted)
      quantiles.append(sorted[position(start)])
      scores.append(FixedMath.normalQuantile(rank))
      start = end + 1
    }
    return (quantiles, scores)
  }
}
