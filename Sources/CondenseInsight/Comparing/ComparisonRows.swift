import CondenseCore
import CondenseData
import CondenseModels

/// The rows of an experiment: those to learn from and to choose on, and those that judge.
struct ComparisonRows {
  private static let testShare = 0.2

  /// Rows to learn from; training holds some of them out for choosing.
  let training: Table
  /// Rows that judge.
  let test: Table
  /// Those of them that have a target.
  let testRows: [Int]
  /// What training is told: the schema of all rows, decided once.
  let options: TrainingOptions

  init(
    _ table: Table, predicting target: String, _ options: TrainingOptions, test: Table?
  ) throws {
    var options = options
    guard options.validationFraction > 0 else {
      throw CondenseError(.usage, "a comparison needs rows to choose by; --validation must be above 0")
    }
    let schema = try options.schema(for: table, predicting: target)
    options.schema = schema
    let targets = TargetEncoder(schema)
    if let test {
      (training, self.test) = (table, test)
    } else {
      let usable = try targets.usableRows(of: table)
      if let order = schema.orderBy {
        let ordered = try table.rowOrder(by: order, among: usable)
        let count = Int(Double(ordered.count) * Self.testShare)
        training = table.rows(ordered.dropLast(count).sorted())
        self.test = table.rows(ordered.suffix(count).sorted())
      } else if let held = try TrainingSetup.held(
        Int(Double(usable.count) * Self.testShare), usable, of: table, schema, options)
      {
        self.test = table.rows(usable.indices.filter { held.contains(Int32($0)) }.map { usable[$0] })
        training = table.rows(usable.indices.filter { !held.contains(Int32($0)) }.map { usable[$0] })
      } else {
        (self.test, training) = table.rows(usable).randomSplit(by: Self.testShare, seed: options.seed)
      }
    }
    self.options = options
    testRows = try targets.usableRows(of: self.test)
    guard !testRows.isEmpty else {
      throw CondenseError(.content, "\(self.test.name) has no row with a '\(target)' to judge on")
    }
    guard schema.classes.count == 2 else { return }
    let seen = Set(try targets.ids(of: self.test, rows: testRows))
    guard seen.count == 2 else {
      let label = seen.first.map { schema.classes[Int($0)] } ?? ""
      throw CondenseError(
        .content,
        "\(self.test.name): every row that judges has the '\(target)'"
          + " '\(ShownText.line(label))'; both classes are needed to compare")
    }
  }
}
