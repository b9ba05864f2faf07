import CondenseCore

/// How sure a model may be, told from rows it did not learn from.
package enum Calibration {
  /// Rows that are looked at, at most.
  private static let mostRows = 5000
  /// How many rows' worth of belief there is in what the network says.
  private static let belief = 20.0

  /// The factor of the logits under which the right classes are most probable: below 1 for a network that is too
  /// sure of itself (temperature scaling: Guo et al. 2017, arXiv:1706.04599). Few rows leave it near 1.
  ///
  /// - Parameters:
  ///   - probabilities: `rows × classes`, under a factor of 1.
  ///   - weights: how much each row counts, or nil for 1.
  package static func sharpness(
    _ probabilities: [Float], classes: Int, targets: [Int32], weights: [Float]?
  ) -> Double {
    let rows = min(targets.count, mostRows)
    guard rows > 0 else { return 1 }
    // Up to a sum that is the same for all classes, which changes nothing, these are the logits.
    let logits = probabilities.prefix(rows * classes).map { Elementary.log(max(Double($0), 1e-30)) }
    func loss(_ logarithm: Double) -> Double {
      let factor = Elementary.exp(logarithm)
      var total = belief * logarithm * logarithm
      for row in 0..<rows {
        let start = row * classes
        var largest = -Double.infinity
        for c in 0..<classes { largest = max(largest, factor * logits[start + c]) }
        var sum = 0.0
        for c in 0..<classes { sum += Elementary.exp(factor * logits[start + c] - largest) }
        let right = factor * logits[start + Int(targets[row])] - largest
        total += Double(weights?[row] ?? 1) * (Elementary.log(sum) - right)
      }
      return total
    }
    // Golden section: each round keeps 0.618 of the interval, which has one lowest point.
    let share = 0.618_033_988_749_894_9
    var low = -2.0, high = 1.0
    var a = high - share * (high - low), b = low + share * (high - low)
    var atA = loss(a), atB = loss(b)
    for _ in 0..<24 {
      if atA < atB {
        (high, b, atB) = (b, a, atA)
        a = high - share * (high - low)
        atA = loss(a)
      } else {
        (low, a, atA) = (a, b, atB)
        b = low + share * (high - low)
        atB = loss(b)
      }
    }
    return Elementary.exp((low + high) / 2)
  }

  /// The factor of the differences from the mean under which predicted numbers lie nearest to the true ones: near
  /// 0 where nothing was found. Few rows leave it near 1.
  ///
  /// - Parameters:
  ///   - predictions: differences from the mean of the training rows, as the network has them.
  ///   - targets: the same of the true numbers.
  package static func shrinkage(_ predictions: [Double], targets: [Double], weights: [Float]?) -> Double {
    var product = 0.0, square = 0.0
    for (row, prediction) in predictions.enumerated() {
      let weight = Double(weights?[row] ?? 1)
      product += weight * prediction * targets[row]
      square += weight * prediction * prediction
    }
    guard square > 0 else { return 1 }
    let prior = belief * square / Double(predictions.count)
    return min(max((product + prior) / (square + prior), 0.01), 1.5)
  }
}
