/// Which columns of a table say who chose what.
public struct InteractionRoles: Codable, Sendable, Equatable {
  /// The column of users.
  public var user: String
  /// The column of items.
  public var item: String
  /// The column of ratings, where there is one.
  public var rating: String?
  /// The column that says in which order a user chose.
  public var orderBy: String?

  /// Users and items alone, unless more is said.
  public init(user: String, item: String, rating: String? = nil, orderBy: String? = nil) {
    self.user = user
    self.item = item
    self.rating = rating
    self.orderBy = orderBy
  }
}
