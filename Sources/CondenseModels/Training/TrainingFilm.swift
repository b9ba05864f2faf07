/// How rows of an embedding moved while they were learned, and how the loss fell meanwhile.
public struct TrainingFilm: Sendable {
  /// All rows at one time.
  public struct Snapshot: Sendable {
    /// Steps that were done by then.
    public let step: Int
    /// The numbers, `values.count × dimension`, row by row.
    public let vectors: [Float]
  }

  /// A loss at one time.
  public struct Loss: Sendable, Equatable {
    /// Steps that were done by then.
    public let step: Int
    /// The loss.
    public let value: Double

    /// A loss after some steps.
    public init(step: Int, value: Double) { (self.step, self.value) = (step, value) }
  }

  /// The column, or whatever else the values are called by.
  public let name: String
  /// What the rows stand for, the most frequent value first.
  public let values: [String]
  /// How often each came in the training rows; nil where that was not counted.
  public let counts: [Int64]?
  /// Values that are left out, the rarest.
  public let omitted: Int
  /// Numbers of a row.
  public let dimension: Int
  /// From the untouched start to the numbers that were kept, at most `FilmRecorder.mostSnapshots`.
  public let snapshots: [Snapshot]
  /// The mean loss of the steps up to each, since the one before. Training may have gone on after what was kept.
  public let training: [Loss]
  /// What each epoch came to on rows held out; empty where all were learned from.
  public let validation: [Loss]
  /// What the loss on rows held out is called.
  public let validationName: String
}
