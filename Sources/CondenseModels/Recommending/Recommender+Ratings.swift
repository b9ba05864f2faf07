import CondenseCore
import CondenseData

extension Recommender {
  /// Rows whose histories are held in memory at a time.
  private static let mostRows = 1 << 14

  /// The rating that the user of each row of a table would give its item; nil where the model learned from no
  /// ratings. For a user or an item that it does not know it answers with what it knows of the other.
  ///
  /// - Throws: `CondenseError` of kind `content` when a column is missing.
  public func ratings(for table: Table, threads: Int = 1) throws -> Predictions? {
    guard let rating else { return nil }
    try checkColumns(of: table)
    let rows = Array(0..<table.rowCount)
    let (userIDs, newUsers) = Interactions.encoded(
      try table.column(named: roles.user), rows, users)
    let (itemIDs, newItems) = Interactions.encoded(
      try table.column(named: roles.item), rows, items)
    var numbers: [Double] = []
    for first in stride(from: 0, to: rows.count, by: Self.mostRows) {
      let part = first..<min(first + Self.mostRows, rows.count)
      numbers += try rating.ratings(
        users: Array(userIDs[part]), items: Array(itemIDs[part]),
        histories: part.map { row in
          (history?.items(ofUser: Int(userIDs[row])) ?? []).filter { $0 != itemIDs[row] }
        }, threads: threads)
    }
    return Predictions(
      count: rows.count, classes: [], probabilities: [], numbers: numbers,
      unknownColumns: [roles.user, roles.item], unknown: [newUsers, newItems])
  }
}
