import CondenseCore
import CondenseData
import CondenseModels

/// Finds columns that give the target away: each alone foretells it on rows that the claim was not made from.
///
/// - a value of five rows or more goes with one class only, and the rows held out agree;
/// - the ranges of a number go with one of three classes or more;
/// - a number puts two classes in order (AUC), or goes with a target number (correlation, of the numbers or of their
///   ranks), at 0.99 and above;
/// - the means of the values explain 0.99 of a target number's variance;
/// - that a cell is missing tells the class.
struct LeakSearch {
  private static let fewestRows = 5, mostValues = 1000, mostCounts = 1 << 22, mostSorted = 20_000
  private static let mostRanges = 200, purityOfRanges = 0.97
  private static let purity = 0.999, threshold = 0.99, mistakes = 0.05

  private let target: TargetValues

  init(_ target: TargetValues) { self.target = target }

  func warnings(_ facts: [ColumnFacts]) -> [AdviceWarning] {
    facts.compactMap { column in
      guard column.hasValues, !column.isAsked || column.isUsed, let found = leak(column) else { return nil }
      let name = column.name
      let advice =
        column.isUsed
        ? "if it is not known before '\(target.name)' is, leave it out: --ignore \(name)" : "it is left out"
      return AdviceWarning(.leak, [name], "'\(name)' gives '\(target.name)' away: \(found); \(advice)")
    }
  }

  /// What the column alone foretells; nil for what is no leak.
  private func leak(_ column: ColumnFacts) -> String? {
    if column.numbers != nil {
      let found =
        switch target.classes.count {
        case 0: correlation(column)
        case 2: order(column)
        default: ranges(column)
        }
      if let found { return found }
      if column.missing > 0 {
        let isMissing = column.codes.codes.map { $0 < 0 ? Int32(0) : 1 }
        if let share = telling(isMissing, 2) {
          return "whether its cell is empty tells the class in \(share)"
        }
      }
    }
    let mayBeValues = column.numbers == nil || column.distinct <= Self.mostValues
    guard mayBeValues, column.distinct * 5 <= column.present else { return nil }
    if target.classes.isEmpty { return means(column) }
    let last = Int32(column.distinct)
    return telling(column.codes.codes.map { $0 < 0 ? last : $0 }, column.distinct + 1).map {
      "its value tells the class in \($0)"
    }
  }

  // MARK: values

  /// Where each of `size` values goes with one class: in how many of the rows held out.
  ///
  /// - Parameters:
  ///   - codes: the value of each row of the table.
  ///   - purity: the part of the rows whose class is the one of their value.
  private func telling(_ codes: [Int32], _ size: Int, purity: Double = purity) -> String? {
    let classes = max(target.classes.count, 1)
    guard target.classes.count > 1, size * classes <= Self.mostCounts else { return nil }
    var counts = [Int32](repeating: 0, count: size * classes)
    var totals = [Int](repeating: 0, count: classes)
    for (place, row) in target.rows.enumerated() where !target.judges[place] {
      counts[Int(codes[row]) * classes + Int(target.ids[place])] += 1
      totals[Int(target.ids[place])] += 1
    }
    let common = totals.indices.max { totals[$0] < totals[$1] } ?? 0
    var best = [Int](repeating: -1, count: size)
    var known = 0, agreeing = 0
    for value in 0..<size {
      let row = counts[value * classes..<(value + 1) * classes]
      let sum = row.reduce(0) { $0 + Int($1) }
      guard sum >= Self.fewestRows, let most = row.max(), let top = row.firstIndex(of: most) else { continue }
      best[value] = top - row.startIndex
      known += sum
      agreeing += Int(most)
    }
    guard Set(best.filter { $0 >= 0 }).count > 1, Double(agreeing) >= purity * Double(known) else {
      return nil
    }
    var judged = 0, right = 0, usual = 0, all = 0
    for (place, row) in target.rows.enumerated() where target.judges[place] {
      all += 1
      let value = Int(codes[row])
      guard best[value] >= 0 else { continue }
      judged += 1
      if best[value] == Int(target.ids[place]) { right += 1 }
      if common == Int(target.ids[place]) { usual += 1 }
    }
    guard judged * 2 > all, judged - usual >= Self.fewestRows,
      Double(judged - right) <= Self.mistakes * Double(judged - usual)
    else { return nil }
    return "\(Count.text(right)) of \(Count.of(judged, "row", "rows")) held out"
  }

  /// Each range of a number with one class.
  private func ranges(_ column: ColumnFacts) -> String? {
    guard let numbers = column.numbers, column.distinct > Self.mostRanges else { return nil }
    let places = judged(numbers)
    let sorted = places.map { numbers[target.rows[$0]] }.sorted()
    guard sorted.count >= 20 else { return nil }
    let count = min(Self.mostRanges, sorted.count / 10)
    let bounds = (1..<max(count, 2)).map { sorted[$0 * sorted.count / max(count, 2)] }
    let codes = numbers.map { x in
      x.isNaN ? Int32(bounds.count + 1) : Int32(bounds.partitioningIndex(where: { $0 > x }))
    }
    return telling(codes, bounds.count + 2, purity: Self.purityOfRanges).map {
      "its range tells the class in \($0)"
    }
  }

  /// The mean of each value.
  private func means(_ column: ColumnFacts) -> String? {
    var sums = [Double](repeating: 0, count: column.distinct),
      counts = [Int](repeating: 0, count: column.distinct)
    var total = 0.0, rows = 0
    for (place, row) in target.rows.enumerated() where !target.judges[place] {
      let code = Int(column.codes.codes[row])
      total += target.numbers[place]
      rows += 1
      guard code >= 0 else { continue }
      sums[code] += target.numbers[place]
      counts[code] += 1
    }
    let mean = total / Double(max(rows, 1))
    var error = 0.0, variance = 0.0, judged = 0, all = 0
    for (place, row) in target.rows.enumerated() where target.judges[place] {
      all += 1
      let code = Int(column.codes.codes[row]), y = target.numbers[place]
      guard code >= 0, counts[code] >= Self.fewestRows else { continue }
      let difference = y - sums[code] / Double(counts[code])
      error += difference * difference
      variance += (y - mean) * (y - mean)
      judged += 1
    }
    guard judged * 2 > all, judged >= 20, variance > 0, 1 - error / variance >= Self.threshold else {
      return nil
    }
    return "the means of its values explain \(Count.decimals(1 - error / variance)) of the variance of"
      + " \(Count.of(judged, "row", "rows")) held out"
  }

  // MARK: numbers

  /// Places of rows that judge and hold a number, at an even stride.
  private func judged(_ numbers: [Double]) -> [Int] {
    let all = target.rows.indices.filter { target.judges[$0] && !numbers[target.rows[$0]].isNaN }
    guard all.count > Self.mostSorted else { return all }
    return (0..<Self.mostSorted).map { all[$0 * all.count / Self.mostSorted] }
  }

  /// Two classes put in order.
  private func order(_ column: ColumnFacts) -> String? {
    guard target.classes.count == 2, let numbers = column.numbers else { return nil }
    let places = judged(numbers)
    let positives = places.count { target.ids[$0] == 1 }
    guard min(positives, places.count - positives) >= 2 * Self.fewestRows else { return nil }
    guard
      let area = ClassMetrics.areaUnderCurve(
        scores: places.map { numbers[target.rows[$0]] }, isPositive: places.map { target.ids[$0] == 1 })
    else { return nil }
    let sure = max(area, 1 - area)
    guard sure >= Self.threshold else { return nil }
    return "alone it puts the two classes in order with AUC \(Count.decimals(sure)) on"
      + " \(Count.of(places.count, "row", "rows")) held out"
  }

  /// A number that goes with the target.
  private func correlation(_ column: ColumnFacts) -> String? {
    guard let numbers = column.numbers else { return nil }
    let places = judged(numbers)
    guard places.count >= 20 else { return nil }
    let x = places.map { numbers[target.rows[$0]] }, y = places.map { target.numbers[$0] }
    let straight = abs(Correlation.of(x, y))
    let ranked = abs(Correlation.of(Ranks.of(x), Ranks.of(y)))
    guard max(straight, ranked) >= Self.threshold else { return nil }
    return "alone it has a \(straight >= ranked ? "" : "rank ")correlation of"
      + " \(Count.decimals(max(straight, ranked))) with it on \(Count.of(places.count, "row", "rows")) held out"
  }
}
