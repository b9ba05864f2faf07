/// Points in the plane, by principal components and by t-SNE: the values of an embedding, or rows as a layer answers to
/// them.
public struct PointMap: Sendable {
  /// What a point stands for.
  public enum Subject: Sendable {
    /// A value of a column by its learned vector, the most frequent first.
    case value
    /// A row of a table by a layer's answer to it.
    case row
  }

  /// What is mapped: the column or the layer.
  public let name: String
  /// What each point stands for.
  public let subject: Subject
  /// What each point is called.
  public let names: [String]
  /// How often each value stood in the training rows; nil where the model does not count.
  public let counts: [Int64]?
  /// Points that are left out, of values the rarest: a map of more could not be looked at.
  public let omitted: Int
  /// Numbers of a vector.
  public let dimension: Int
  /// `x` of all points along the first principal component, then `y` along the second.
  public let principal: [Float]
  /// The share of all variance along these two.
  public let explained: [Double]
  /// `x` of all points by t-SNE, then `y`; nil for fewer points than it can tell apart.
  public let tsne: [Float]?
  /// The Kullback-Leibler divergence of these.
  public let divergence: Double?
  /// Seed of groups.
  public let seed: UInt64
  /// The group of each point by k-means on the whole vectors, the largest group first.
  public let groups: [Int]
  /// For each point the ten nearest in the whole space, the nearest first: of values by cosine, of rows by distance.
  public let neighbors: [[Int32]]
}
