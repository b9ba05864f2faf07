/// What was taken out of a finished model, and on which rows that was judged; part of the model file.
public struct ShrinkingReport: Codable, Sendable, Equatable {
  /// CRC-32 of the table that the model was judged on.
  public var dataFingerprint: String
  /// Rows of it that had an answer.
  public var rows: Int
  /// The share of the skill on them that was to be kept; nil where each vector is as long as it needs to be, and the
  /// model was trained on and measured again afterwards.
  public var keep: Double?
  /// Parameters that the model had before.
  public var parameters: Int
  /// On these rows afterwards.
  public var evaluation: Evaluation

  /// A report of its parts.
  package init(dataFingerprint: String, rows: Int, keep: Double?, parameters: Int, evaluation: Evaluation) {
    self.dataFingerprint = dataFingerprint
    self.rows = rows
    self.keep = keep
    self.parameters = parameters
    self.evaluation = evaluation
  }
}
