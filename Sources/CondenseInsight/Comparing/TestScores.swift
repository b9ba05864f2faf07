import CondenseCore
import CondenseData
import CondenseModels

/// What predictions of some rows come to, in a form that can be measured again and again on drawn rows.
package struct TestScores {
  private enum Form {
    /// Rows from the lowest score on; where each run of equal ones ends; whether each row is of the second class.
    case areaUnderCurve(order: [Int32], ends: [Int32], isPositive: [Bool])
    /// For each row how much it counts: right or wrong, times its weight; and the weight.
    case accuracy(right: [Double], weights: [Double])
    /// The squared error of each row times its weight; and the weight.
    case rootMeanSquare(squares: [Double], weights: [Double])
  }

  private let form: Form
  /// Rows.
  package let count: Int

  /// - Parameter rows: rows of the table that have a target.
  package init(_ model: Predictor, on table: Table, rows: [Int], threads: Int) throws {
    let schema = model.schema
    count = rows.count
    let predictions = try model.predictions(for: table.rows(rows), threads: threads)
    let weights: [Double] = rows.map { row in schema.weight.flatMap { table[$0]?.number(row) } ?? 1 }
    let targets = TargetEncoder(schema)
    guard schema.task == .classes else {
      let truth = try targets.numbers(of: table, rows: rows)
      form = .rootMeanSquare(
        squares: rows.indices.map { place in
          let error = predictions.numbers[place] - truth[place]
          return weights[place] * error * error
        }, weights: weights)
      return
    }
    let truth = try targets.ids(of: table, rows: rows), classes = schema.classes.count
    let probabilities = predictions.probabilities
    if classes == 2 {
      let scores = rows.indices.map { probabilities[$0 * 2 + 1] }
      let order = scores.indices.sorted { scores[$0] < scores[$1] }
      let ends = order.indices.filter { place in
        place + 1 == order.count || scores[order[place]] != scores[order[place + 1]]
      }
      form = .areaUnderCurve(
        order: order.map(Int32.init), ends: ends.map { Int32($0 + 1) }, isPositive: truth.map { $0 == 1 })
    } else {
      form = .accuracy(
        right: rows.indices.map { place in
          ClassMetrics.top(probabilities, place, classes) == Int(truth[place]) ? weights[place] : 0
        }, weights: weights)
    }
  }

  /// The metric, each row counted so many times; NaN where the rows drawn do not allow it.
  package func value(_ counts: [Int32]) -> Double {
    switch form {
    case .areaUnderCurve(let order, let ends, let isPositive):
      var below = 0.0, pairs = 0.0, positives = 0.0, start = 0
      for end in ends {
        var positive = 0, negative = 0
        for place in start..<Int(end) {
          let row = Int(order[place])
          if isPositive[row] { positive += Int(counts[row]) } else { negative += Int(counts[row]) }
        }
        pairs += Double(positive) * (below + Double(negative) / 2)
        below += Double(negative)
        positives += Double(positive)
        start = Int(end)
      }
      return pairs / (positives * below)
    case .accuracy(let right, let weights): return Self.mean(right, weights, counts)
    case .rootMeanSquare(let squares, let weights):
      return Self.mean(squares, weights, counts).squareRoot()
    }
  }

  private static func mean(_ values: [Double], _ weights: [Double], _ counts: [Int32]) -> Double {
    var sum = 0.0, total = 0.0
    for row in counts.indices {
      let count = Double(counts[row])
      sum += count * values[row]
      total += count * weights[row]
    }
    return sum / total
  }
}
