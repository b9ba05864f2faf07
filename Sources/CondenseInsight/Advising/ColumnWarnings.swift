import CondenseData
import CondenseModels

/// What a column's own counts warn of: names of rows, hardly more rows than values, one value only.
struct ColumnWarnings {
  private let setup: TrainingSetup
  private let facts: [ColumnFacts]
  private let columns: [ColumnAdvice]

  init(_ setup: TrainingSetup, _ facts: [ColumnFacts], _ columns: [ColumnAdvice]) {
    self.setup = setup
    self.facts = facts
    self.columns = columns
  }

  func warnings() -> [AdviceWarning] {
    var warnings: [AdviceWarning] = []
    let rows = setup.trainingRows.count
    for column in facts where column.isNearlyUnique && !column.isAsked && !column.isUsed {
      warnings.append(
        AdviceWarning(
          .identifier, [column.name],
          "'\(column.name)' names its row (\(Count.text(column.distinct)) different values in"
            + " \(Count.of(column.present, "row", "rows"))): a value that never comes again teaches nothing;"
            + " do not embed this, it is left out"))
    }
    let names = Set(facts.map(\.name))
    for advice in columns where [.category, .list].contains(advice.kind) && advice.layer != "dropped" {
      let name = advice.name
      guard names.contains(name),
        advice.distinct >= 20, advice.distinct * 3 > rows
      else { continue }
      warnings.append(
        AdviceWarning(
          .vocabulary, [name],
          "'\(name)' has \(Count.text(advice.distinct)) values for \(Count.of(rows, "row", "rows")) to learn from"
            + (advice.rare.map { ", \(Count.text($0)) of them in a single row" } ?? "")
            + ": do not embed this unless the same values come again later; --ignore \(name)"))
    }
    return warnings
  }

  /// Columns of one value, in one sentence.
  static func constants(_ facts: [ColumnFacts]) -> [AdviceWarning] {
    let names = facts.filter { $0.isConstant && !$0.isAsked }.map(\.name)
    guard let first = names.first else { return [] }
    let list = Count.names(names, most: 4)
    return [
      AdviceWarning(
        .constant, names,
        names.count == 1
          ? "'\(first)' is the same in every row and tells nothing: it is left out"
          : "\(Count.text(names.count)) columns are the same in every row and tell nothing: \(list); they are left out"
      )
    ]
  }
}
