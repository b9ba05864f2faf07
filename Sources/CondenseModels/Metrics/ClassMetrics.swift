import CondenseCore

/// Metrics of predicted classes, from probabilities.
public enum ClassMetrics {
  /// Bins of the calibration error; each holds as many rows as the others.
  static let calibrationBins = 15
  /// Probabilities count as at least this in a logarithm.
  static let least = 1e-15

  /// `accuracy`, `log_loss`, `auc`, `precision`, `recall`, `f1_macro`, `ece`.
  ///
  /// With two classes `auc`, `precision` and `recall` are those of the second, the rarer one; with more,
  /// `precision` and `recall` are means over the classes and `auc` is left out.
  /// - Parameters:
  ///   - probabilities: `rows × classes`, row by row.
  ///   - targets: a class for each row.
  ///   - weights: how much each row counts, or nil for 1; `auc` and `ece` count rows alike.
  public static func all(
    probabilities: [Float], targets: [Int32], classes: Int, weights: [Float]? = nil
  ) -> [Metric] {
    requireRows(probabilities, targets, classes)
    require(
      weights.map { $0.count == targets.count } ?? true,
      "there are \(weights?.count ?? 0) weights for \(targets.count) targets")
    guard !targets.isEmpty else { return [] }
    let table = confusion(probabilities: probabilities, targets: targets, classes: classes)
    var right = 0.0, total = 0.0, loss = 0.0
    for (row, target) in targets.enumerated() {
      let weight = Double(weights?[row] ?? 1)
      let predicted = top(probabilities, row, classes)
      if predicted == Int(target) { right += weight }
      loss -=
        weight * Elementary.log(max(Double(probabilities[row * classes + Int(target)]), least))
      total += weight
    }
    var metrics = [Metric("accuracy", right / total), Metric("log_loss", loss / total)]
    if classes == 2 {
      let scores = targets.indices.map { probabilities[$0 * 2 + 1] }
      if let auc = areaUnderCurve(scores: scores, isPositive: targets.map { $0 == 1 }) {
        metrics.append(Metric("auc", auc))
      }
    }
    let perClass = (0..<classes).map { precisionAndRecall(table, $0) }
    let counted = classes == 2 ? [perClass[1]] : perClass
    let share = 1 / Double(counted.count)
    metrics.append(Metric("precision", counted.reduce(0) { $0 + $1.precision } * share))
    metrics.append(Metric("recall", counted.reduce(0) { $0 + $1.recall } * share))
    let f1 = perClass.reduce(0.0) { sum, one in
      let both = one.precision + one.recall
      return sum + (both > 0 ? 2 * one.precision * one.recall / both : 0)
    }
    metrics.append(Metric("f1_macro", f1 / Double(classes)))
    metrics.append(
      Metric("ece", calibrationError(probabilities: probabilities, targets: targets, classes: classes)))
    return metrics
  }

  /// Stops the program where numbers do not belong together.
  private static func requireRows(_ probabilities: [Float], _ targets: [Int32], _ classes: Int) {
    require(classes > 0, "there are \(classes) classes to measure")
    require(
      probabilities.count == targets.count.multipliedReportingOverflow(by: classes).partialValue,
      "there are \(probabilities.count) probabilities for \(targets.count) targets of \(classes) classes")
    let bad = targets.first { $0 < 0 || Int($0) >= classes }
    require(bad == nil, "a target is class \(bad ?? 0) of \(classes)")
  }

  /// The most probable class; the first among equals.
  package static func top(_ probabilities: [Float], _ row: Int, _ classes: Int) -> Int {
    var best = 0
    for c in 1..<max(classes, 1)
    where probabilities[row * classes + c] > probabilities[row * classes + best] {
      best = c
    }
    return best
  }

  /// How often each class (row) was predicted as each class (column).
  public static func confusion(probabilities: [Float], targets: [Int32], classes: Int) -> [[Int]] {
    requireRows(probabilities, targets, classes)
    var table = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for (row, target) in targets.enumerated() { table[Int(target)][top(probabilities, row, classes)] += 1 }
    return table
  }

  private static func precisionAndRecall(
    _ table: [[Int]], _ c: Int
  ) -> (precision: Double, recall: Double) {
    let hits = Double(table[c][c])
    let predicted = Double(table.reduce(0) { $0 + $1[c] }), actual = Double(table[c].reduce(0, +))
    return (predicted > 0 ? hits / predicted : 0, actual > 0 ? hits / actual : 0)
  }

  /// The probability that a positive row scores above a negative one, ties counting half; nil when a class
  /// is absent.
  public static func areaUnderCurve<Score: Comparable>(scores: [Score], isPositive: [Bool]) -> Double? {
    require(
      scores.count == isPositive.count, "there are \(scores.count) scores for \(isPositive.count) rows")
    return areaUnderCurve(ranks: Ranks.of(scores), isPositive: isPositive)
  }

  /// The same by the ranks of the scores.
  package static func areaUnderCurve(ranks: [Double], isPositive: [Bool]) -> Double? {
    let positives = isPositive.count { $0 }, negatives = ranks.count - positives
    guard positives > 0, negatives > 0 else { return nil }
    var rankSum = 0.0
    for (rank, isPositive) in zip(ranks, isPositive) where isPositive { rankSum += rank }
    let lowest = Double(positives) * Double(positives + 1) / 2
    return (rankSum - lowest) / (Double(positives) * Double(negatives))
  }

  /// Expected calibration error of the top class: rows in bins of equal count by their confidence, the
  /// difference of accuracy and confidence averaged over the bins (Guo et al. 2017, arXiv:1706.04599).
  public static func calibrationError(
    probabilities: [Float], targets: [Int32], classes: Int
  ) -> Double {
    requireRows(probabilities, targets, classes)
    let tops = targets.indices.map { top(probabilities, $0, classes) }
    let confidence = tops.indices.map { Double(probabilities[$0 * classes + tops[$0]]) }
    let order = confidence.indices.sorted {
      confidence[$0] != confidence[$1] ? confidence[$0] < confidence[$1] : $0 < $1
    }
    var error = 0.0
    for bin in 0..<calibrationBins {
      let rows = order[bin * order.count / calibrationBins..<(bin + 1) * order.count / calibrationBins]
      let right = rows.count { tops[$0] == Int(targets[$0]) }
      error += abs(Double(right) - rows.reduce(0) { $0 + confidence[$1] })
    }
    return error / Double(max(order.count, 1))
  }
}
