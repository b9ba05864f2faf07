/// How the cells of a file are told apart and what they mean.
public struct ReadingOptions: Codable, Sendable, Equatable {
  /// The byte between two cells; nil has it guessed from the first 64 KB among `,`, `;`, tab and `|`.
  public var delimiter: UInt8?

  /// Whether `3,5` is three and a half (and `.` a thousands mark).
  public var decimalComma = false

  /// Whether the first row names the columns; otherwise they are `c1`, `c2`, ….
  public var hasHeader = true

  /// The cells, spaces around them aside, that stand for "no value". `NaN` covers `nan` and `NAN`, `null`
  /// covers `NULL`.
  public var missing = ["", "NA", "N/A", "NaN", "null", "None", "?"]

  /// Whether rows with too few or too many cells are left out and counted instead of stopping the reading.
  public var skipsBadRows = false

  /// For images, what their labels 0, 1, … are called; nil has them called by their numbers.
  public var labelNames: [String]?

  /// The options most files need.
  public init() {}

  /// What a model keeps, to read other files alike: each has a delimiter of its own, and what to do with bad rows
  /// is said anew.
  package var kept: ReadingOptions {
    var options = self
    options.delimiter = nil
    options.skipsBadRows = false
    return options
  }
}
