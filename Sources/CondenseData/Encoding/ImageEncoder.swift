import CondenseCore

/// Turns the bytes of an image into numbers: each pixel by the mean and deviation of all pixels of the training
/// images.
///
///     y = (pixel − mean) / deviation
///
/// One mean for all pixels, not one each: an image that is moved stays what it was.
public struct ImageEncoder: Codable, Sendable, Equatable {
  /// The column.
  public let column: String
  /// Rows of pixels.
  public let height: Int
  /// Pixels in a row.
  public let width: Int
  /// The mean pixel of the training images.
  public let mean: Double
  /// The standard deviation of their pixels; 1 where they do not differ.
  public let deviation: Double
  /// The most frequent pixel on the borders of the training images.
  public let background: UInt8

  private enum CodingKeys: String, CodingKey { case column, height, width, mean, deviation, background }

  /// The encoded number of each byte.
  private let levels: [Float]

  /// Learns from the training rows.
  public init(fitting images: ImageCells, called column: String, rows: [Int]) {
    var counts = [Int](repeating: 0, count: 256), border = [Int](repeating: 0, count: 256)
    let (height, width) = (images.height, images.width)
    for row in rows {
      images.withImage(row) { pixels in
        for y in 0..<height {
          for x in 0..<width {
            let pixel = Int(pixels[y * width + x])
            counts[pixel] += 1
            if y == 0 || y == height - 1 || x == 0 || x == width - 1 { border[pixel] += 1 }
          }
        }
      }
    }
    let count = Double(max(1, counts.reduce(0, +)))
    let mean = counts.indices.reduce(0.0) { $0 + Double(counts[$1]) * Double($1) } / count
    let variance =
      counts.indices.reduce(0.0) { $0 + Double(counts[$1]) * (Double($1) - mean) * (Double($1) - mean) }
      / count
    let most = border.max() ?? 0
    self.init(
      column: column, height: height, width: width, mean: mean,
      deviation: variance > 0 ? variance.squareRoot() : 1,
      background: UInt8(truncatingIfNeeded: border.firstIndex(of: most) ?? 0))
  }

  private init(
    column: String, height: Int, width: Int, mean: Double, deviation: Double, background: UInt8
  ) {
    self.column = column
    self.height = height
    self.width = width
    self.mean = mean
    self.deviation = deviation
    self.background = background
    levels = (0..<256).map { Float((Double($0) - mean) / deviation) }
  }

  /// Reads an encoder and refuses one that could not have been learned.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      column: values.decode(String.self, forKey: .column), height: values.decode(Int.self, forKey: .height),
      width: values.decode(Int.self, forKey: .width), mean: values.decode(Double.self, forKey: .mean),
      deviation: values.decode(Double.self, forKey: .deviation),
      background: values.decode(UInt8.self, forKey: .background))
    let (_, overflows) = height.multipliedReportingOverflow(by: width)
    guard height > 0, width > 0, !overflows else {
      throw CondenseError(.content, "images of \(height) × \(width) pixels in '\(column)' make no sense")
    }
    guard (0...255).contains(mean), (1e-9...255).contains(deviation) else {
      throw CondenseError(.content, "the numbers that scale '\(column)' make no sense")
    }
  }

  /// Pixels of an image.
  public var size: Int { height * width }

  /// What its feature looks like.
  public var shape: ImageShape {
    ImageShape(height: height, width: width, background: levels[Int(background)])
  }

  /// The numbers of some rows, `size` a row.
  ///
  /// - Throws: `CondenseError` of kind `content` when the column holds no images, or some of another size.
  package func encode(_ column: Column, rows: [Int], of table: String) throws(CondenseError) -> [Float] {
    guard let images = column.images else {
      throw CondenseError(
        .content,
        "\(table): the column '\(column.name)' holds no images; the model was trained with images of"
          + " \(height) × \(width) pixels")
    }
    guard images.height == height, images.width == width else {
      throw CondenseError(
        .content,
        "\(table) holds images of \(images.shownSize) pixels; the model was trained with images of"
          + " \(height) × \(width)")
    }
    return [Float](unsafeUninitializedCapacity: rows.count * size) { numbers, count in
      for (i, row) in rows.enumerated() {
        images.withImage(row) { pixels in
          for place in 0..<size { numbers[i * size + place] = levels[Int(pixels[place])] }
        }
      }
      count = rows.count * size
    }
  }

  /// The numbers of one image, the same bits as in a table.
  ///
  /// - Throws: `CondenseError` of kind `content` when the cell is no image of this size.
  package func encode(_ cell: Cell, called subject: String) throws(CondenseError) -> [Float] {
    guard case .image(let pixels) = cell, pixels.count == size else {
      throw CondenseError(
        .content,
        "\(subject)'s '\(column)' is \(cell.description), where an image of \(height) × \(width) pixels,"
          + " \(Count.of(size, "byte", "bytes")) row by row, was expected")
    }
    return pixels.map { levels[Int($0)] }
  }
}
