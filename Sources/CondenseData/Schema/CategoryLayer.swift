/// How the id of a category enters the network.
public enum CategoryLayer: String, Codable, Sendable, CaseIterable {
  /// A learned vector for each value.
  case embedding
  /// A number for each value, 1 for the one that is there, straight into the dense layers. For a handful of values.
  case oneHot = "one-hot"
}
