/// How the loss on rows held out follows from the numbers of one embedding's vectors, all from one run of training.
public struct DimensionCurve: Sendable, Equatable, Encodable {
  /// One dimension.
  public struct Point: Sendable, Equatable, Encodable {
    /// Numbers of a vector.
    public let dimension: Int
    /// Mean log loss, or mean squared error, with so many of its numbers and all of the other embeddings'.
    public let loss: Double
    /// By how much that is more than at the best dimension.
    public let excess: Double
    /// One standard error of the excess, from its values row by row.
    public let standardError: Double

    private enum CodingKeys: String, CodingKey {
      case dimension, loss, excess
      case standardError = "standard_error"
    }
  }

  /// `dest` for the parameter `embedding.dest`.
  public let name: String
  /// The inputs that are looked up in it.
  public let inputs: [String]
  /// Its rows.
  public let rows: Int
  /// The dimensions tried, ascending; the last has all numbers.
  public let points: [Point]
  /// The smallest dimension whose loss is within one standard error of the best.
  public let knee: Int
}
