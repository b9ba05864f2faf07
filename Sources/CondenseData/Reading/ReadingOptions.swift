/// How the cells of a file are told apart and what they mean.
public struct ReadingOptions: Codable, Sendable, Equatable {
  /// The byte between two cells; nil has it guessed from the first 64 KB among `,`, `;`, tab and `|`.
  public var delimiter: UInt8?

  /// Whether `3,5` is three and a half (and `.` a thousands mark).
  public var decimalComma = false

  /// Whether the first row names the columns; otherwise they are `c1`, `c2`, ….
  public var hasHeader = true

  /// Whether `"` encloses cells; otherwise it is a letter like others.
  public var quotes = true

  /// The cells, blanks around them and case aside, that stand for "no value".
  public var missing = Self.usualMissing

  /// The words that spreadsheets, databases and statistics programs write where there is nothing.
  public static let usualMissing = [
    "", "NA", "N/A", "#N/A", "#NA", "#N/A N/A", "<NA>", "n.a.", "NaN", "-NaN", "NaT", "null", "(null)",
    "None", "nil",
    "\\N", "?", "-", "--", "---", ".", "..", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!",
    "1.#IND",
    "-1.#IND", "1.#QNAN", "-1.#QNAN",
  ]

  /// Whether words of `missing` are told by their letters alone; models of version 0.1.0 also look at case.
  package var missingIgnoresCase = true

  /// Whether rows with too few or too many cells are left out and counted instead of stopping the reading.
  public var skipsBadRows = false

  /// For images, what their labels 0, 1, … are called; nil has them called by their numbers.
  public var labelNames: [String]?

  /// The options most files need.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case delimiter, decimalComma, hasHeader, missing, skipsBadRows, labelNames, quotes
    case missingIgnoresCase = "missing_ignores_case"
  }

  /// Reads options; what files of earlier versions lack is as it was then.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    delimiter = try values.decodeIfPresent(UInt8.self, forKey: .delimiter)
    decimalComma = try values.decode(Bool.self, forKey: .decimalComma)
    hasHeader = try values.decode(Bool.self, forKey: .hasHeader)
    missing = try values.decode([String].self, forKey: .missing)
    skipsBadRows = try values.decode(Bool.self, forKey: .skipsBadRows)
    labelNames = try values.decodeIfPresent([String].self, forKey: .labelNames)
    quotes = try values.decodeIfPresent(Bool.self, forKey: .quotes) ?? true
    missingIgnoresCase = try values.decodeIfPresent(Bool.self, forKey: .missingIgnoresCase) ?? false
  }

  /// What a model keeps, to read other files alike: each has a delimiter of its own, and what to do with bad rows
  /// is said anew.
  package var kept: ReadingOptions {
    var options = self
    options.delimiter = nil
    options.skipsBadRows = false
    return options
  }
}
