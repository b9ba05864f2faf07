/// Settles whether whole numbers are codes or quantities, on at most 20,000 rows.
///
/// On one half of the rows it learns the target as a function of the number (bins by rank, interpolated), as a trend (a
/// straight line, or a function that only rises or only falls), and as a mean for each value (shrunk towards the overall
/// mean by what the values' means really differ). The other half says which is better.
struct CodeProbe {
  static let rowLimit = 20_000

  /// The part of the target's variance that the function explains on held-out rows.
  let smooth: Double
  /// The part that the trend explains.
  let trend: Double
  /// The part that a mean for each value explains.
  let codes: Double
  /// By how much means for values are better than the function, in units of its own standard error.
  let z: Double
  /// The same beside the trend.
  private let zOfTrend: Double

  /// Nil where there are too few rows to tell.
  init?(_ values: [Double], _ codes: CategoryCodes, _ target: TargetProfile) {
    let sample = Self.sample(codes, values, target)
    guard sample.count >= 60 else { return nil }
    var fitting: [Int] = []
    var judging: [Int] = []
    var coin = SplitMix(seed: 0x70726f6265)
    for row in sample {
      if coin.next() & 1 == 0 { fitting.append(row) } else { judging.append(row) }
    }
    fitting.sort { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
    guard fitting.count >= 20, judging.count >= 20 else { return nil }

    let width = target.width
    let overall = Self.mean(fitting[...], target)

    // One run of rows for each value, in ascending order.
    var runs: [Range<Int>] = []
    var start = 0
    for i in 1...fitting.count where i == fitting.count || values[fitting[i]] != values[fitting[start]] {
      runs.append(start..<i)
      start = i
    }
    guard runs.count > 1 else { return nil }

    // Means for values: shrunk by the ratio of the variance within values to that between them.
    var within = 0.0
    var between = 0.0
    var means: [[Double]] = []
    for run in runs {
      let mean = Self.mean(fitting[run], target)
      for row in fitting[run] { within += target.squaredDistance(row, mean) }
      for k in 0..<width { between += Double(run.count) * (mean[k] - overall[k]) * (mean[k] - overall[k]) }
      means.append(mean)
    }
    let free = Double(fitting.count - runs.count)
    let squares = runs.reduce(0.0) { $0 + Double($1.count) * Double($1.count) }
    let typical = (Double(fitting.count) - squares / Double(fitting.count)) / Double(runs.count - 1)
    let withinVariance = free > 0 ? within / free : within + between
    let betweenVariance = (between / Double(runs.count - 1) - withinVariance) / max(typical, 1e-9)
    let shrinkage =
      betweenVariance > 0 ? min(max(withinVariance / betweenVariance, 0.5), 1000) : 1000
    for (index, run) in runs.enumerated() {
      let n = Double(run.count)
      for k in 0..<width {
        means[index][k] = (n * means[index][k] + shrinkage * overall[k]) / (n + shrinkage)
      }
    }
    let distinct = runs.map { values[fitting[$0.lowerBound]] }

    // The smooth function: bins of about equal counts that never part equal values; with few values at least
    // three to a bin, so that it stays smooth.
    let wanted = max(2, min(32, runs.count / 3, fitting.count / 20))
    var centers: [Double] = []
    var levels: [[Double]] = []
    var binStart = 0
    for (index, run) in runs.enumerated() {
      let isLast = index == runs.count - 1
      let full = run.upperBound * wanted >= fitting.count * (centers.count + 1)
      guard isLast || full else { continue }
      let rows = fitting[binStart..<run.upperBound]
      let n = Double(rows.count)
      let mean = Self.mean(rows, target)
      let x0 = values[rows[rows.startIndex]]
      centers.append(x0 + rows.reduce(0.0) { $0 + (values[$1] - x0) / n })
      levels.append((0..<width).map { (n * mean[$0] + 3 * overall[$0]) / (n + 3) })
      binStart = run.upperBound
    }

    let monotone = Self.monotone(means, runs.map { Double($0.count) })
    let curves: [(Double) -> [Double]] = [
      { Self.interpolated($0, centers, levels) }, Self.line(fitting, values, target, overall),
      { Self.interpolated($0, distinct, monotone) },
    ]
    // Rows in the order of their values, so that each curve is looked up once a value.
    judging.sort { values[$0] != values[$1] ? values[$0] < values[$1] : $0 < $1 }
    var errors = [Double](repeating: 0, count: judging.count * (curves.count + 1))
    var sums = [Double](repeating: 0, count: curves.count)
    var total = 0.0
    var codeError = 0.0
    var answers: [[Double]] = []
    var last = Double.nan
    for (place, row) in judging.enumerated() {
      let x = values[row]
      if x != last {
        last = x
        let position = distinct.partitioningIndex { $0 >= x }
        let isKnown = position < distinct.count && distinct[position] == x
        answers = curves.map { $0(x) } + [isKnown ? means[position] : overall]
      }
      total += target.squaredDistance(row, overall)
      for (k, answer) in answers.enumerated() {
        let error = target.squaredDistance(row, answer)
        errors[place * answers.count + k] = error
        if k < sums.count { sums[k] += error } else { codeError += error }
      }
    }
    guard total > 0 else { return nil }
    /// How much smaller the errors of means for values are than those of a curve, in standard errors.
    func gain(over curve: Int) -> Double {
      let n = Double(judging.count)
      var difference = 0.0
      var squares = 0.0
      for place in judging.indices {
        let first = place * (sums.count + 1), d = errors[first + curve] - errors[first + sums.count]
        difference += d
        squares += d * d
      }
      let variance = max(squares / n - (difference / n) * (difference / n), 0)
      let error = (variance / n).squareRoot()
      return error > 0 ? difference / n / error : 0
    }
    let trend = sums[1] <= sums[2] ? 1 : 2
    smooth = 1 - sums[0] / total
    self.trend = 1 - sums[trend] / total
    self.codes = 1 - codeError / total
    z = gain(over: 0)
    zOfTrend = gain(over: trend)
  }

  /// Whether values have means of their own, beyond doubt and worth having.
  var favoursCodes: Bool { z > 3 && codes - smooth > 0.002 && codes > smooth * 1.05 }

  /// Whether means for values cost next to nothing.
  var allowsCodes: Bool { codes >= smooth - 0.002 || z > -1 }

  /// Whether the values are a quantity that matters: a trend explains a fifth of the target or more, and means for values
  /// no more beyond doubt.
  var isQuantity: Bool { trend >= 0.2 && !(zOfTrend > 3 && codes - trend > 0.002 && codes > trend * 1.05) }

  /// Rows at an even stride. Where values are many, whole values are taken at an even stride instead, so that
  /// each keeps as many rows as the table has for it.
  private static func sample(
    _ codes: CategoryCodes, _ values: [Double], _ target: TargetProfile
  ) -> [Int] {
    let count = codes.presentCount
    var chosen = [Bool](repeating: true, count: codes.keys.count)
    let excess = (count + rowLimit - 1) / rowLimit
    let stride = min(excess, max(1, codes.keys.count / 64))
    if stride > 1 {
      var valueOfCode = [Double](repeating: 0, count: codes.keys.count)
      for row in values.indices where codes.codes[row] >= 0 {
        valueOfCode[Int(codes.codes[row])] = values[row]
      }
      let order = valueOfCode.indices.sorted { valueOfCode[$0] < valueOfCode[$1] }
      for (place, code) in order.enumerated() { chosen[code] = place % stride == stride / 2 }
    }
    let rows = values.indices.filter {
      codes.codes[$0] >= 0 && chosen[Int(codes.codes[$0])] && target.isPresent($0)
    }
    if rows.count <= rowLimit { return rows }
    return (0..<rowLimit).map { rows[$0 * rows.count / rowLimit] }
  }

  private static func mean(_ rows: ArraySlice<Int>, _ target: TargetProfile) -> [Double] {
    var sum = [Double](repeating: 0, count: target.width)
    for row in rows { target.add(row, to: &sum) }
    return sum.map { $0 / Double(rows.count) }
  }

  /// The straight line of least squares.
  private static func line(
    _ rows: [Int], _ values: [Double], _ target: TargetProfile, _ overall: [Double]
  ) -> (Double) -> [Double] {
    let low = values[rows[0]], reach = max(values[rows[rows.count - 1]] - low, .leastNormalMagnitude)
    func place(_ x: Double) -> Double { (x - low) / reach }
    let middle = rows.reduce(0.0) { $0 + place(values[$1]) } / Double(rows.count)
    var squares = 0.0
    var products = [Double](repeating: 0, count: target.width)
    for row in rows {
      let d = place(values[row]) - middle
      squares += d * d
      var point = [Double](repeating: 0, count: target.width)
      target.add(row, to: &point)
      for k in 0..<target.width { products[k] += d * (point[k] - overall[k]) }
    }
    let slopes = products.map { squares > 0 ? $0 / squares : 0 }
    return { x in zip(overall, slopes).map { $0 + $1 * (place(x) - middle) } }
  }

  /// The means of values in ascending order, pooled until they only rise, or only fall, whichever is closer (pool adjacent
  /// violators; Ayer et al. 1955).
  private static func monotone(_ means: [[Double]], _ counts: [Double]) -> [[Double]] {
    func pooled(_ values: [Double], _ sign: Double) -> [Double] {
      var blocks: [(sum: Double, weight: Double, length: Int)] = []
      for (value, count) in zip(values, counts) {
        blocks.append((sign * value * count, count, 1))
        while blocks.count > 1 {
          let last = blocks[blocks.count - 1], before = blocks[blocks.count - 2]
          guard before.sum * last.weight > last.sum * before.weight else { break }
          blocks.removeLast(2)
          blocks.append((before.sum + last.sum, before.weight + last.weight, before.length + last.length))
        }
      }
      return blocks.flatMap { [Double](repeating: sign * $0.sum / $0.weight, count: $0.length) }
    }
    func error(_ fit: [Double], _ values: [Double]) -> Double {
      zip(zip(fit, values), counts).reduce(0) { $0 + $1.1 * ($1.0.0 - $1.0.1) * ($1.0.0 - $1.0.1) }
    }
    var result = means
    for k in means[0].indices {
      let values = means.map { $0[k] }, rising = pooled(values, 1), falling = pooled(values, -1)
      let fit = error(rising, values) <= error(falling, values) ? rising : falling
      for place in result.indices { result[place][k] = fit[place] }
    }
    return result
  }

  private static func interpolated(_ x: Double, _ centers: [Double], _ levels: [[Double]]) -> [Double] {
    let above = centers.partitioningIndex { $0 >= x }
    if above == 0 { return levels[0] }
    if above == centers.count { return levels[above - 1] }
    let span = centers[above] - centers[above - 1]
    let share = span > 0 ? (x - centers[above - 1]) / span : 0
    return zip(levels[above - 1], levels[above]).map { $0 + ($1 - $0) * share }
  }
}
