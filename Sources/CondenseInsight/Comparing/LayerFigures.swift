/// One of the two layers at work on the compared columns, in figures.
public struct LayerFigures: Sendable, Equatable, Codable {
  /// The contender they were measured on.
  public let contender: Contender
  /// Learned numbers of the layer that reads the columns.
  public let parameters: Int
  /// Rows of the layer's matrix: values, words and n-grams.
  public let rows: Int
  /// Rows of the matrix that a step reads and updates, on average.
  public let rowsPerStep: Double
  /// Examples of a step.
  public let batchSize: Int
  /// Numbers of an example that are not zero, on average.
  public let nonZerosIn: Double
  /// Numbers of an example, zeros included.
  public let numbersIn: Int
  /// Numbers that come out of an example.
  public let numbersOut: Int
  /// Multiplications of one example in the layer: a lookup takes none, a pooled bag none either.
  public let multiplications: Int
  /// Seconds of a pass over the training rows, with the whole network.
  public let secondsPerEpoch: Double

  private enum CodingKeys: String, CodingKey {
    case parameters, rows, multiplications
    case contender = "form"
    case rowsPerStep = "rows_per_step"
    case batchSize = "batch_size"
    case nonZerosIn = "non_zeros_in"
    case numbersIn = "numbers_in"
    case numbersOut = "numbers_out"
    case secondsPerEpoch = "seconds_per_epoch"
  }
}
