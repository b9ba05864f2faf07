/// Rows of numbers in memory that the engine owns, `stride` apart; valid during one call of a layer.
public struct Rows {
  /// The first number of the first row.
  public let start: UnsafePointer<Float>
  /// Numbers from one row to the next.
  public let stride: Int

  package init(start: UnsafePointer<Float>, stride: Int) {
    self.start = start
    self.stride = stride
  }

  /// The first number of a row.
  @inline(__always)
  public subscript(row: Int) -> UnsafePointer<Float> { start + row * stride }
}

/// Rows of numbers to write to.
public struct MutableRows {
  /// The first number of the first row.
  public let start: UnsafeMutablePointer<Float>
  /// Numbers from one row to the next.
  public let stride: Int

  package init(start: UnsafeMutablePointer<Float>, stride: Int) {
    self.start = start
    self.stride = stride
  }

  /// The first number of a row.
  @inline(__always)
  public subscript(row: Int) -> UnsafeMutablePointer<Float> { start + row * stride }

  package var readOnly: Rows { Rows(start: start, stride: stride) }
}

/// The ids of a tile: `perExample` for each row, without gaps.
public struct IdRows {
  /// The first id of the tile.
  public let start: UnsafePointer<Int32>
  /// Ids of one row.
  public let perExample: Int
}

/// The bags of a tile: row `r` has `ids[offsets[r]..<offsets[r + 1]]`.
public struct BagRows {
  /// `rows + 1` places in `ids`.
  public let offsets: UnsafePointer<Int64>
  /// Ids that the offsets count in.
  public let ids: UnsafePointer<Int32>
  /// A weight beside each id, or nil for 1.
  public let weights: UnsafePointer<Float>?
}
