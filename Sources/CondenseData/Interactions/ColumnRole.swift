import CondenseCore

/// What a column is to a recommender.
public struct ColumnRole: Codable, Sendable, Equatable {
  /// What a column may be.
  public enum Role: String, Codable, Sendable {
    /// Who chose.
    case user
    /// What was chosen.
    case item
    /// How it was rated.
    case rating
    /// When it was chosen.
    case order
    /// Says something of the item.
    case itemFeature = "feature of items"
    /// Says something of the user.
    case userFeature = "feature of users"
    /// Not used.
    case ignored
  }

  /// The column.
  public var name: String
  /// Its role.
  public var role: Role
  /// Why.
  public var reason: String

  /// The role of every column of a table. A column whose value is the same in all rows of an item, or of a user,
  /// is a feature of it.
  public static func all(
    _ table: Table, _ roles: InteractionRoles, _ interactions: Interactions
  ) throws(CondenseError) -> [ColumnRole] {
    let rows = interactions.rows
    let user = try table.column(named: roles.user), item = try table.column(named: roles.item)
    let users = Interactions.ids(user, rows, interactions.users)
    let items = Interactions.ids(item, rows, interactions.items)
    return table.columns.map { column in
      switch column.name {
      case roles.user:
        return ColumnRole(
          name: column.name, role: .user,
          reason: Count.of(interactions.users.size - 1, "user", "users"))
      case roles.item:
        return ColumnRole(
          name: column.name, role: .item,
          reason: Count.of(interactions.items.size - 1, "item", "items"))
      case roles.rating:
        return ColumnRole(name: column.name, role: .rating, reason: "learned beside the ranking")
      case roles.orderBy:
        return ColumnRole(name: column.name, role: .order, reason: "puts each user's items in order")
      default: break
      }
      let codes = CategoryCodes(column, rows: rows)
      if codes.keys.count < 2 {
        return ColumnRole(name: column.name, role: .ignored, reason: "the same in every row")
      }
      if isConstant(codes.codes, per: items, count: interactions.items.size) {
        return ColumnRole(
          name: column.name, role: .itemFeature,
          reason:
            "the same in all rows of an item; \(Count.of(codes.keys.count, "value", "different values"))")
      }
      if isConstant(codes.codes, per: users, count: interactions.users.size) {
        return ColumnRole(
          name: column.name, role: .userFeature,
          reason: "the same in all rows of a user; \(Count.of(codes.keys.count, "value", "different values"))"
        )
      }
      return ColumnRole(
        name: column.name, role: .ignored, reason: "differs within users and within items")
    }
  }

  private static func isConstant(_ codes: [Int32], per ids: [Int32], count: Int) -> Bool {
    var first = [Int32](repeating: -2, count: count)
    for (code, id) in zip(codes, ids) {
      if first[Int(id)] == -2 { first[Int(id)] = code }
      if first[Int(id)] != code { return false }
    }
    return true
  }
}
