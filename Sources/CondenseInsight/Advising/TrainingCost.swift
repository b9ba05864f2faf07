/// What training would take.
public struct TrainingCost: Sendable, Equatable, Encodable {
  /// Numbers to learn.
  public let parameters: Int
  /// Those of them that pairs of values take, which belong to no column.
  public let pairParameters: Int
  /// Bytes of them in the model file.
  public let weightBytes: Int
  /// Bytes of the optimizer's state.
  public let stateBytes: Int
  /// Bytes of the encoded rows, learned from and held out.
  public let encodedBytes: Int
  /// Bytes of memory at the most, the table included.
  public let memoryBytes: Int
  /// Bytes that are free; nil where the system does not say.
  public let availableBytes: Int?
  /// Passes over the data, at most.
  public let epochs: Int
  /// Whether all rows are learned in the end, as long as was best on a part of them.
  public let learnsAllRows: Bool
  /// Rows of a step.
  public let batchSize: Int
  /// Seconds of a pass over the rows to learn from, validation included; nil where no step could be tried.
  public let secondsPerEpoch: Double?
  /// Seconds of a pass over all rows, where these are learned in the end, as many passes as were best before.
  public let secondsPerEpochOfAllRows: Double?
  /// Seconds of the whole run if no pass is saved by stopping early.
  public let secondsAtMost: Double?

  private enum CodingKeys: String, CodingKey {
    case parameters, epochs
    case weightBytes = "bytes"
    case pairParameters = "pair_parameters"
    case stateBytes = "optimizer_bytes"
    case encodedBytes = "encoded_bytes"
    case memoryBytes = "memory_bytes"
    case availableBytes = "available_bytes"
    case learnsAllRows = "learns_all_rows"
    case batchSize = "batch_size"
    case secondsPerEpoch = "seconds_per_epoch"
    case secondsPerEpochOfAllRows = "seconds_per_epoch_of_all_rows"
    case secondsAtMost = "seconds_at_most"
  }
}
