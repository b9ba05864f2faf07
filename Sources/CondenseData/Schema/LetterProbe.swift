/// Settles whether the letters of one-word texts, as of names, tell of the target, on at most 20,000 rows.
///
/// On one half of the rows it learns the mean of the target for every run of two to four letters, ends included; a text is
/// the mean of its runs, stretched as fits best. The other half says what that explains.
struct LetterProbe {
  private static let rowLimit = 20_000
  private static let buckets = 1 << 14

  /// The part of the target's variance that letters explain on held-out rows.
  let explained: Double

  /// Nil where there are too few rows to tell.
  init?(_ cells: StringCells, _ target: TargetProfile) {
    let all = cells.codes.indices.filter { cells.codes[$0] >= 0 && target.isPresent($0) }
    guard all.count >= 200 else { return nil }
    let count = min(all.count, Self.rowLimit)
    var coin = SplitMix(seed: 0x6c657474657273)
    var fitting: [Int] = [], held: [Int] = []
    for place in 0..<count {
      let row = all[place * all.count / count]
      if coin.next() & 1 == 0 { fitting.append(row) } else { held.append(row) }
    }
    let width = target.width
    var sums = [Double](repeating: 0, count: Self.buckets * width),
      counts = [Double](repeating: 0, count: Self.buckets)
    var overall = [Double](repeating: 0, count: width)
    func runs(_ row: Int) -> [Int] {
      cells.values.withBytes(of: Int(cells.codes[row])) { p, n in
        var found: [Int] = []
        NGramHash.characters(UnsafeBufferPointer(start: p, count: min(n, 64)), orders: [2, 3, 4]) { hash, _ in
          found.append(Int(truncatingIfNeeded: hash & UInt64(Self.buckets - 1)))
        }
        return found
      }
    }
    for row in fitting {
      var point = [Double](repeating: 0, count: width)
      target.add(row, to: &point)
      for k in 0..<width { overall[k] += point[k] / Double(fitting.count) }
      for run in runs(row) {
        counts[run] += 1
        for k in 0..<width { sums[run * width + k] += point[k] }
      }
    }
    /// How far the runs of a text are from the overall mean, each shrunk by four rows.
    func distance(_ row: Int, without own: [Double]?) -> [Double] {
      var mean = [Double](repeating: 0, count: width)
      let runs = runs(row)
      for run in runs {
        let n = counts[run] - (own == nil ? 0 : 1)
        for k in 0..<width {
          let sum = sums[run * width + k] - (own?[k] ?? 0)
          mean[k] += (sum - n * overall[k]) / (n + 4) / Double(max(1, runs.count))
        }
      }
      return mean
    }
    var products = 0.0, squares = 0.0
    for row in fitting {
      var point = [Double](repeating: 0, count: width)
      target.add(row, to: &point)
      let mean = distance(row, without: point)
      for k in 0..<width {
        products += mean[k] * (point[k] - overall[k])
        squares += mean[k] * mean[k]
      }
    }
    let stretch = squares > 0 ? max(0, products / squares) : 0
    var total = 0.0, error = 0.0
    for row in held {
      let mean = distance(row, without: nil)
      total += target.squaredDistance(row, overall)
      error += target.squaredDistance(row, (0..<width).map { overall[$0] + stretch * mean[$0] })
    }
    explained = total > 0 ? 1 - error / total : 0
  }

  /// Whether letters tell more than chance would.
  var tells: Bool { explained > 0.05 }
}
