/// What a feature of pixels looks like, for layers that know rows from columns.
public struct ImageShape: Codable, Sendable, Equatable {
  /// Rows of pixels.
  public var height: Int
  /// Pixels in a row.
  public var width: Int
  /// The encoded number of a pixel of the background.
  public var background: Float

  /// The shape of an image.
  public init(height: Int, width: Int, background: Float) {
    self.height = height
    self.width = width
    self.background = background
  }
}
