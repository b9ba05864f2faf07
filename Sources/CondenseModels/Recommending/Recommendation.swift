/// An item for somebody.
public struct Recommendation: Sendable, Equatable {
  /// The item.
  public let item: String
  /// How well it fits: higher is better, among the items of one user.
  public let score: Float
}
