/// What became of one embedding.
public struct ShrunkEmbedding: Sendable, Equatable, Encodable {
  /// `dest` for the parameter `embedding.dest`.
  public let name: String
  /// The inputs that are looked up in it: several where they share it.
  public let inputs: [String]
  /// Its rows.
  public let rows: Int
  /// Numbers of a vector before.
  public let dimensionBefore: Int
  /// Numbers of a vector that are left; 0 where only the mean was worth keeping, which stands in the biases now.
  public let dimension: Int

  init(_ embedding: FreeEmbedding, dimension: Int) {
    name = embedding.name
    inputs = embedding.inputs
    rows = embedding.rows
    dimensionBefore = embedding.dimension
    self.dimension = dimension
  }

  private enum CodingKeys: String, CodingKey {
    case name, inputs, rows, dimension
    case dimensionBefore = "dimension_before"
  }
}
