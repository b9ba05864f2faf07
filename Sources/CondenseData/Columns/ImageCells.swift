import CondenseCore

/// The cells of a column of images: all of one size, a byte for each pixel, row by row from the top.
///
/// Taking rows shares the pixels with the whole table.
public struct ImageCells: Sendable, Equatable {
  /// Rows of pixels in an image.
  public let height: Int

  /// Pixels in a row.
  public let width: Int

  /// The pixels of all images of the whole table, one image after another.
  package let pixels: [UInt8]

  /// Which of those images each row of the column holds.
  package let places: [Int32]

  /// - Parameter pixels: `count × height × width` bytes.
  package init(pixels: [UInt8], count: Int, height: Int, width: Int) {
    self.init(
      pixels: pixels, places: (0..<count).map { Int32(truncatingIfNeeded: $0) }, height: height, width: width)
  }

  private init(pixels: [UInt8], places: [Int32], height: Int, width: Int) {
    self.pixels = pixels
    self.places = places
    self.height = height
    self.width = width
  }

  /// The number of rows of the column.
  public var count: Int { places.count }

  /// Pixels of one image.
  public var size: Int { height * width }

  /// `28 × 28`.
  var shownSize: String { "\(height) × \(width)" }

  /// The pixels of the image in a row.
  public func image(_ row: Int) -> ArraySlice<UInt8> {
    require(row >= 0 && row < count, "there are \(Count.of(count, "image", "images")), and none at \(row)")
    let start = Int(places[row]) * size
    return pixels[start..<start + size]
  }

  package func rows(_ indices: [Int]) -> ImageCells {
    ImageCells(pixels: pixels, places: indices.map { places[$0] }, height: height, width: width)
  }

  /// Calls `body` with the pixels of one image.
  @inline(__always)
  package func withImage<R>(_ row: Int, _ body: (UnsafeBufferPointer<UInt8>) -> R) -> R {
    let start = Int(places[row]) * size
    return pixels.withUnsafeBufferPointer { body(UnsafeBufferPointer(rebasing: $0[start..<start + size])) }
  }

  /// The value that every pixel of every row has; nil where they differ, or there is none.
  var constant: UInt8? {
    guard count > 0, size > 0 else { return nil }
    let value = withImage(0) { $0[0] }
    let isConstant = places.indices.allSatisfy { row in withImage(row) { $0.allSatisfy { $0 == value } } }
    return isConstant ? value : nil
  }
}
