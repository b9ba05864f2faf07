import CondenseData
import CondenseInsight
import CondenseModels

/// Small tables made up for a warning, and the advice for them.
enum MadeUp {
  /// A table of columns by name, each a function of the row.
  static func table(
    _ rows: Int, _ columns: KeyValuePairs<String, (Int) -> String?>, name: String = "data.csv"
  ) throws -> Table {
    var lines = [columns.map { $0.key }.joined(separator: ",")]
    for row in 0..<rows { lines.append(columns.map { $0.value(row) ?? "" }.joined(separator: ",")) }
    return try Table(contentsOf: Array((lines.joined(separator: "\n") + "\n").utf8), name: name)
  }

  /// A number from 0 to below `bound` without rhyme or reason, another for each salt.
  static func any(_ row: Int, _ bound: Int, salt: UInt64 = 1) -> Int {
    var generator = SplitMix(seed: UInt64(row) &* 0x9e37_79b9 &+ salt &* 7919)
    return generator.next(below: bound)
  }

  /// `yes` or `no` by a coin.
  static func coin(_ row: Int) -> String { any(row, 2, salt: 99) == 0 ? "no" : "yes" }

  /// A model of a table.
  static func model(
    on table: Table, predicting target: String, _ change: (inout TrainingOptions) -> Void = { _ in }
  ) throws -> Predictor {
    var options = TrainingOptions()
    options.threads = 2
    change(&options)
    return try Predictor.train(on: table, predicting: target, options) { false }
  }

  /// The advice without trying steps.
  static func advice(
    _ table: Table, predicting target: String = "y", _ change: (inout Advisor) -> Void = { _ in }
  ) throws -> Advice {
    var advisor = Advisor()
    advisor.probeSeconds = 0
    change(&advisor)
    return try advisor.advise(on: table, predicting: target)
  }
}
