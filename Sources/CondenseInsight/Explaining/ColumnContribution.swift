/// What one column of a row brings to the score.
public struct ColumnContribution: Sendable, Equatable, Codable {
  /// A part of a column, as the month of a date, or its half of a pair of values.
  public struct Part: Sendable, Equatable, Codable {
    /// `date.month`, `carrier×dest`.
    public let name: String
    /// Its part of the column's contribution.
    public let contribution: Double
  }

  /// The column.
  public let column: String
  /// Its cell; nil where it is missing.
  public let value: String?
  /// Its value was never seen in training.
  public let isUnknown: Bool
  /// How much the score is above the average of the background because of it.
  public let contribution: Double
  /// Where there are several, what each part brings; they add up to the contribution.
  public let parts: [Part]
  /// The words and n-grams of a text, or the values of a list, the largest contribution first.
  public let pieces: [PieceContribution]
  /// Of a text or list the part that no piece of the row brings: what rows of the background have and it has not.
  public let absent: Double?
  /// A text, word by word.
  public let text: ColouredText?
  /// Of an image the contribution of each pixel, row by row.
  public let pixels: ImageContributions?

  private enum CodingKeys: String, CodingKey {
    case column, value, contribution, parts, pieces, absent, text, pixels
    case isUnknown = "is_unknown"
  }
}
