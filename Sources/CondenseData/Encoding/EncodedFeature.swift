/// What a feature gives for some rows.
public enum EncodedFeature: Sendable, Equatable {
  /// One id a row.
  case ids([Int32])
  /// `ids[offsets[i]..<offsets[i + 1]]` for row i, with a weight for each id, or nil where all are 1.
  case bags(offsets: [Int64], ids: [Int32], weights: [Float]?)
  /// `width` numbers a row, row after row.
  case numbers([Float], width: Int)
}
