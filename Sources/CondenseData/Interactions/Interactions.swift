import CondenseCore

/// Who chose what: the rows of a table as pairs of a user and an item, user by user.
///
/// A user's items stand in the order of the rows, or of the column that puts them in order; of a pair that comes
/// twice the last counts. Id 0 is nobody and nothing.
public struct Interactions: Sendable {
  /// The users, the one with most items first.
  public let users: Vocabulary
  /// The items, the most popular first.
  public let items: Vocabulary
  /// Where the items of each user start, and after the last where they end.
  package let offsets: [Int]
  /// The items, user by user.
  package let itemIDs: [Int32]
  /// The row of the table that each stands in.
  package let rows: [Int]
  /// Rows without a user or an item, which are left out.
  public let rowsWithoutPair: Int
  /// Rows whose pair comes again later, which are left out.
  public let repeatedRows: Int

  /// The number of pairs.
  public var count: Int { itemIDs.count }

  /// Reads the pairs of a table.
  ///
  /// - Throws: `CondenseError`: `usage` when a column is missing or has two roles, `content` when a rating is no
  ///   number, a row has no place in the order, or there are too few pairs to learn from.
  public init(_ table: Table, _ roles: InteractionRoles) throws(CondenseError) {
    try Self.check(table, roles)
    let userColumn = try table.column(named: roles.user, flag: "--user")
    let itemColumn = try table.column(named: roles.item, flag: "--item")
    let present = (0..<table.rowCount).filter { !userColumn.isMissing($0) && !itemColumn.isMissing($0) }
    rowsWithoutPair = table.rowCount - present.count
    // Rows of one moment have no order: they are shuffled, so that none that the file has is learned.
    let shuffled = Philox(seed: 0, purpose: "moments").permutation(count: present.count, round: 0)
      .map { present[Int($0)] }
    let ordered =
      try roles.orderBy.map { name throws(CondenseError) in
        try table.rowOrder(by: name, among: shuffled)
      } ?? present
    let everyUser = Vocabulary(counting: userColumn, rows: ordered, minimumCount: 1)
    let everyItem = Vocabulary(counting: itemColumn, rows: ordered, minimumCount: 1)
    let userIDs = Self.ids(userColumn, ordered, everyUser), chosen = Self.ids(itemColumn, ordered, everyItem)
    // The last of equal pairs counts.
    var seen: Set<UInt64> = []
    var kept: [Int] = []
    for place in ordered.indices.reversed() {
      let pair = UInt64(UInt32(bitPattern: userIDs[place])) << 32 | UInt64(UInt32(bitPattern: chosen[place]))
      if seen.insert(pair).inserted { kept.append(place) }
    }
    kept.reverse()
    repeatedRows = ordered.count - kept.count
    var counts = [Int](repeating: 0, count: everyUser.size)
    for place in kept { counts[Int(userIDs[place])] += 1 }
    var starts = [0]
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    var next = starts
    var itemIDs = [Int32](repeating: 0, count: kept.count)
    var rows = [Int](repeating: 0, count: kept.count)
    for place in kept {
      let user = Int(userIDs[place])
      itemIDs[next[user]] = chosen[place]
      rows[next[user]] = ordered[place]
      next[user] += 1
    }
    users = everyUser
    items = everyItem
    offsets = starts
    self.itemIDs = itemIDs
    self.rows = rows
  }

  /// The places in `itemIDs` of a user's items.
  package func places(ofUser user: Int) -> Range<Int> { offsets[user]..<offsets[user + 1] }

  /// The ids of the cells of some rows; 0 where the vocabulary does not know them or they are missing.
  package static func ids(_ column: Column, _ rows: [Int], _ vocabulary: Vocabulary) -> [Int32] {
    encoded(column, rows, vocabulary).ids
  }

  /// The ids of the cells of some rows, and whether each is a value that the vocabulary does not know.
  package static func encoded(
    _ column: Column, _ rows: [Int], _ vocabulary: Vocabulary
  ) -> (ids: [Int32], unknown: [Bool]) {
    CategoryEncoder(
      column: column, rows: [], vocabularyName: column.name, hasMissingRow: false, vocabulary: vocabulary
    ).encode(column, rows: rows)
  }

  private static func check(_ table: Table, _ roles: InteractionRoles) throws(CondenseError) {
    let named = [
      ("--user", roles.user), ("--item", roles.item), ("--rating", roles.rating),
      ("--order-by", roles.orderBy),
    ]
    var flagOf: [String: String] = [:]
    for case (let flag, let name?) in named {
      _ = try table.column(named: name, flag: flag)
      if let other = flagOf.updateValue(flag, forKey: name) {
        throw CondenseError(.usage, "\(other) and \(flag) both name '\(name)'; each has a column of its own")
      }
    }
    guard let rating = roles.rating, let column = table[rating] else { return }
    if let row = column.firstRowWithoutNumber() {
      throw CondenseError(
        .content,
        "\(table.name) line \(table.line(ofRow: row)), column '\(rating)': '\(column.shownText(row))' is no number,"
          + " which --rating needs; correct the cell or leave it empty")
    }
  }
}
