/// What each pixel of an image contributes.
public struct ImageContributions: Sendable, Equatable, Codable {
  /// Rows of pixels.
  public let height: Int
  /// Pixels in a row.
  public let width: Int
  /// Row by row from the top.
  public let contributions: [Double]
  /// The pixels themselves.
  public let pixels: [UInt8]
}
