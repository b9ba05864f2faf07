/// What becomes of a column, and why.
public struct ColumnDecision: Codable, Sendable, Equatable {
  /// The column; for a derived feature, what it is made of: `month+day`, `date.day`.
  public var name: String

  /// What it is taken for.
  public var kind: ColumnKind

  /// Why, in a sentence with the counts that decided.
  public var reason: String

  /// How its dates are written.
  public var dateFormat: DateFormat?

  /// What separates the values of a list.
  public var separator: String?

  /// The columns a derived feature is made from; empty for a column of the table.
  public var sources: [String]

  /// A decision about one column.
  public init(
    name: String, kind: ColumnKind, reason: String, dateFormat: DateFormat? = nil, separator: String? = nil,
    sources: [String] = []
  ) {
    self.name = name
    self.kind = kind
    self.reason = reason
    self.dateFormat = dateFormat
    self.separator = separator
    self.sources = sources
  }
}
