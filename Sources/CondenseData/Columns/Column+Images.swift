import CondenseCore

extension Column {
  /// A column of images, each of `height × width` bytes, row by row from the top.
  ///
  /// - Throws: `CondenseError` of kind `content` when an image has another number of pixels.
  public init(name: String, images: [[UInt8]], height: Int, width: Int) throws(CondenseError) {
    let (size, overflows) = height.multipliedReportingOverflow(by: width)
    guard height > 0, width > 0, !overflows else {
      throw CondenseError(
        .content, "column '\(name)': images of \(height) × \(width) pixels; both sides have at least 1")
    }
    if let row = images.firstIndex(where: { $0.count != size }) {
      throw CondenseError(
        .content,
        "column '\(name)', image \(row + 1): \(Count.of(images[row].count, "pixel", "pixels")) where"
          + " \(height) × \(width) make \(Count.text(size))")
    }
    self.init(
      name: name,
      cells: .images(
        ImageCells(pixels: Array(images.joined()), count: images.count, height: height, width: width)))
  }

  /// The images, where the column holds some.
  public var images: ImageCells? {
    if case .images(let cells) = cells { cells } else { nil }
  }
}
