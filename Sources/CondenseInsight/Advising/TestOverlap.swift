import CondenseData
import CondenseModels

/// What a test file has in common with the rows that are learned from.
struct TestOverlap {
  private let setup: TrainingSetup
  private let facts: [ColumnFacts]
  private let test: Table

  init(_ setup: TrainingSetup, _ facts: [ColumnFacts], _ test: Table) {
    self.setup = setup
    self.facts = facts
    self.test = test
  }

  func warnings() throws -> [AdviceWarning] {
    try [sameRows(), sameDays()].compactMap(\.self)
  }

  /// Rows whose cells in all columns in use are those of a row of the table.
  private func sameRows() throws -> AdviceWarning? {
    let used = facts.filter { fact in setup.encoder.columns.contains(fact.name) && fact.column.images == nil }
    guard !used.isEmpty, test.rowCount > 0 else { return nil }
    let known = Self.hashes(used.map(\.codes), setup.table.rowCount)
    let asked = Self.hashes(
      try used.map { CategoryCodes(try test.column(named: $0.name)) }, test.rowCount)
    var counts: [UInt64: Int] = [:]
    for hash in known { counts[hash, default: 0] += 1 }
    let same = asked.count { counts[$0] != nil }
    // Few values meet by chance: as often as rows of the table meet another there.
    let met = Double(counts.values.reduce(0) { $0 + ($1 > 1 ? $1 : 0) }) / Double(known.count)
    let chance = met * Double(test.rowCount)
    guard same * 1000 > test.rowCount, Double(same) > 2 * chance,
      Double(same) > chance + 3 * chance.squareRoot()
    else { return nil }
    return AdviceWarning(
      .sameRows, [],
      "\(Count.text(same)) of \(Count.of(test.rowCount, "row", "rows")) of \(test.name) stand in \(setup.table.name)"
        + " as well (\(Count.percent(same, of: test.rowCount))): what is measured there will look too good; take them"
        + " out of one of the two")
  }

  private static func hashes(_ columns: [CategoryCodes], _ count: Int) -> [UInt64] {
    var hashes = [UInt64](repeating: 0, count: count)
    for column in columns {
      let ofCode = (0..<column.keys.count).map { column.keys.withBytes(of: $0) { ByteHash.hash($0, $1) } }
      for row in 0..<count {
        let code = Int(column.codes[row])
        let cell = code < 0 ? 0x6d_6973_7369_6e67 : ofCode[code]
        hashes[row] = (hashes[row] ^ cell) &* 0x9e37_79b9_7f4a_7c15
        hashes[row] ^= hashes[row] >> 29
      }
    }
    return hashes
  }

  /// Days that are learned from.
  private func sameDays() throws -> AdviceWarning? {
    let schema = setup.schema
    if let order = schema.orderBy, let warning = try notLater(order) { return warning }
    for decision in schema.columns where decision.kind != .ignored || decision.name == schema.orderBy {
      guard let known = try setup.table.days(of: decision), let asked = try test.days(of: decision),
        !asked.isEmpty
      else { continue }
      let same = asked.intersection(known).count
      guard same * 2 > asked.count else { continue }
      return AdviceWarning(
        .sameDays, [decision.name],
        "\(Count.text(same)) of the \(Count.of(asked.count, "day", "days")) of \(test.name) are days of"
          + " \(setup.table.name) too ('\(decision.name)'): a score there says how well rows of known days are"
          + " filled in, not how well days ahead are foretold; for that, keep the last days for the test")
    }
    return nil
  }

  /// Rows that are no later than the last one learned from, where numbers give the order.
  private func notLater(_ order: String) throws -> AdviceWarning? {
    let decision = setup.schema.columns.first { $0.name == order }
    let column = try setup.table.column(named: order), other = try test.column(named: order)
    let count: Int, what: String, whole: String
    if let decision, let known = try setup.table.days(of: decision), let asked = try test.days(of: decision) {
      guard let last = known.max() else { return nil }
      count = asked.count { $0 <= last }
      (what, whole) = ("days", Count.of(asked.count, "day", "days"))
    } else {
      guard column.isNumeric, other.isNumeric else { return nil }
      let last = (0..<column.count).lazy.compactMap { column.number($0) }.max() ?? -.infinity
      count = (0..<other.count).count { other.number($0).map { $0 <= last } ?? false }
      (what, whole) = ("rows", Count.of(other.count, "row", "rows"))
    }
    guard count > 0 else { return nil }
    return AdviceWarning(
      .sameDays, [order],
      "\(Count.text(count)) of the \(whole) of \(test.name) are no later than the last of \(setup.table.name) by"
        + " '\(order)', though --order-by says that what lies ahead counts; test on later \(what)")
  }
}
