/// The values of an embedding as points in the plane, by principal components and by t-SNE.
public struct ValueMap: Sendable {
  /// What the points are: the column.
  public let name: String
  /// What each point stands for, the most frequent first.
  public let values: [String]
  /// How often each stood in the training rows; nil where the model does not count.
  public let counts: [Int64]?
  /// Values that are left out, the rarest: a map of more points could not be looked at.
  public let omitted: Int
  /// Numbers of a learned vector.
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
  /// For each point those most like it by cosine of the whole vectors, the most alike first.
  public let neighbors: [[Int32]]
}
