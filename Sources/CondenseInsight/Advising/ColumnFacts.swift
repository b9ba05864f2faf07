import CondenseData

/// What the cells of a column are, counted once.
struct ColumnFacts {
  let column: Column
  let decision: ColumnDecision
  /// Whether the user decided about it, or it serves another end.
  let isAsked: Bool
  /// A code for each row.
  let codes: CategoryCodes
  let missing: Int

  init(_ column: Column, _ decision: ColumnDecision, isAsked: Bool) {
    self.column = column
    self.decision = decision
    self.isAsked = isAsked
    codes = CategoryCodes(column)
    missing = column.missingCount
  }

  var name: String { column.name }
  var isUsed: Bool { decision.kind != .ignored }
  var distinct: Int { codes.keys.count }
  var present: Int { column.count - missing }
  /// Another value in nearly every row.
  var isNearlyUnique: Bool { present >= 20 && distinct * 100 > present * 95 }
  /// One value in every row, or none in any.
  var isConstant: Bool { column.images == nil && (distinct == 0 || distinct == 1 && missing == 0) }
  /// Whether two rows may hold the same, other than by chance.
  var hasValues: Bool { column.images == nil && !isConstant && decision.kind != .text }

  /// The numbers of the cells, nil where they are none.
  var numbers: [Double]? {
    if case .numbers(let cells) = column.cells { cells.values } else { nil }
  }
}
