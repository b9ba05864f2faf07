import CondenseCore

extension Table {
  /// The different days that a column of dates holds, or that a derived feature is made of: since 1970, or any
  /// number that tells days apart. Nil for other columns.
  package func days(of decision: ColumnDecision) throws(CondenseError) -> Set<Int>? {
    if let format = decision.dateFormat, decision.kind == .date, format.hasDay {
      let column = try column(named: decision.name)
      let moments = try MomentReader(format: format).moments(column, Array(0..<rowCount), self)
      return Set(moments.compactMap { $0?.day })
    }
    guard decision.sources.count > 1 else { return nil }
    var columns: [Column] = []
    for source in decision.sources { columns.append(try column(named: source)) }
    var days: Set<Int> = []
    for row in 0..<rowCount {
      let parts = columns.compactMap { $0.number(row) }.filter { (0..<10_000).contains($0) }
      if parts.count == columns.count { days.insert(parts.reduce(0) { $0 * 10_000 + Int($1) }) }
    }
    return days
  }
}
